import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyProfile, replay } from '../profile/profile.js'
import { createWorld, logOf } from '../testing/worlds.js'
import { bestSet } from './best-set.js'
import { retrieve } from './retrieve.js'
import { topK } from './top-k.js'

describe('topK', () => {
  it('is what sorting everything would give, ties by index', () => {
    const anyValues = fc.array(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.boolean()), { maxLength: 60 })
    fc.assert(
      fc.property(anyValues, fc.integer({ min: -1, max: 70 }), (entries, k) => {
        const values = entries.map(([value]) => value)
        const allowed = Uint8Array.from(entries, ([, flag]) => (flag ? 1 : 0))
        const sorted = values
          .map((value, index) => ({ value, index }))
          .filter(({ index }) => allowed[index] === 1)
          .sort((a, b) => b.value - a.value || a.index - b.index)
        expect([...topK(values, k, allowed)]).toEqual(sorted.slice(0, Math.max(0, k)).map(({ index }) => index))
      }),
    )
  })
})

describe('bestSet', () => {
  it('is what sorting everything would give, ties by id', () => {
    const anyValues = fc.uniqueArray(fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat(200)), {
      maxLength: 60,
      selector: ([, id]) => id,
    })
    fc.assert(
      fc.property(anyValues, fc.integer({ min: -1, max: 70 }), (entries, k) => {
        const values = Float64Array.from(entries, ([value]) => value)
        const ids = Int32Array.from(entries, ([, id]) => id)
        const sorted = [...entries.keys()].sort(
          (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || (ids[a] ?? 0) - (ids[b] ?? 0),
        )
        expect(new Set(bestSet(values, k, ids))).toEqual(new Set(sorted.slice(0, Math.max(0, k))))
        expect([...values]).toEqual(entries.map(([value]) => value))
      }),
      { numRuns: 300 },
    )
  })
})

describe('retrieve', () => {
  const { catalogue, idsOf } = createWorld({ items: 300, tastes: 10, noise: 0.7, seed: 3 })
  const everything = new Uint8Array(300).fill(1)

  it('takes everything allowed if it fits', () => {
    const allowed = everything.slice().fill(0, 100)
    const found = retrieve({ catalogue, allowed, profile: emptyProfile(), queries: [], maxCandidates: 100 })
    expect([...found]).toEqual(Array.from({ length: 100 }, (_, k) => k))
  })

  it('cuts to the neighbourhood of the history, the popular and the new, all allowed, ascending', () => {
    const profile = replay(
      logOf(
        ...idsOf(4)
          .slice(0, 5)
          .map((itemId) => ({ type: 'like' as const, itemId })),
      ),
    )
    const allowed = everything.slice()
    allowed[299] = 0
    const found = retrieve({ catalogue, allowed, profile, queries: [], maxCandidates: 120 })
    const ids = new Set(Array.from(found, (index) => catalogue.idAt(index)))
    expect(found.length).toBeLessThanOrEqual(120)
    expect([...found]).toEqual([...found].sort((a, b) => a - b))
    expect(ids.has('i299')).toBe(false)
    expect(ids.has('i298')).toBe(true)
    const loved = idsOf(4).filter((id) => ids.has(id))
    expect(loved.length / idsOf(4).length).toBeGreaterThan(0.5)
    const popular = catalogue
      .items()
      .filter(({ id }) => id !== 'i299')
      .sort((a, b) => (b.popularity ?? 0) - (a.popularity ?? 0))
    expect(ids.has(popular[0]?.id)).toBe(true)
  })

  it('still finds something for a person nothing is known about', () => {
    const found = retrieve({ catalogue, allowed: everything, profile: emptyProfile(), queries: [], maxCandidates: 50 })
    expect(found.length).toBeGreaterThanOrEqual(25)
    expect(found.length).toBeLessThanOrEqual(50)
  })
})
