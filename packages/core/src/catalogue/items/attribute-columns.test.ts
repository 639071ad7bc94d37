import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowedItems, compileFilter } from '../../filter/compile-filter.js'
import { PlainRows } from '../../testing/plain-rows.js'
import { referenceKernels } from '../../testing/reference-kernels.js'
import type { Filter, Item } from '../../types.js'
import { Catalogue } from '../catalogue.js'

const value = fc.oneof(
  fc.constantFrom<string | number | boolean>('x', 'y', '1', 1, 2, true, false, 'true'),
  fc.array(fc.constantFrom<string | number>('x', 'y', 1, 2), { maxLength: 3 }),
)
const name = fc.constantFrom('a', 'b', 'toString', 'hasOwnProperty')
const condition = fc.oneof(
  value,
  fc.record({ not: value }),
  fc.record({ min: fc.integer({ min: 0, max: 2 }), max: fc.integer({ min: 0, max: 3 }) }),
)
const attributes = fc.option(fc.dictionary(name, value), { nil: undefined })
const change = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  kind: fc.constantFrom('put', 'row', 'remove'),
  attributes,
})
const filter = fc.dictionary(name, condition) as fc.Arbitrary<Filter>

describe('filters', () => {
  test('let through what passes item by item, after any changes between', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(change, filter), { minLength: 1, maxLength: 25 }), (steps) => {
        const catalogue = new Catalogue({ kernels: referenceKernels })
        for (const [{ id, kind, attributes: own }, asked] of steps) {
          const item: Item = own === undefined ? { id } : { id, attributes: own }
          if (kind === 'remove') catalogue.remove(id)
          else if (kind === 'put') catalogue.put(item)
          else catalogue.putRow(new PlainRows([item]), 0)
          const passes = compileFilter(asked)
          const expected = Array.from({ length: catalogue.extent }, (_, index) => {
            const there = catalogue.itemAt(index)
            return there !== undefined && passes(there.attributes) ? 1 : 0
          })
          expect([...allowedItems(catalogue, asked)]).toEqual(expected)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('read the items once for an attribute, whatever is asked of it, and later only those that changed', () => {
    const items = Array.from({ length: 100 }, (_, k) => ({ id: `i${k}`, attributes: { number: k, even: k % 2 === 0 } }))
    const rows = new PlainRows(items)
    const catalogue = new Catalogue({ kernels: referenceKernels })
    for (let row = 0; row < rows.count; row += 1) catalogue.putRow(rows, row)
    const passing = (asked: Filter) => allowedItems(catalogue, asked).reduce((sum, one) => sum + one, 0)
    expect(passing({})).toBe(100)
    expect(rows.made).toBe(0)
    expect(passing({ number: { max: 9 }, even: true })).toBe(5)
    expect(rows.made).toBe(100)
    expect(passing({ number: { min: 90 } })).toBe(10)
    catalogue.put({ id: 'i95', attributes: { number: 1 } })
    catalogue.remove('i96')
    expect(passing({ number: { min: 90 } })).toBe(8)
    expect(rows.made).toBe(100)
  })

  test('of more attributes than are remembered are right all the same', () => {
    const names = Array.from({ length: 40 }, (_, k) => `n${k}`)
    const catalogue = new Catalogue({ kernels: referenceKernels })
    catalogue.put({ id: 'all', attributes: Object.fromEntries(names.map((key, k) => [key, k])) })
    catalogue.put({ id: 'none' })
    for (const round of [0, 1]) {
      names.forEach((key, k) => {
        expect([...allowedItems(catalogue, { [key]: k + round })]).toEqual(round === 0 ? [1, 0] : [0, 0])
      })
    }
    expect([...allowedItems(catalogue, Object.fromEntries(names.map((key, k) => [key, k])))]).toEqual([1, 0])
  })
})
