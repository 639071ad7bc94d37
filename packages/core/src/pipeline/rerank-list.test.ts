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

describe('a list with tries', () => {
  const context = (profile: Profile) => ({
    catalogue: world.catalogue,
    similarities: new SimilarityCache(world.catalogue),
    profile,
  })
  const known = replay(logOf(...liked.map(like)))

  it('tells the chance of every exploring place, and says so where the place is a try', () => {
    const list = recommend(context(known), { explore: { every: 4, seed: 11 } })
    const page = list.take(40)
    const tried = page.filter(({ propensity }) => propensity !== undefined)
    expect(tried.map(({ position }) => position)).toEqual([1, 5, 9, 13, 17, 21, 25, 29, 33, 37])
    for (const { propensity = 0 } of tried) {
      expect(propensity).toBeGreaterThanOrEqual(0.05 / 100)
      expect(propensity).toBeLessThanOrEqual(1)
    }
    const moved = tried.filter(({ item }) => {
      const { steps, reasons, propensity } = list.explain(item.id)
      const step = steps.find(({ kind }) => kind === 'explore')
      const up = (step?.from ?? 0) > (step?.to ?? 0)
      expect(reasons[0]?.kind === 'explored').toBe(up)
      expect(propensity).toBeDefined()
      return up
    })
    expect(moved.length).toBeGreaterThan(3)
    const plain = recommend(context(known), { diversity: 0.3 }).take(40)
    expect(plain.every(({ propensity }) => propensity === undefined)).toBe(true)
  })

  it('believes what was liked and what was left alone: things like the former are tried more', () => {
    const shown = world.idsOf(7).slice(0, 12)
    const left = shown.map((itemId): InteractionInput => ({ type: 'impression', itemId, position: 0 }))
    const profile = replay(logOf(...liked.map(like), ...left))
    const dealt = Array.from({ length: 12 }, (_, seed) =>
      recommend(context(profile), { diversity: 0, explore: { every: 2, pool: 200, seed } })
        .take(60)
        .filter(({ propensity }) => propensity !== undefined)
        .map(({ item }) => world.tasteOf(item.id)),
    ).flat()
    const count = (taste: number) => dealt.filter((each) => each === taste).length
    expect(count(3)).toBeGreaterThan(2 * count(7))
  })

  it('leaves the first picks of a new person as they are, and repeats itself for the same seed', () => {
    const ids = (options: Parameters<typeof recommend>[1], profile = known) =>
      recommend(context(profile), options)
        .take(30)
        .map(({ item }) => item.id)
    expect(ids({ explore: true }, replay([]))).toEqual(ids({}, replay([])))
    expect(ids({ explore: { seed: 4 } })).toEqual(ids({ explore: { seed: 4 } }))
    expect(ids({ explore: { seed: 4 } })).not.toEqual(ids({ explore: { seed: 5 } }))
    expect(ids({ explore: false })).toEqual(ids({}))
  })

  it('refuses what says the same twice', () => {
    const refused = (options: object) => () => recommend(context(known), options)
    expect(refused({ diversity: 0.3, rerank: [] })).toThrow(/together/)
    expect(refused({ explore: true, rerank: [{ kind: 'explore', seed: 1 }] })).toThrow(/Keep one/)
    expect(refused({ explore: 3 })).toThrow(/true, false or an object/)
    expect(refused({ explore: { evry: 3 } })).toThrow(/no option "evry"/)
    expect(refused({ fusion: 'early' })).toThrow(/"late" or "gate"/)
  })
})

describe('a list in words', () => {
  it('speaks the language asked for, with the titles given, and tells the rules it follows', () => {
    const list = listOf([])
    const [first] = list.take(1, undefined, {
      language: 'de',
      titles: Object.fromEntries(liked.map((id) => [id, 'Hafen'])),
    })
    const itemId = first?.item.id ?? ''
    expect(first?.reasons[0]?.message).toMatch(/wie „Hafen“/i)
    const { sentence, rules } = list.explain(itemId, { language: 'fr' })
    expect(sentence).toMatch(/place/)
    const rule = rules.find(({ attribute }) => attribute === 'taste')
    expect(rule).toMatchObject({ value: 't3', holds: world.tasteOf(itemId) === 3 })
    expect(rule?.message).toContain('t3')
    expect(() => list.explain(itemId, { language: 'tlh' as 'en' })).toThrow(/no sentences in "tlh"/)
    expect(() => list.take(1, undefined, { language: 'constructor' as 'en' })).toThrow(/no sentences/)
  })
})
