import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { Learnt } from '../learnt/learnt.js'
import { type RankingContext, recommend } from '../pipeline/rank.js'
import { replay } from '../profile/profile.js'
import { randomArtefacts } from '../testing/random-artefacts.js'
import { createWorld, logOf } from '../testing/worlds.js'
import { INTERACTION_TYPES } from '../types.js'
import { quantise } from '../vector/quantise.js'
import { SimilarityCache } from './similarity-cache.js'
import { similarityRows } from './similarity-rows.js'

// Many whole lists are ranked here; a busy machine may take long over them.
vi.setConfig({ testTimeout: 60_000 })

const ITEMS = 60
/** Compares the candidates of one list alone, as in a large catalogue. */
const inBlocks = (context: Pick<RankingContext, 'catalogue'>) => new SimilarityCache(context.catalogue, undefined, 0)

const anyCase = fc.record({
  seed: fc.nat(300),
  events: fc.array(fc.record({ type: fc.constantFrom(...INTERACTION_TYPES), item: fc.nat(ITEMS - 1) }), {
    maxLength: 20,
  }),
  withoutImage: fc.constantFrom(0, 0.4, 1),
  missing: fc.subarray(['itemWeights', 'factors', 'factorMean', 'transitions']),
  even: fc.boolean(),
  maxCandidates: fc.constantFrom(20, ITEMS),
})

describe('a list whose candidates are copied together', () => {
  it('is the list of whole rows, explanations included, whatever the tables, media and filters', () => {
    fc.assert(
      fc.property(anyCase, ({ seed, events, withoutImage, missing, even, maxCandidates }) => {
        const { catalogue } = createWorld({ items: ITEMS, seed, withoutImage, dimensions: 9 })
        const { itemWeights, factors, factorMean } = randomArtefacts(seed).shipped
        const tables = { itemWeights, transitions: itemWeights, factors, factorMean }
        const shipped = Object.fromEntries(Object.entries(tables).filter(([name]) => !missing.includes(name)))
        const learnt = new Learnt({
          ids: Array.from({ length: 30 }, (_, row) => `i${(row * 7 + 3) % ITEMS}`),
          ...shipped,
        })
        const profile = replay(logOf(...events.map(({ type, item }) => ({ type, itemId: `i${item}`, value: 1 }))))
        const context = { catalogue, profile, learnt, maxCandidates }
        const listOf = (similarities: SimilarityCache) => {
          const list = recommend({ ...context, similarities }, even ? { filter: { even } } : {})
          return list.take(25).map(({ item, score, reasons }) => {
            const { parts, history } = list.explain(item.id)
            return { id: item.id, score, reasons, parts, history }
          })
        }
        expect(rounded(listOf(inBlocks(context)))).toEqual(rounded(listOf(new SimilarityCache(catalogue))))
      }),
      { numRuns: 60 },
    )
  })

  it('goes on explaining what it was made of when the catalogue has changed', () => {
    const { catalogue } = createWorld({ items: ITEMS, seed: 3 })
    const profile = replay(logOf({ type: 'like', itemId: 'i1' }, { type: 'like', itemId: 'i7' }))
    const list = recommend({ catalogue, profile, similarities: inBlocks({ catalogue }) }, { diversity: 0 })
    list.take(5)
    for (let k = 0; k < ITEMS; k += 1) {
      catalogue.put(catalogue.get(`i${k}`), {
        text: quantise(
          Float32Array.from({ length: 24 }, (_, d) => (d === k % 24 ? 1 : 0)),
          24,
        ),
      })
    }
    for (const { item, score } of list.take(20)) {
      const { parts, history } = list.explain(item.id)
      const sumOf = (entries: readonly { value: number }[]) => entries.reduce((sum, { value }) => sum + value, 0)
      expect(Math.abs(sumOf(parts) - score)).toBeLessThan(1e-9)
      expect(Math.abs(sumOf(history) - sumOf(parts.filter(({ name }) => name === 'taste')))).toBeLessThan(1e-9)
    }
  })
})

describe('affinities of candidates copied together', () => {
  it('are those of whole rows, one by one and all at once, of lists that take turns', () => {
    const { catalogue } = createWorld({ items: ITEMS, seed: 5, withoutImage: 0.3 })
    const cache = inBlocks({ catalogue })
    const [some, others] = [Int32Array.of(0, 4, 9, 33, 59), Int32Array.from({ length: 40 }, (_, k) => k + 3)]
    const liked = [1, 2, 5, 8, 13, 21]
    const held = [some, others].map((candidates) => ({
      candidates,
      rows: similarityRows(cache, catalogue, candidates),
    }))
    for (const modality of ['text', 'image', 'text'] as const) {
      for (const { candidates, rows } of held) {
        const things = liked.filter((index) => catalogue.modality(modality)?.has(index))
        const affinities = rows.ofTastes(modality, things)
        affinities?.prepare([0, 2])
        affinities?.each((k, row) => {
          const whole = new SimilarityCache(catalogue).tasteRow(modality, things[k] ?? -1)
          expect([...row]).toEqual(Array.from(candidates, (index) => whole?.[index]))
        })
        for (const [k, index] of things.entries()) {
          const whole = new SimilarityCache(catalogue).tasteRow(modality, index)
          for (const j of [3, 2, 0]) expect(affinities?.at(j)[k]).toBe(whole?.[candidates[j] ?? -1])
        }
      }
    }
  })
})

/** What is added up in another order differs in the last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? Number(part.toFixed(9)) + 0 : part)),
  )
}
