import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { emptyProfile, foldInteraction, type Profile, replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { createWorld, logOf, type World } from '../testing/worlds.js'
import { INTERACTION_TYPES } from '../types.js'
import { dequantise } from '../vector/quantise.js'
import type { RecommendRankOptions } from './options.js'
import { type RankingContext, recommend, related, search } from './rank.js'
import type { RankedEntry } from './ranked-list.js'

// Many whole lists are ranked here; a busy machine may take long over them.
vi.setConfig({ testTimeout: 60_000 })

const code = (expected: string) => expect.objectContaining({ code: expected })
const ids = (page: readonly RankedEntry[]) => page.map(({ item }) => item.id)

function contextOf(world: World, profile: Profile = emptyProfile()): RankingContext {
  return { catalogue: world.catalogue, similarities: new SimilarityCache(world.catalogue), profile }
}

function likes(itemIds: readonly string[]): Profile {
  return replay(logOf(...itemIds.map((itemId) => ({ type: 'like' as const, itemId }))))
}

const world = createWorld({ items: 240, tastes: 12, noise: 1, seed: 2, withoutImage: 0.2 })
const fiveLikes = likes(world.idsOf(3).slice(0, 5))

describe('recommend', () => {
  it('raises a taste liked five times from a twelfth to most of the next twenty, at the default diversity', () => {
    for (const taste of [0, 3, 7, 11]) {
      const page = recommend(contextOf(world, likes(world.idsOf(taste).slice(0, 5)))).take(15)
      const share = ids(page).filter((id) => world.tasteOf(id) === taste).length / page.length
      expect(share).toBeGreaterThanOrEqual(0.7)
    }
  })

  it('shows nothing the person has chosen or refused, and nothing the filter forbids', () => {
    const profile = foldInteraction(fiveLikes, { sequence: 6, type: 'hide', itemId: 'i15', at: 0 })
    const list = recommend(contextOf(world, profile), { filter: { even: false } })
    const shown = ids(list.take(500))
    expect(new Set(shown).size).toBe(shown.length)
    const odd = world.catalogue.items().filter(({ id, attributes }) => attributes?.['even'] === false && id !== 'i15')
    expect(shown.sort()).toEqual(
      odd
        .map(({ id }) => id)
        .filter((id) => !world.idsOf(3).slice(0, 5).includes(id))
        .sort(),
    )
    expect(list.hasMore).toBe(false)
  })

  it('is the same list, whatever pages it is read in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sizes, diversity) => {
          const paged = recommend(contextOf(world, fiveLikes), { diversity })
          const pages = sizes.flatMap((size) => paged.take(size))
          const whole = recommend(contextOf(world, fiveLikes), { diversity }).take(pages.length)
          expect(ids(pages)).toEqual(ids(whole).slice(0, pages.length))
          expect(pages.map(({ position }) => position)).toEqual(pages.map((_, k) => k))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('is more varied the more diversity is asked for', () => {
    const tastes = (diversity: number) =>
      new Set(ids(recommend(contextOf(world, fiveLikes), { diversity }).take(20)).map(world.tasteOf)).size
    expect(tastes(1)).toBeGreaterThan(tastes(0.3))
    const byScore = recommend(contextOf(world, fiveLikes), { diversity: 0 }).take(50)
    expect(byScore.map(({ score }) => score)).toEqual(byScore.map(({ score }) => score).sort((a, b) => b - a))
  })

  it('scores as if a forgotten interaction had never been', () => {
    const log = logOf({ type: 'like', itemId: 'i3' }, { type: 'like', itemId: 'i4' }, { type: 'like', itemId: 'i15' })
    const without = replay(log.filter(({ sequence }) => sequence !== 2))
    const never = likes(['i3', 'i15'])
    const scores = (profile: Profile) =>
      recommend(contextOf(world, profile))
        .take(50)
        .map(({ item, score }) => [item.id, score])
    expect(scores(without)).toEqual(scores(never))
  })

  it('opens wide for a new person, the same on every device', () => {
    const page = recommend(contextOf(world)).take(12)
    const tastes = (shown: readonly string[]) => new Set(shown.map(world.tasteOf)).size
    const byPopularity = ids(recommend(contextOf(world), { diversity: 0 }).take(12))
    expect(tastes(ids(page))).toBeGreaterThanOrEqual(10)
    expect(tastes(ids(page))).toBeGreaterThan(tastes(byPopularity))
    expect(page.every(({ reasons }) => reasons[0]?.kind === 'onboarding')).toBe(true)
    expect(ids(recommend(contextOf(world)).take(12))).toEqual(ids(page))
    const popular = recommend(contextOf(world), { diversity: 0 }).take(3)
    expect(popular[0]?.item.popularity).toBe(
      Math.max(...world.catalogue.items().map(({ popularity = 0 }) => popularity)),
    )
  })

  it('answers by popularity where no item has embeddings, and with nothing where there are no items', () => {
    const bare = createWorld({ items: 0 })
    expect(recommend(contextOf(bare)).take(5)).toEqual([])
    bare.catalogue.add({ id: 'a', popularity: 1 })
    bare.catalogue.add({ id: 'b', popularity: 9 })
    bare.catalogue.add({ id: 'c' })
    const page = recommend(contextOf(bare, likes(['c']))).take(5)
    expect(ids(page)).toEqual(['b', 'a'])
    expect(page[0]?.reasons[0]?.kind).toBe('popular')
  })

  it('passes over what was removed or refused between two pages', () => {
    const own = createWorld({ items: 40, seed: 9 })
    const context = contextOf(own, likes(['i0']))
    const list = recommend(context)
    const whole = ids(recommend(context).take(100))
    const first = ids(list.take(5))
    const [gone = '', refused = ''] = whole.slice(5)
    own.catalogue.remove(gone)
    const profile = foldInteraction(context.profile, { sequence: 2, type: 'dislike', itemId: refused, at: 0 })
    const rest = ids(list.take(100, profile))
    expect([...first, ...rest].sort()).toEqual(whole.filter((id) => id !== gone && id !== refused).sort())
  })

  it('ranks a cut catalogue much like the whole one', () => {
    const whole = ids(recommend(contextOf(world, fiveLikes)).take(10))
    const cut = ids(recommend({ ...contextOf(world, fiveLikes), maxCandidates: 120 }).take(10))
    expect(cut.filter((id) => whole.includes(id)).length).toBeGreaterThanOrEqual(7)
  })

  it.each<[string, object | null]>([
    ['unknown-option', { limits: 5 }],
    ['unknown-option', { personalise: 0.5 }],
    ['invalid-argument', { limit: 0 }],
    ['invalid-argument', { limit: 501 }],
    ['invalid-argument', { limit: 1.5 }],
    ['invalid-argument', { diversity: 1.1 }],
    ['invalid-argument', { diversity: Number.NaN }],
    ['invalid-argument', { scenario: '' }],
    ['invalid-argument', { filter: { even: null } }],
    ['invalid-argument', null],
  ])('%s: %j', (expected, options) => {
    expect(() => recommend(contextOf(world), options as RecommendRankOptions)).toThrowError(code(expected))
  })
})

describe('explanations', () => {
  const anyHistory = fc
    .array(fc.record({ type: fc.constantFrom(...INTERACTION_TYPES), itemId: fc.nat(239).map((k) => `i${k}`) }), {
      maxLength: 30,
    })
    .map((inputs) =>
      replay(logOf(...inputs.map((input) => ({ ...input, value: input.type === 'dwell' ? 20_000 : 1 })))),
    )

  it('sum to the score, over parts and over past interactions, for any history', () => {
    fc.assert(
      fc.property(anyHistory, (profile) => {
        const list = recommend(contextOf(world, profile))
        for (const { item, score, position } of list.take(30)) {
          const explained = list.explain(item.id)
          const sum = explained.parts.reduce((total, { value }) => total + value, 0)
          expect(Math.abs(sum - score)).toBeLessThan(1e-9)
          const personal = explained.parts.filter(({ name }) => name === 'taste' || name === 'session')
          const history = explained.history.reduce((total, { value }) => total + value, 0)
          expect(Math.abs(history - personal.reduce((total, { value }) => total + value, 0))).toBeLessThan(1e-9)
          const media = Object.values(explained.byModality).reduce((total, value) => total + value, 0)
          expect(Math.abs(media - history)).toBeLessThan(1e-9)
          expect(explained.position).toBe(position)
          expect(explained.reasons.length).toBeGreaterThan(0)
          expect(Number.isFinite(score)).toBe(true)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('name a liked item of the same taste, its medium, and both places', () => {
    const list = recommend(contextOf(world, fiveLikes))
    const [first] = list.take(1)
    const explained = list.explain(first?.item.id ?? '')
    const [reason] = explained.reasons
    expect(reason?.kind).toBe('similar-to-liked')
    expect(world.tasteOf(reason?.itemId ?? '')).toBe(3)
    expect(reason?.message).toMatch(/^Like “Item \d+”, which you liked, in its (words|picture)$/)
    expect(explained.sentence).toMatch(/place 1\.$/)
    expect([explained.rankByScore, explained.position]).toEqual([0, 0])
  })

  it('stay those of the list that was shown, whatever happens to the catalogue', () => {
    const own = createWorld({ items: 40, seed: 4 })
    const list = recommend(contextOf(own, likes(['i0', 'i1'])))
    const [first] = list.take(3)
    const before = list.explain(first?.item.id ?? '')
    for (const id of own.idsOf(0).slice(2, 5)) if (id !== first?.item.id) own.catalogue.remove(id)
    expect(list.explain(first?.item.id ?? '').history).toEqual(before.history)
  })

  it('are refused for items the list has not shown', () => {
    const list = recommend(contextOf(world, fiveLikes))
    list.take(1)
    expect(() => list.explain('i15-not-here')).toThrowError(code('unknown-item'))
  })

  it('tell whether diversity moved an item', () => {
    const list = recommend(contextOf(world, fiveLikes), { diversity: 0.8 })
    const explained = ids(list.take(20)).map((id) => list.explain(id))
    expect(explained.some(({ rankByScore, position }) => rankByScore !== position)).toBe(true)
    for (const { rankByScore, position, sentence } of explained) {
      expect(sentence).toContain(
        rankByScore === position ? `in place ${position + 1}.` : `place ${rankByScore + 1}; keeping the list varied`,
      )
    }
  })
})

describe('related', () => {
  it('finds items of the same taste, never the item itself', () => {
    const page = related(contextOf(world), 'i3').take(10)
    expect(ids(page)).not.toContain('i3')
    expect(ids(page).filter((id) => world.tasteOf(id) === 3).length).toBeGreaterThanOrEqual(7)
    expect(page[0]?.reasons[0]).toMatchObject({ kind: 'similar-to-item', itemId: 'i3' })
  })

  it('follows taste only as far as it is told to', () => {
    const own = (options: object) =>
      ids(related(contextOf(world, fiveLikes), 'i0', { diversity: 0, ...options }).take(10))
    expect(own({})).toEqual(ids(related(contextOf(world), 'i0', { diversity: 0 }).take(10)))
    expect(own({ personalise: 1 }).filter((id) => world.tasteOf(id) === 3).length).toBeGreaterThan(5)
  })

  it('falls back to popularity for an item without embeddings, and names an unknown one', () => {
    const own = createWorld({ items: 20 })
    own.catalogue.add({ id: 'bare' })
    const page = related(contextOf(own), 'bare').take(20)
    expect(page).toHaveLength(20)
    expect(page.some(({ reasons }) => reasons[0]?.kind === 'popular')).toBe(true)
    expect(() => related(contextOf(own), 'nobody')).toThrowError(code('unknown-item'))
  })
})

describe('search', () => {
  const textOf = (own: World, id: string) => {
    const row = own.catalogue.modality('text')?.matrix.row(own.catalogue.require(id))
    return row === undefined ? new Float32Array(0) : dequantise(row)
  }

  it('finds pictures by words: items whose own words are unknown', () => {
    const own = createWorld({ items: 60, tastes: 3, seed: 8, noise: 0.5 })
    const query = textOf(own, 'i1')
    for (const item of own.catalogue.items().filter(({ id }) => Number(id.slice(1)) >= 30)) {
      const image = own.catalogue.modality('image')?.matrix.row(own.catalogue.require(item.id))
      if (image !== undefined) own.catalogue.put(item, { image: { codes: image.codes.slice(), scale: image.scale } })
    }
    const page = search(contextOf(own), [{ modality: 'text', vector: query }]).take(20)
    expect(ids(page).filter((id) => own.tasteOf(id) === 1).length).toBeGreaterThanOrEqual(17)
    expect(ids(page).some((id) => Number(id.slice(1)) >= 30)).toBe(true)
    expect(page[0]?.reasons[0]?.kind).toBe('matches-query')
  })

  it('finds liked items too, first if they match, but no refused ones', () => {
    const both = world.idsOf(3).find((id) => world.catalogue.modality('image')?.has(world.catalogue.require(id))) ?? ''
    const profile = replay(logOf({ type: 'like', itemId: both }, { type: 'hide', itemId: 'i0' }))
    const list = search(contextOf(world, profile), [{ modality: 'text', vector: textOf(world, both) }])
    const shown = list.take(500)
    expect(shown[0]?.item.id).toBe(both)
    expect(shown[0]?.reasons).toContainEqual(expect.objectContaining({ itemId: both, message: 'You liked it' }))
    expect(ids(shown)).not.toContain('i0')
    expect(shown).toHaveLength(239)
  })

  it('leans to taste as far as it is told to, and parts still sum to the score', () => {
    const query = [{ modality: 'text' as const, vector: textOf(world, 'i0') }]
    const tasted = (personalise: number) =>
      ids(search(contextOf(world, fiveLikes), query, { personalise, diversity: 0 }).take(20)).filter(
        (id) => world.tasteOf(id) === 3,
      ).length
    expect(tasted(0)).toBeLessThan(tasted(0.9))
    const list = search(contextOf(world, fiveLikes), query)
    for (const { item, score } of list.take(20)) {
      expect(list.explain(item.id).parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
    }
  })

  it.each([
    ['invalid-vector', [{ modality: 'text', vector: new Float32Array(3) }]],
    ['invalid-vector', [{ modality: 'text', vector: new Float32Array(24) }]],
    ['invalid-vector', [{ modality: 'text', vector: new Float32Array(24).fill(Number.NaN) }]],
    ['invalid-argument', []],
  ] as const)('%s', (expected, queries) => {
    expect(() => search(contextOf(world), queries)).toThrowError(code(expected))
  })
})
