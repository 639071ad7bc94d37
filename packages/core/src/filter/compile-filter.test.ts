import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../testing/worlds.js'
import type { Filter } from '../types.js'
import { allowedItems, compileFilter } from './compile-filter.js'

const attributes = { place: 'harbour', price: 30, inStock: true, tags: ['rain', 'night'], sizes: [1, 5] }

describe('compileFilter', () => {
  it.each<[Filter, boolean]>([
    [{}, true],
    [{ place: 'harbour' }, true],
    [{ place: 'forest' }, false],
    [{ place: ['forest', 'harbour'] }, true],
    [{ place: [] }, false],
    [{ tags: 'rain' }, true],
    [{ tags: ['sun', 'night'] }, true],
    [{ tags: ['sun'] }, false],
    [{ inStock: true }, true],
    [{ inStock: 'true' }, false],
    [{ price: { min: 30, max: 30 } }, true],
    [{ price: { min: 31 } }, false],
    [{ price: { max: 29 } }, false],
    [{ sizes: { min: 4 } }, true],
    [{ place: { min: 0 } }, false],
    [{ place: { not: 'harbour' } }, false],
    [{ place: { not: ['forest'] } }, true],
    [{ tags: { not: 'rain' } }, false],
    [{ missing: 'x' }, false],
    [{ missing: { not: 'x' } }, true],
    [{ constructor: { not: 'x' } }, true],
    [{ toString: 'x' } as unknown as Filter, false],
    [{ place: 'harbour', price: { max: 10 } }, false],
  ])('%j', (filter, expected) => {
    expect(compileFilter(filter)(attributes)).toBe(expected)
  })

  it('sees no attributes in an item that has none', () => {
    expect(compileFilter({ place: 'harbour' })(undefined)).toBe(false)
    expect(compileFilter({ place: { not: 'harbour' } })(undefined)).toBe(true)
  })

  it.each([
    { place: null },
    { place: {} },
    { place: { min: 'a' } },
    { place: { min: Number.NaN } },
    { place: { not: { min: 1 } } },
    { place: { not: 'a', min: 1 } },
    { place: { between: [1, 2] } },
    { place: Number.NaN },
    { place: [['nested']] },
    { place: undefined },
  ])('refuses %j and names its key', (filter) => {
    const compile = () => compileFilter(filter as unknown as Filter)
    expect(compile).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
    expect(compile).toThrowError(/"place"/)
  })

  it.each([[null], [[]], ['place']])('refuses %j, which is no filter', (filter) => {
    expect(() => compileFilter(filter as unknown as Filter)).toThrowError(
      expect.objectContaining({ code: 'invalid-argument' }),
    )
  })

  it('allows exactly the items a plain loop would, and no removed one', () => {
    const { catalogue } = createWorld({ items: 60 })
    catalogue.remove('i7')
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 70 }), fc.subarray(['t0', 't1', 't2', 't3']), (min, tastes) => {
        const allowed = allowedItems(catalogue, { number: { min }, taste: tastes })
        const ids = Array.from(allowed).flatMap((flag, index) => (flag === 1 ? [catalogue.idAt(index)] : []))
        const expected = catalogue
          .items()
          .filter(
            ({ attributes: facts }) => Number(facts?.['number']) >= min && tastes.includes(String(facts?.['taste'])),
          )
        expect(ids).toEqual(expected.map(({ id }) => id))
      }),
    )
  })
})
