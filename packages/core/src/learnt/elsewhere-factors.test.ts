import { describe, expect, it } from 'vitest'
import { ItemFactors } from '../artefacts/item-factors.js'
import { Catalogue } from '../catalogue/catalogue.js'
import { fromElsewhere } from '../domains/elsewhere.js'
import { type RankingContext, recommend } from '../pipeline/rank.js'
import { emptyProfile, replay } from '../profile/profile.js'
import { createRandom } from '../random.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { referenceKernels } from '../testing/reference-kernels.js'
import { logOf, unitVector } from '../testing/worlds.js'
import { quantise } from '../vector/quantise.js'
import { Learnt } from './learnt.js'
import { MappedContent } from './mapped-content.js'

const DIMENSIONS = 6
const ITEMS = 60

/** Books whose content says little and whose factors say much; the map leads from a film's vector to its taste's factor. */
function books() {
  const random = createRandom(5)
  const space = { id: 'books@1', dimensions: DIMENSIONS, modalities: ['text'] as const }
  const catalogue = new Catalogue({ kernels: referenceKernels, space })
  const ids = Array.from({ length: ITEMS }, (_, k) => `book${k}`)
  for (const [k, id] of ids.entries()) {
    catalogue.add({ id, popularity: 10 + (k % 5) }, { text: quantise(unitVector(random, DIMENSIONS), DIMENSIONS) })
  }
  const values = Float32Array.from({ length: ITEMS * 3 }, (_, place) =>
    Math.floor(place / 3) % 3 === place % 3 ? 0.8 : 0.05,
  )
  const weight = Float64Array.from({ length: DIMENSIONS * 3 }, (_, place) =>
    Math.floor(place / 3) % 3 === place % 3 ? 0.8 : 0,
  )
  const means = { text: new Float64Array(DIMENSIONS) }
  const contentMap = new MappedContent({ modalities: ['text'], weight, bias: new Float64Array(3), means })
  const factors = new ItemFactors({ dimensions: 3, values })
  const learnt = new Learnt({ ids, factors, contentMap, factorMean: Float64Array.from([0.2, 0.2, 0.2]) })
  const context: RankingContext = {
    catalogue,
    similarities: new SimilarityCache(catalogue),
    profile: emptyProfile(),
    learnt,
  }
  const domain = (taste: number) => ({
    name: 'films',
    profile: replay(logOf({ type: 'like', itemId: 'film' }, { type: 'like', itemId: 'another' })),
    spaceId: space.id,
    vectorsOf: () => ({ text: Array.from({ length: DIMENSIONS }, (_, d) => (d === taste ? 1 : 0)) }),
    titleOf: (id: string) => id,
  })
  return { context, elsewhere: (taste: number) => fromElsewhere(domain(taste), space.id) }
}

describe('likes elsewhere, in a catalogue with learnt factors', () => {
  const { context, elsewhere } = books()
  const tasteOf = (id: string) => Number(id.slice(4)) % 3

  it('lead to the factors that the map of its content says, and are named', () => {
    for (const taste of [0, 1, 2]) {
      const list = recommend({ ...context, elsewhere: elsewhere(taste) }, { diversity: 0 })
      const found = list.take(10)
      expect(found.every(({ item }) => tasteOf(item.id) === taste)).toBe(true)
      expect(found[0]?.reasons[0]).toMatchObject({ kind: 'similar-to-liked', domain: 'films' })
      const { parts, history, score } = list.explain(found[0]?.item.id ?? '')
      expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
      expect(parts.some(({ name }) => name === 'elsewhere')).toBe(false)
      const factors = parts.filter(({ name }) => name === 'factors').reduce((sum, { value }) => sum + value, 0)
      expect(history.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(factors, 9)
    }
  })

  it('give way to likes here', () => {
    const liked = [
      'book1',
      'book4',
      'book7',
      'book10',
      'book13',
      'book16',
      'book19',
      'book22',
      'book25',
      'book28',
      'book31',
    ]
    const profile = replay(logOf(...liked.map((itemId) => ({ type: 'like', itemId }) as const)))
    const found = recommend({ ...context, profile, elsewhere: elsewhere(2) }, { diversity: 0 }).take(5)
    expect(found.every(({ item }) => tasteOf(item.id) === 1)).toBe(true)
  })
})
