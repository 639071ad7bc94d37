import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { emptyProfile, foldInteraction, type Profile, replay } from '../profile/profile.js'
import type { RerankStep } from '../rerank/step.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { RecommendRankOptions } from './options.js'
import { type RankingContext, recommend, related } from './rank.js'
import type { RankedEntry, RankedList } from './ranked-list.js'

// Many whole lists are ranked here; a busy machine may take long over them.
vi.setConfig({ testTimeout: 60_000 })

const ITEMS = 240
const world = createWorld({ items: ITEMS, tastes: 12, seed: 5, withoutImage: 0.2 })
const liked = world.idsOf(3).slice(0, 5)
const fan = replay(logOf(...liked.map((itemId) => ({ type: 'like' as const, itemId }))))

function contextOf(maxCandidates: number, profile: Profile = fan): RankingContext {
  return { catalogue: world.catalogue, similarities: new SimilarityCache(world.catalogue), profile, maxCandidates }
}

function readToTheEnd(list: RankedList, size: number): RankedEntry[] {
  const all: RankedEntry[] = []
  while (list.hasMore) {
    const page = list.take(size)
    all.push(...page)
    if (page.length === 0) break
  }
  return all
}

const idsOf = (entries: readonly RankedEntry[]) => entries.map(({ item }) => item.id)

describe('a list of more items than are scored at once', () => {
  it('goes on to the end of what is allowed: every item once, at its place, and then says that there is no more', () => {
    const anySteps = fc.constantFrom<readonly RerankStep[] | undefined>(
      undefined,
      [{ kind: 'boost', filter: { even: true }, by: 0.5 }],
      [{ kind: 'pin', itemId: 'i17', place: 2 }, { kind: 'mmr' }],
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom(0, 0.3, 1),
        anySteps,
        fc.constantFrom<RecommendRankOptions['filter']>(undefined, { even: false }),
        (maxCandidates, size, diversity, rerank, filter) => {
          const options = { ...(rerank === undefined ? { diversity } : { rerank }), ...(filter && { filter }) }
          const list = recommend(contextOf(maxCandidates), options)
          const all = readToTheEnd(list, size)
          const expected = world.catalogue
            .items()
            .filter(({ id, attributes }) => !liked.includes(id) && (!filter || attributes?.['even'] === false))
            .map(({ id }) => id)
          expect(idsOf(all).sort()).toEqual(expected.sort())
          expect(all.map(({ position }) => position)).toEqual(all.map((_, place) => place))
          expect([list.hasMore, list.count, list.take(5)]).toEqual([false, all.length, []])
        },
      ),
      { numRuns: 40 },
    )
  })

  it('takes every score apart to the same sum, and measures later items by the standard of the first', () => {
    const list = recommend(contextOf(50), { diversity: 0 })
    const all = readToTheEnd(list, 40)
    for (const { item, score, position } of all) {
      const { parts, history, ...told } = list.explain(item.id)
      expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 5)
      const personal = parts.filter(({ name }) => name !== 'popularity').reduce((sum, { value }) => sum + value, 0)
      expect(history.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(personal, 5)
      expect([told.score, told.position, told.rankByScore]).toEqual([score, position, position])
    }
    const mean = (entries: readonly RankedEntry[]) =>
      entries.reduce((sum, { score }) => sum + score, 0) / entries.length
    expect(mean(all.slice(0, 50))).toBeGreaterThan(mean(all.slice(50, 130)))
    expect(mean(all.slice(50, 130))).toBeGreaterThan(mean(all.slice(130)))
  })

  it('is what scoring everything gives, at the top', () => {
    const whole = idsOf(recommend(contextOf(1_000), { diversity: 0 }).take(20))
    const cut = idsOf(recommend(contextOf(120), { diversity: 0 }).take(20))
    expect(cut.filter((id) => whole.includes(id)).length).toBeGreaterThanOrEqual(16)
  })

  it('passes over what was refused or removed while it was read', () => {
    const list = recommend(contextOf(60))
    const first = idsOf(list.take(30))
    const rest = world.catalogue.items().filter(({ id }) => !first.includes(id) && !liked.includes(id))
    const [refused] = rest
    const profile = foldInteraction(fan, { sequence: 6, type: 'hide', itemId: refused?.id ?? '', at: 0 })
    const later = idsOf(list.take(500, profile))
    expect(later).not.toContain(refused?.id)
    expect(later.length).toBe(rest.length - 1)
    expect(list.hasMore).toBe(false)
  })

  it('makes a pinned item a candidate whatever it scores', () => {
    const [last] = readToTheEnd(recommend(contextOf(40), { diversity: 0 }), 500).slice(-1)
    const steps: RerankStep[] = [{ kind: 'pin', itemId: last?.item.id ?? '', place: 0 }]
    expect(idsOf(recommend(contextOf(40), { rerank: steps }).take(1))).toEqual([last?.item.id])
  })

  it('ends with its candidates where a cap over the whole list may end it early', () => {
    const list = recommend(contextOf(60), { rerank: [{ kind: 'cap', attribute: 'taste', most: 2 }] })
    const all = readToTheEnd(list, 50)
    const tastes = all.map(({ item }) => world.tasteOf(item.id))
    for (const taste of tastes) expect(tastes.filter((other) => other === taste).length).toBeLessThanOrEqual(2)
    expect(list.hasMore).toBe(false)
  })

  it('goes on for a new person and for an item asked with', () => {
    expect(readToTheEnd(recommend(contextOf(50, emptyProfile())), 60).length).toBe(ITEMS)
    const list = related(contextOf(50, emptyProfile()), 'i0')
    expect(readToTheEnd(list, 60).length).toBe(ITEMS - 1)
  })
})
