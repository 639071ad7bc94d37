import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Embeddings } from '../catalogue/catalogue.js'
import { profileHistory } from '../collaborative/item-history.js'
import { type Artefacts, scoreArtefacts } from '../collaborative/score-artefacts.js'
import { type RankingContext, recommend } from '../pipeline/rank.js'
import { emptyProfile, type Profile, replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { randomArtefacts } from '../testing/random-artefacts.js'
import { createWorld, logOf, type World } from '../testing/worlds.js'
import { Learnt } from './learnt.js'
import { MappedContent } from './mapped-content.js'

const ITEMS = 30

function contextOf(world: World, profile: Profile, learnt: Learnt): RankingContext {
  return { catalogue: world.catalogue, similarities: new SimilarityCache(world.catalogue), profile, learnt }
}

/** A world whose items are those of random artefacts, in another order than the tables' rows. */
function worldWith(seed: number, missing: readonly string[] = [], items = ITEMS) {
  const { shipped } = randomArtefacts(seed, ITEMS)
  const world = createWorld({ items, seed: seed + 1 })
  const ids = Array.from({ length: ITEMS }, (_, row) => `i${(row * 7 + 3) % ITEMS}`)
  for (const [row, id] of ids.entries()) {
    const popularity = Math.round(Math.expm1(shipped.logPopularity[row] ?? 0))
    world.catalogue.put({ ...world.catalogue.get(id), popularity }, embeddingsOf(world, id))
  }
  const { itemWeights, factors, factorMean } = shipped
  const parts = Object.fromEntries(
    Object.entries({ itemWeights, factors, factorMean }).filter(([name]) => !missing.includes(name)),
  )
  const artefacts: Artefacts = { ...parts, logPopularity: shipped.logPopularity }
  return { world, ids, artefacts, learnt: new Learnt({ ids, ...parts }) }
}

function embeddingsOf({ catalogue }: World, id: string): Embeddings {
  const index = catalogue.require(id)
  const entries = catalogue.modalities.flatMap((modality) => {
    const rows = catalogue.modality(modality)
    return rows?.has(index) ? [[modality, rows.matrix.row(index)] as const] : []
  })
  return Object.fromEntries(entries)
}

const likes = (itemIds: readonly string[]) =>
  replay(logOf(...itemIds.map((itemId) => ({ type: 'like' as const, itemId }))))

describe('a list on what a publisher learnt', () => {
  it('is that of the score on artefacts, whichever tables are shipped', () => {
    const anyCase = fc.record({
      seed: fc.nat(500),
      liked: fc.uniqueArray(fc.nat(ITEMS - 1), { minLength: 1, maxLength: 9 }),
      missing: fc.subarray(['itemWeights', 'factors', 'factorMean'], { maxLength: 2 }),
    })
    fc.assert(
      fc.property(anyCase, ({ seed, liked, missing }) => {
        const { world, ids, artefacts, learnt } = worldWith(seed, missing)
        fc.pre(!learnt.empty)
        // Without embeddings content has no say, here as there.
        for (const item of world.catalogue.items()) world.catalogue.put(item)
        const profile = likes(liked.map((row) => ids[row] ?? ''))
        const page = recommend(contextOf(world, profile, learnt), { diversity: 0, limit: ITEMS }).take(ITEMS)
        const candidates = Int32Array.from(ids.keys()).filter((row) => !liked.includes(row))
        const history = profileHistory(profile, (id) => ids.indexOf(id), learnt.constants)
        const expected = scoreArtefacts({ artefacts, history, candidates, constants: learnt.constants })
        expect(page).toHaveLength(candidates.length)
        for (const { item, score } of page) {
          expect(score).toBeCloseTo(expected.scores[candidates.indexOf(ids.indexOf(item.id))] ?? Number.NaN, 6)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('explains itself: parts sum to the score, and the tables are among them', () => {
    const { world, ids, learnt } = worldWith(4)
    const list = recommend(contextOf(world, likes(ids.slice(0, 7)), learnt), { diversity: 0 })
    const names = new Set<string>()
    for (const { item, score } of list.take(20)) {
      const { parts, history } = list.explain(item.id)
      expect(Math.abs(parts.reduce((sum, part) => sum + part.value, 0) - score)).toBeLessThan(1e-5)
      for (const { name } of parts) names.add(name)
      const personal = parts.filter(({ name }) => ['neighbours', 'factors', 'taste', 'session'].includes(name))
      const sumOf = (entries: readonly { value: number }[]) => entries.reduce((sum, { value }) => sum + value, 0)
      expect(Math.abs(sumOf(history) - sumOf(personal))).toBeLessThan(1e-5)
    }
    expect([...names].sort()).toEqual(['factors', 'neighbours', 'popularity', 'prior', 'session', 'taste'])
  })

  it('lets content speak as sharply as the publisher says', () => {
    const { world, ids, artefacts } = worldWith(9)
    for (const { id } of world.catalogue.items()) {
      const { text } = embeddingsOf(world, id)
      world.catalogue.put(world.catalogue.get(id), text === undefined ? {} : { text })
    }
    const { itemWeights, factors } = artefacts
    const tables = {
      ids,
      ...(itemWeights === undefined ? {} : { itemWeights }),
      ...(factors === undefined ? {} : { factors }),
    }
    /** Part of content in each score, by item, in the order of ids. */
    const content = (contentPower: number) => {
      const learnt = new Learnt({ ...tables, constants: { contentPower } })
      const list = recommend(contextOf(world, likes(ids.slice(0, 1)), learnt), { diversity: 0 })
      const parts = list.take(ITEMS).map(({ item }) => {
        const value = list.explain(item.id).parts.find(({ name }) => name === 'taste')?.value ?? 0
        return [item.id, value] as const
      })
      return parts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
    }
    const plain = content(1)
    // What has nothing in common with the like stands lowest: from there up, affinities in some unit.
    const affinities = plain.map((value) => value - Math.min(...plain))
    const standardised = (values: readonly number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
      return values.map((value) => (value - mean) / spread)
    }
    for (const power of [2, 3]) {
      const size = Math.hypot(...content(power)) / Math.hypot(...standardised(plain))
      const expected = standardised(affinities.map((value) => value ** power))
      for (const [k, value] of content(power).entries())
        expect(value).toBeCloseTo(size * (expected[k] ?? Number.NaN), 4)
    }
  })

  it('has room for items no table knows, and for tables about items that are gone', () => {
    const { world, ids, learnt } = worldWith(6, [], 40)
    for (const id of ids.slice(20, 25)) world.catalogue.remove(id)
    for (const profile of [emptyProfile(), likes(['i33']), likes([...ids.slice(0, 6), 'i35'])]) {
      const page = recommend(contextOf(world, profile, learnt), { limit: 40 }).take(40)
      expect(page.every(({ score }) => Number.isFinite(score))).toBe(true)
      expect(page.some(({ item }) => Number(item.id.slice(1)) >= 30)).toBe(true)
      expect(page.some(({ item }) => ids.slice(20, 25).includes(item.id))).toBe(false)
    }
  })

  it('finds what the tables find best in a catalogue too large to be scored whole', () => {
    const { world, ids, learnt } = worldWith(8)
    const profile = likes(ids.slice(0, 3))
    const context = contextOf(world, profile, learnt)
    const [best] = recommend(context, { diversity: 0 }).take(1)
    const cut = recommend({ ...context, maxCandidates: 12 }, { diversity: 0 }).take(12)
    expect(cut.length).toBeLessThanOrEqual(20)
    expect(cut.map(({ item }) => item.id)).toContain(best?.item.id)
  })
})

describe('factors of new items', () => {
  it('come from their content, as the map says', () => {
    const { world } = worldWith(3)
    const { catalogue } = world
    const dimensions = catalogue.space?.dimensions ?? 0
    // One factor: the sum of the text's unit vector less the mean; another: a constant.
    const weight = Float64Array.from({ length: 2 * dimensions * 2 }, (_, k) =>
      k % 2 === 0 && k < 2 * dimensions ? 1 : 0,
    )
    const mapped = new MappedContent({ modalities: ['text', 'image'], weight, bias: Float64Array.of(0, 5) })
    const index = catalogue.require('i4')
    const [text, image] = (['text', 'image'] as const).map((modality) => [
      ...(catalogue.modality(modality)?.centredRow(index) ?? []),
    ])
    const unit = (vector: number[] = []) => vector.map((value) => value / Math.hypot(...vector))
    const expected = unit([...unit(text), ...unit(image)])
      .slice(0, dimensions)
      .reduce((sum, value) => sum + value, 0)
    expect(mapped.factorsOf(catalogue, index)?.[0]).toBeCloseTo(expected, 4)
    expect(mapped.factorsOf(catalogue, index)?.[1]).toBe(5)
    catalogue.put({ ...catalogue.get('i4') })
    expect(mapped.factorsOf(catalogue, index)).toBeUndefined()
  })

  it('put a new item where what is like it is liked', () => {
    const { world, ids, artefacts } = worldWith(5, ['itemWeights'], 40)
    const { factors, factorMean } = artefacts
    if (factors === undefined || factorMean === undefined) throw new Error('artefacts')
    const dimensions = world.catalogue.space?.dimensions ?? 0
    const contentMap = new MappedContent({
      modalities: ['text'],
      weight: Float64Array.from({ length: dimensions * factors.dimensions }, (_, k) => Math.sin(k)),
      bias: new Float64Array(factors.dimensions),
    })
    const profile = likes(ids.slice(0, 4))
    const with_ = recommend(contextOf(world, profile, new Learnt({ ids, factors, factorMean, contentMap })), {
      limit: 40,
    })
    with_.take(40)
    const part = with_.explain('i35').parts.find(({ name }) => name === 'factors')
    expect(Math.abs(part?.value ?? 0)).toBeGreaterThan(0)
    const without = recommend(contextOf(world, profile, new Learnt({ ids, factors, factorMean })), { limit: 40 })
    without.take(40)
    expect(without.explain('i35').parts.find(({ name }) => name === 'factors')?.value ?? 0).toBe(0)
  })
})
