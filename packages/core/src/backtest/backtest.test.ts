import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { Interaction } from '../types.js'
import { backtestCases, logBefore } from './backtest-cases.js'
import { backtestReport, FEWEST_CASES } from './backtest-report.js'
import { type ReplayedCase, replayCase } from './replay-case.js'

vi.setConfig({ testTimeout: 60_000 })

const world = createWorld({ items: 180, noise: 0.6 })
const ground = { catalogue: world.catalogue, similarities: new SimilarityCache(world.catalogue) }
/** After every item of the world was added. */
const LATE = 10_000_000

function likes(ids: readonly string[], at = LATE): Interaction[] {
  return logOf(...ids.map((itemId) => ({ type: 'like', itemId, at }) as const))
}

function replayed(log: readonly Interaction[], options = {}): ReplayedCase[] {
  return backtestCases(log, { most: 500 }).flatMap((one) => {
    const profile = replay(logBefore(log, one))
    return replayCase({ ...ground, profile }, one, { limit: 10, diversity: 0, ...options }) ?? []
  })
}

describe('the cases of a backtest', () => {
  it('are first choices of one mode, from the second item on, the last of them', () => {
    const log = logOf(
      { type: 'view', itemId: 'a' },
      { type: 'like', itemId: 'a' },
      { type: 'impression', itemId: 'b' },
      { type: 'save', itemId: 'b', context: ['hour:evening'], at: 7 },
      { type: 'purchase', itemId: 'a' },
      { type: 'dislike', itemId: 'c' },
      { type: 'like', itemId: 'd', mode: 'work' },
      { type: 'like', itemId: 'e' },
    )
    const cases = backtestCases(log, { most: 10 })
    expect(cases.map(({ itemId }) => itemId)).toEqual(['b', 'e'])
    expect(cases[0]).toEqual({ itemId: 'b', sequence: 4, at: 7, context: ['hour:evening'] })
    expect(backtestCases(log, { most: 1 }).map(({ itemId }) => itemId)).toEqual(['e'])
    expect(backtestCases(log, { most: 10, mode: 'work' })).toEqual([])
  })

  it('know nothing of what came later, nor of the item itself', () => {
    const types = ['like', 'view', 'impression', 'save', 'skip'] as const
    const event = fc.record({ type: fc.constantFrom(...types), itemId: fc.constantFrom('a', 'b', 'c', 'd') })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        const log = logOf(...events)
        for (const one of backtestCases(log, { most: 30 })) {
          for (const { sequence, itemId } of logBefore(log, one)) {
            expect(sequence).toBeLessThan(one.sequence)
            expect(itemId).not.toBe(one.itemId)
          }
        }
      }),
    )
  })
})

describe('a replayed case', () => {
  it('finds what somebody of one taste chose next, far before popularity does', () => {
    const report = backtestReport(replayed(likes(world.idsOf(2).slice(0, 25))), true)
    if (!report.enough) throw new Error('there were cases enough')
    expect(report.cases).toBe(24)
    expect(report.present.hit.mean).toBeGreaterThan(0.4)
    expect(report.gain?.low).toBeGreaterThan(0)
    expect(report.popularity?.hit.mean).toBeLessThan(report.present.hit.mean)
  })

  it('says nothing good of somebody who chooses by chance', () => {
    const ids = world.catalogue.items().map(({ id }) => id)
    const anything = Array.from({ length: 40 }, (_, k) => ids[(k * 37) % ids.length] ?? '')
    const report = backtestReport(replayed(likes(anything)), true)
    expect(report.enough && report.gain !== undefined && report.gain.low <= 0.02).toBe(true)
  })

  it('is ranked against what was there then, and by how popular it is among that', () => {
    const popular = world.catalogue.items().sort((a, b) => (b.popularity ?? 0) - (a.popularity ?? 0))
    const ids = popular.map(({ id }) => id)
    const [first = '', second = '', third = ''] = ids
    expect(replayed(likes([third, first]))[0]?.popularPlace).toBe(0)
    expect(replayed(likes([third, second]))[0]?.popularPlace).toBe(1)
    // Items are added one a second; before the first was, it cannot have stood in the way.
    const early = ids.filter((id) => Number(id.slice(1)) < 90)
    const [best = '', next = ''] = early
    const at = 1_000 * 90 - 1
    expect(ids.indexOf(best) > 0 || ids.indexOf(next) > 1).toBe(true)
    expect(replayed(likes([next, best], at))[0]?.popularPlace).toBe(0)
  })

  it('is none where no list could have shown the item', () => {
    const [a = '', b = ''] = world.idsOf(1)
    expect(replayed(likes([a, 'gone']))).toEqual([])
    expect(replayed(likes([a, b]), { filter: { taste: 't2' } })).toEqual([])
    expect(replayed(likes([a, b]), { modalities: ['audio'] })).toEqual([])
    expect(() => replayed(likes([a, b]), { diversity: 2 })).toThrowError(
      expect.objectContaining({ code: 'invalid-argument' }),
    )
  })
})

describe('the report', () => {
  const cases = (count: number, place: number | undefined): ReplayedCase[] =>
    Array.from({ length: count }, () => ({ place, popularPlace: undefined }))

  it('says nothing of too few cases', () => {
    expect(backtestReport(cases(FEWEST_CASES - 1, 0), true)).toEqual({
      enough: false,
      cases: FEWEST_CASES - 1,
      needed: FEWEST_CASES,
    })
  })

  it('is NDCG and hits of one relevant item, with an interval about the mean, the same again', () => {
    const half = [...cases(20, 0), ...cases(20, 2), ...cases(40, undefined)]
    const report = backtestReport(half, true)
    if (!report.enough) throw new Error('there were cases enough')
    expect(report.present.ndcg.mean).toBeCloseTo((20 * 1 + 20 * 0.5) / 80, 12)
    expect(report.present.hit.mean).toBe(0.5)
    const { low, mean, high } = report.present.hit
    expect(low).toBeGreaterThan(0.35)
    expect(low).toBeLessThan(mean)
    expect(high).toBeGreaterThan(mean)
    expect(high).toBeLessThan(0.65)
    expect(report.popularity?.ndcg).toEqual({ mean: 0, low: 0, high: 0 })
    expect(report.gain?.mean).toBeCloseTo(report.present.ndcg.mean, 12)
    expect(backtestReport(half, true)).toEqual(report)
    expect(backtestReport(half, false)).not.toHaveProperty('popularity')
  })
})
