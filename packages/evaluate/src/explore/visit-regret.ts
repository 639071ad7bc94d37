import { createRandom, exploreList, type Random, thompsonPropensities } from '@locavore/core'
import type { CardWorld } from '../simulate/card-world.js'
import { createPersonVisitor, DIMENSIONS, rowsOf, show, shuffledCards, type Visitor } from './visits.js'

/** What stands in the exploring place of each list; the other nine are the best by the mean. */
export interface PlacePolicy {
  readonly name: string
  /** Undefined: there is no such place. */
  readonly propensities: ((visitor: Visitor, rows: Float32Array, random: Random) => Float64Array) | undefined
  /** Best cards by the mean that may stand there. */
  readonly pool: number
}

const ALL = 1e6

export const PLACE_POLICIES: readonly PlacePolicy[] = [
  { name: 'no exploring place', propensities: undefined, pool: 1 },
  { name: 'any card (epsilon-greedy)', propensities: (_, rows) => even(rows.length / DIMENSIONS), pool: ALL },
  { name: 'any of the best 100', propensities: (_, rows) => even(rows.length / DIMENSIONS), pool: 100 },
  ...[0.1, 0.3, 1].map(
    (scale): PlacePolicy => ({
      name: `Thompson, scale ${scale}`,
      propensities: ({ posterior }, rows, random) => thompsonPropensities(posterior, rows, random, { scale }),
      pool: 100,
    }),
  ),
]

const LIST = 10
const EXPLORING = [4]

/** Likes missed over all visits against lists of the cards most likely to be liked. */
export function visitRegret(
  { propensities, pool }: PlacePolicy,
  world: CardWorld,
  vectors: Float32Array,
  { visits, seed }: { readonly visits: number; readonly seed: number },
): number {
  const random = createRandom(seed)
  const visitor = createPersonVisitor(world, seed)
  let left = shuffledCards(world.cards.length, seed)
  let regret = 0
  for (let visit = 0; visit < visits; visit += 1) {
    const { order } = exploreList({
      order: byMean(visitor, vectors, left),
      slots: propensities === undefined ? [] : EXPLORING,
      propensitiesOf: (eligible) =>
        propensities?.(visitor, rowsOf(vectors, [...eligible]), random) ?? even(eligible.length),
      pool,
      random,
    })
    const list = order.subarray(0, LIST)
    const ideal = left.map(visitor.likes).sort((a, b) => b - a)
    list.forEach((card, k) => {
      regret += (ideal[k] ?? 0) - visitor.likes(card)
    })
    for (const card of list) show(visitor, vectors, card, random)
    const shown = new Set(list)
    left = left.filter((card) => !shown.has(card))
  }
  return regret
}

/** Before anything is known all means are equal, and the cards stand in the order they came, which is chance. */
function byMean({ posterior: { mean } }: Visitor, vectors: Float32Array, cards: readonly number[]): Int32Array {
  const scores = cards.map((card) => {
    let sum = 0
    for (let d = 0; d < DIMENSIONS; d += 1) sum += (mean[d] as number) * (vectors[card * DIMENSIONS + d] as number)
    return sum
  })
  const order = [...cards.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
  return Int32Array.from(order, (k) => cards[k] ?? 0)
}

function even(count: number): Float64Array {
  return new Float64Array(count).fill(1 / count)
}
