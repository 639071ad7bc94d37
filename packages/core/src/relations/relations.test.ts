import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { Catalogue } from '../catalogue/catalogue.js'
import { SENTENCE_LANGUAGES } from '../explain/languages/all.js'
import { sayReason } from '../explain/sentence.js'
import { type RankingContext, recommend, related } from '../pipeline/rank.js'
import { emptyProfile, replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { referenceKernels } from '../testing/reference-kernels.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { InteractionInput, Item } from '../types.js'
import { LARGEST_GROUP, RelationGraph, relationGraph } from './relation-graph.js'
import { checkRelationSettings, RELATION_WEIGHTS, type RelationSettings } from './relation-words.js'

// Many whole lists are ranked here; a busy machine may take long over them.
vi.setConfig({ testTimeout: 60_000 })

function openWith(items: readonly Item[], relations?: RelationSettings, ...log: InteractionInput[]): RankingContext {
  const catalogue = new Catalogue({ kernels: referenceKernels })
  for (const item of items) catalogue.add(item)
  return {
    catalogue,
    similarities: new SimilarityCache(catalogue),
    profile: log.length === 0 ? emptyProfile() : replay(logOf(...log)),
    ...(relations === undefined ? {} : { relations }),
  }
}

/** `from is type of to`, as words seen from `asked`. */
function wordsFrom(context: RankingContext, asked: string): Record<string, string> {
  const { catalogue } = context
  const ties = relationGraph(catalogue, context.relations).tiesOf(catalogue.require(asked))
  return Object.fromEntries([...ties].map(([index, { relation }]) => [catalogue.idAt(index), relation]))
}

const plain = (count: number): Item[] => Array.from({ length: count }, (_, k) => ({ id: `p${k}`, popularity: 5 }))

describe('ties', () => {
  it('are named from either end, and parts of one whole are tied through it', () => {
    const context = openWith([
      { id: 'first' },
      { id: 'second', relations: [{ type: 'sequel', itemId: 'first' }] },
      { id: 'album' },
      { id: 'song', relations: [{ type: 'part-of', itemId: 'album' }] },
      { id: 'other song', relations: [{ type: 'part-of', itemId: 'album' }] },
      { id: 'lost', relations: [{ type: 'part-of', itemId: 'not here' }] },
      { id: 'lost too', relations: [{ type: 'part-of', itemId: 'not here' }] },
      { id: 'fan art', relations: [{ type: 'drawn after', itemId: 'first' }] },
    ])
    expect(wordsFrom(context, 'first')).toEqual({ second: 'sequel', 'fan art': 'drawn after' })
    expect(wordsFrom(context, 'second')).toEqual({ first: 'prequel' })
    expect(wordsFrom(context, 'album')).toEqual({ song: 'part-of', 'other song': 'part-of' })
    expect(wordsFrom(context, 'song')).toEqual({ album: 'contains', 'other song': 'same-whole' })
    expect(wordsFrom(context, 'lost')).toEqual({ 'lost too': 'same-whole' })
    expect(wordsFrom(context, 'fan art')).toEqual({ first: 'drawn after' })
  })

  it('come from shared values where the site says what they mean, and say less the more share them', () => {
    const items = Array.from(
      { length: 9 },
      (_, k): Item => ({ id: `i${k}`, attributes: { by: k < 2 ? 'few' : 'many' } }),
    )
    const settings = { attributes: { by: 'same-creator' } }
    const { catalogue } = openWith(items)
    expect(new RelationGraph(catalogue).empty).toBe(true)
    const graph = new RelationGraph(catalogue, settings)
    const strengthOf = (index: number) => [...graph.tiesOf(index).values()].map(({ strength }) => strength)
    expect(strengthOf(0)).toEqual([RELATION_WEIGHTS['same-creator']])
    expect(strengthOf(5)).toHaveLength(6)
    expect(strengthOf(5)[0]).toBeCloseTo(RELATION_WEIGHTS['same-creator'] / Math.log2(7), 12)
    const crowd = openWith(
      Array.from({ length: LARGEST_GROUP + 1 }, (_, k) => ({ id: `${k}`, attributes: { by: 'x' } })),
    )
    expect(new RelationGraph(crowd.catalogue, settings).tiesOf(0).size).toBe(0)
  })

  it('follow the catalogue when it changes', () => {
    const { catalogue } = openWith([{ id: 'a' }, { id: 'b', relations: [{ type: 'sequel', itemId: 'a' }] }])
    expect(relationGraph(catalogue)).toBe(relationGraph(catalogue))
    expect(relationGraph(catalogue).tiesOf(0).size).toBe(1)
    catalogue.put({ id: 'b' })
    expect(relationGraph(catalogue).tiesOf(0).size).toBe(0)
    catalogue.put({ id: 'c', relations: [{ type: 'complement', itemId: 'a' }] })
    expect(relationGraph(catalogue).tiesOf(0).size).toBe(1)
    catalogue.remove('a')
    expect(relationGraph(catalogue).empty).toBe(true)
  })
})

describe('lists', () => {
  const sequel: Item = { id: 'sequel', title: 'Second', popularity: 5, relations: [{ type: 'sequel', itemId: 'p0' }] }

  it('bring what is tied to what was liked, and say so', () => {
    const context = openWith([...plain(30), sequel], undefined, { type: 'like', itemId: 'p0' })
    const list = recommend(context)
    const [first] = list.take(5)
    expect(first?.item.id).toBe('sequel')
    expect(first?.reasons[0]).toMatchObject({ kind: 'related-by', relation: 'sequel', itemId: 'p0' })
    const { parts, history, tie, sentence } = list.explain('sequel')
    // One like of a sequel's first part gives half of the largest size, 1.
    expect(parts).toContainEqual({ name: 'relations', value: 0.5 })
    expect(history).toMatchObject([{ itemId: 'p0', value: 0.5 }])
    expect(tie).toEqual({ relation: 'sequel', itemId: 'p0' })
    expect(sentence).toMatch(/^Continues “p0”/)
    for (const language of SENTENCE_LANGUAGES) {
      if (first?.reasons[0] !== undefined) expect(sayReason(first.reasons[0], language)).toContain('p0')
    }
  })

  it('lower what is tied to what was refused, and tie the item asked with', () => {
    const disliked = openWith([...plain(30), sequel], undefined, { type: 'dislike', itemId: 'p0' })
    const list = recommend(disliked, { diversity: 0 })
    expect(list.take(40).at(-1)?.item.id).toBe('sequel')
    expect(list.explain('sequel').tie).toBeUndefined()
    const [first] = related(openWith([...plain(30), sequel]), 'p0').take(1)
    expect(first?.item.id).toBe('sequel')
    expect(first?.reasons[0]).toMatchObject({ kind: 'related-by', relation: 'sequel' })
  })

  it('bring tied items in even where the catalogue is too large to be scored whole', () => {
    const many = [...plain(3_000).map((item) => ({ ...item, popularity: 9, addedAt: 9 })), { ...sequel, popularity: 0 }]
    const context = { ...openWith(many, undefined, { type: 'like', itemId: 'p0' }), maxCandidates: 100 }
    const ids = recommend(context)
      .take(100)
      .map(({ item }) => item.id)
    expect(ids).toContain('sequel')
  })
})

const RELATION_TYPES = ['sequel', 'part-of', 'same-creator', 'complement', 'own word']

describe('with any ties at all', () => {
  const world = createWorld({ items: 40 })
  const ids = world.catalogue.items().map(({ id }) => id)
  const anyTies = fc.array(
    fc.record({
      from: fc.nat({ max: 39 }),
      to: fc.nat({ max: 39 }),
      type: fc.constantFrom(...RELATION_TYPES),
    }),
    { maxLength: 60 },
  )
  const anyLog = fc.array(
    fc.record({ type: fc.constantFrom('like', 'dislike', 'view', 'skip', 'save'), itemId: fc.constantFrom(...ids) }),
    { maxLength: 20 },
  )

  it('parts sum to the score, events to their parts, and no filter or refusal is crossed', () => {
    fc.assert(
      fc.property(anyTies, anyLog, fc.nat({ max: 5 }), fc.boolean(), (ties, log, taste, shared) => {
        const { catalogue } = createWorld({ items: 40 })
        for (const [k, item] of catalogue.items().entries()) {
          const relations = ties
            .filter(({ from, to }) => from === k && from !== to)
            .map(({ type, to }) => ({ type, itemId: ids[to] ?? '' }))
          const index = catalogue.require(item.id)
          const text = catalogue.modality('text')?.matrix.row(index)
          catalogue.put({ ...item, relations }, text === undefined ? {} : { text })
        }
        const profile = replay(logOf(...(log as InteractionInput[])))
        const relations = shared ? { attributes: { tags: 'same-creator' } } : {}
        const context = { catalogue, similarities: new SimilarityCache(catalogue), profile, relations }
        const refused = new Set(profile.evidence.filter(({ type }) => type === 'dislike').map(({ itemId }) => itemId))
        const filter = { taste: [`t${taste}`, `t${(taste + 1) % 6}`] }
        const lists = [recommend(context, { filter }), related(context, ids[taste] ?? '', { filter, personalise: 0.4 })]
        for (const list of lists) {
          for (const { item, score } of list.take(40)) {
            expect(filter.taste).toContain(item.attributes?.['taste'])
            expect(refused.has(item.id)).toBe(false)
            const { parts, history } = list.explain(item.id)
            expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
            const tied = parts.filter(({ name }) => name === 'relations')
            for (const { value } of tied) expect(Math.abs(value)).toBeLessThanOrEqual(1)
            const personal = parts.filter(({ name }) => ['taste', 'session', 'relations'].includes(name))
            if (list.kind !== 'recommend') continue
            const given = history.reduce((sum, { value }) => sum + value, 0)
            expect(given).toBeCloseTo(
              personal.reduce((sum, { value }) => sum + value, 0),
              9,
            )
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('a like more never lowers what it is tied to', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...RELATION_TYPES), { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 8 }),
        (types, likes) => {
          const relations = types.map((type) => ({ type, itemId: 'target' }))
          const sources = Array.from({ length: 9 }, (_, k): Item => ({ id: `s${k}`, relations }))
          const partOf = (count: number) => {
            const log = sources.slice(0, count).map(({ id }) => ({ type: 'like', itemId: id }) as const)
            const context = openWith([...sources, { id: 'target' }, { id: 'x' }], undefined, ...log)
            const list = recommend(context, { diversity: 0 })
            list.take(20)
            return list.explain('target').parts.find(({ name }) => name === 'relations')?.value ?? 0
          }
          expect(partOf(likes + 1)).toBeGreaterThanOrEqual(partOf(likes))
          expect(partOf(likes + 1)).toBeLessThan(1)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('settings', () => {
  it.each([
    ['no object', 5],
    ['a weight above 1', { weights: { sequel: 2 } }],
    ['a weight that is no number', { weights: { sequel: 'much' } }],
    ['an attribute without a type', { attributes: { artist: '' } }],
    ['values that cannot each be the sequel of the other', { attributes: { series: 'sequel' } }],
    ['weights that are a list', { weights: [1] }],
  ])('refuse %s', (_, settings) => {
    expect(() => checkRelationSettings(settings)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
  })

  it('name what they do not know, and can leave a tie out', () => {
    expect(() => checkRelationSettings({ weight: {} })).toThrowError(
      expect.objectContaining({ code: 'unknown-option' }),
    )
    const relations = checkRelationSettings({ weights: { sequel: 0 } })
    const items: Item[] = [{ id: 'a' }, { id: 'b', relations: [{ type: 'sequel', itemId: 'a' }] }]
    expect(wordsFrom(openWith(items, relations), 'a')).toEqual({})
  })
})
