import { quantise } from '@locavore/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meanOfRows, quantiseRows } from './quantise-rows.js'
import { addSparse } from './sparse-add.js'

const anyMatrix = fc.integer({ min: 1, max: 20 }).chain((dimensions) =>
  fc.record({
    dimensions: fc.constant(dimensions),
    rows: fc.array(
      fc
        .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: dimensions, maxLength: dimensions })
        .map((values) => Float32Array.from(values)),
      { maxLength: 6 },
    ),
  }),
)

function joined(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]))
}

describe('quantiseRows', () => {
  it('gives each row what quantise of core gives it, and a zero row the scale 0', () => {
    fc.assert(
      fc.property(anyMatrix, ({ dimensions, rows }) => {
        const { codes, scales } = quantiseRows(joined(rows), dimensions)
        rows.forEach((row, index) => {
          const zero = row.every((value) => value === 0)
          const wanted = zero ? { codes: new Int8Array(dimensions), scale: 0 } : quantise(row, dimensions)
          expect(codes.slice(index * dimensions, (index + 1) * dimensions)).toEqual(wanted.codes)
          expect(scales[index]).toBe(wanted.scale)
        })
      }),
    )
  })

  it('takes the mean away first', () => {
    const vectors = new Float32Array([3, 1, 1, 5, 2, 3])
    const mean = meanOfRows(vectors, 2)
    expect([...mean]).toEqual([2, 3])
    const { codes, scales } = quantiseRows(vectors, 2, mean)
    expect([...codes.subarray(0, 2)]).toEqual([...quantise([1, -2], 2).codes])
    expect([...codes.subarray(2, 4)]).toEqual([...quantise([-1, 2], 2).codes])
    expect(scales[2]).toBe(0)
  })

  it('has a zero mean of no rows', () => {
    expect([...meanOfRows(new Float32Array(0), 3)]).toEqual([0, 0, 0])
  })

  it('refuses what is no matrix of finite numbers', () => {
    const refused: [string, () => unknown][] = [
      ['invalid-vector', () => quantiseRows(new Float32Array(5), 2)],
      ['invalid-argument', () => quantiseRows(new Float32Array(4), 0)],
      ['invalid-vector', () => quantiseRows(new Float32Array([1, Number.NaN]), 2)],
      ['invalid-vector', () => quantiseRows(new Float32Array([1, 2]), 2, new Float32Array(3))],
      ['invalid-vector', () => meanOfRows(new Float32Array([1, Number.POSITIVE_INFINITY]), 2)],
      ['invalid-argument', () => meanOfRows(new Float32Array(4), 1.5)],
    ]
    for (const [code, call] of refused) expect(call).toThrowError(expect.objectContaining({ code }))
  })
})

describe('addSparse', () => {
  it('adds weighted values in order, an index as often as it appears', () => {
    const terms = fc.array(
      fc.record({ index: fc.nat({ max: 9 }), value: fc.float({ min: -100, max: 100, noNaN: true }) }),
    )
    fc.assert(
      fc.property(terms, fc.float({ min: -2, max: 2, noNaN: true }), (given, weight) => {
        const target = new Float32Array(10).fill(1)
        const naive = Array.from(target)
        for (const { index, value } of given) naive[index] = Math.fround((naive[index] ?? 0) + weight * value)
        addSparse(
          target,
          Uint32Array.from(given, ({ index }) => index),
          Float32Array.from(given, ({ value }) => value),
          weight,
        )
        expect([...target]).toEqual(naive)
      }),
    )
  })

  it('refuses what does not fit, and then writes nothing', () => {
    const target = new Float32Array(3)
    const refused = expect.objectContaining({ code: 'invalid-argument' })
    expect(() => addSparse(target, new Uint32Array([0, 3]), new Float32Array(2).fill(1))).toThrowError(refused)
    expect(() => addSparse(target, new Uint32Array([0]), new Float32Array(2))).toThrowError(refused)
    expect(() => addSparse(target, new Uint32Array([0]), new Float32Array(1), Number.NaN)).toThrowError(refused)
    expect([...target]).toEqual([0, 0, 0])
  })
})
