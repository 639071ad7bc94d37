import { describe, expect, it, vi } from 'vitest'
import { type Profile, replay } from '../profile/profile.js'
import type { RerankStep } from '../rerank/step.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { InteractionInput } from '../types.js'
import { recommend } from './rank.js'

vi.setConfig({ testTimeout: 60_000 })

const world = createWorld({ items: 240, tastes: 12, seed: 2, withoutImage: 0.5 })
const liked = world.idsOf(3).slice(0, 5)
const like = (itemId: string): InteractionInput => ({ type: 'like', itemId })

function listOf(rerank: readonly RerankStep[], profile: Profile = replay(logOf(...liked.map(like)))) {
  const context = { catalogue: world.catalogue, similarities: new SimilarityCache(world.catalogue), profile, now: 1e6 }
  return recommend(context, { rerank })
}

const all: RerankStep[] = [
  { kind: 'pin', itemId: 'i7', place: 2 },
  { kind: 'boost', filter: { even: true }, by: 0.2 },
  { kind: 'freshness', halfLife: 50_000 },
  { kind: 'fatigue' },
  { kind: 'rotation', seed: 4 },
  { kind: 'relevance-floor', least: 0 },
  { kind: 'near-duplicates' },
  { kind: 'dpp' },
  { kind: 'calibration', attribute: 'taste', strength: 0.3 },
  { kind: 'cap', attribute: 'taste', most: 4, places: 20 },
  { kind: 'modality-mix', shares: { image: { least: 0.6 } }, places: 20 },
  { kind: 'exposure', attribute: 'tags', bounds: { a0: { least: 0.2 } }, places: 20 },
]

describe('a list with steps', () => {
  it('shows the order and the effect of each in the explanation of every item', () => {
    const list = listOf(all)
    const page = list.take(20)
    expect(page[2]?.item.id).toBe('i7')
    expect(page.filter(({ item }) => item.attributes?.['taste'] === 't3').length).toBeLessThanOrEqual(4)
    const pictures = page.filter(({ item }) => world.catalogue.modality('image')?.has(world.catalogue.require(item.id)))
    expect(pictures.length).toBeGreaterThanOrEqual(12)
    for (const { item, position } of page) {
      const { steps, rankByScore } = list.explain(item.id)
      expect(steps.map(({ kind }) => kind)).toEqual(all.map(({ kind }) => kind))
      expect(steps[0]?.from).toBe(rankByScore)
      expect(steps.at(-1)?.to).toBe(position)
      expect(steps[1]?.value).toBeCloseTo(item.attributes?.['even'] === true ? 0.2 : 0, 12)
    }
  })

  it('ends where the floor is, and goes on page by page until then', () => {
    const list = listOf([{ kind: 'relevance-floor', least: 1 }])
    const page = [...list.take(3), ...list.take(400)]
    expect(page.length).toBeGreaterThan(3)
    expect(page.length).toBeLessThan(40)
    expect(page.every(({ score }) => score >= 1)).toBe(true)
    expect(list.take(5)).toEqual([])
    expect(list.hasMore).toBe(false)
  })

  it('tires only of what was shown and left alone', () => {
    const [first, second] = listOf([]).take(2)
    const shown = [first, second].flatMap((entry) =>
      Array.from({ length: 5 }, () => ({ type: 'impression' as const, itemId: entry?.item.id ?? '' })),
    )
    const viewed: InteractionInput = { type: 'view', itemId: second?.item.id ?? '' }
    const profile = replay(logOf(...liked.map(like), ...shown, viewed))
    const ids = listOf([{ kind: 'fatigue' }], profile)
      .take(200)
      .map(({ item }) => item.id)
    expect(ids).not.toContain(first?.item.id)
    expect(ids).toContain(second?.item.id)
  })

  it('tells what diversity did where no steps are given', () => {
    const context = {
      catalogue: world.catalogue,
      similarities: new SimilarityCache(world.catalogue),
      profile: replay(logOf(...liked.map(like))),
    }
    const list = recommend(context)
    for (const { item, position } of list.take(10)) {
      const { steps, rankByScore } = list.explain(item.id)
      expect(steps).toEqual([{ kind: 'mmr', from: rankByScore, to: position, value: 0 }])
    }
    expect(() => recommend(context, { rerank: [{ kind: 'mmr', diversity: 3 }] })).toThrow(/from 0 to 1/)
  })
})
