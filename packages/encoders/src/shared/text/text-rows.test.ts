import fc from 'fast-check'
import { expect, test } from 'vitest'
import { poolRows } from './pool-rows.js'
import { writeTextRows } from './text-rows.js'

const texts = fc.array(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 9 }), {
  minLength: 1,
  maxLength: 5,
})

test('each row holds its ids, then padding; mask and types only where the model has them', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(undefined, 9, 12), (rows, padTo) => {
      const tower = { padTokenId: 7, ...(padTo === undefined ? {} : { padTo }) }
      const plain = writeTextRows({ ...tower, inputs: { ids: 'i' } }, rows)
      expect(Object.keys(plain.inputs)).toEqual(['i'])
      expect(plain.tokens).toBe(padTo ?? Math.max(...rows.map((row) => row.length)))
      const { inputs } = writeTextRows({ ...tower, inputs: { ids: 'i', mask: 'm', types: 't' } }, rows)
      const filled = (row: readonly number[], rest: number) =>
        Array.from({ length: plain.tokens }, (_, at) => BigInt(row[at] ?? rest))
      expect([...(inputs['i'] ?? [])]).toEqual(rows.flatMap((row) => filled(row, 7)))
      expect([...(inputs['m'] ?? [])]).toEqual(
        rows.flatMap((row) =>
          filled(
            row.map(() => 1),
            0,
          ),
        ),
      )
      expect(inputs['t']?.every((type) => type === 0n)).toBe(true)
    }),
  )
})

test('pooling never sees padding, whatever stands in it', () => {
  const states = new Float32Array([1, 2, 3, 4, Number.NaN, Number.NaN, 5, 6, 7, 8, 9, 10])
  expect([...poolRows(states, [2, 3], 3, 'mean')]).toEqual([2, 3, 7, 8])
  expect([...poolRows(states, [2, 3], 3, 'first')]).toEqual([1, 2, 5, 6])
  expect([...poolRows(states, [2, 3], 3, 'last')]).toEqual([3, 4, 9, 10])
})
