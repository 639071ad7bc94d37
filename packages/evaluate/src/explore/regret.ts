import { createRandom, deal, type Random, thompsonPropensities } from '@locavore/core'
import type { CardWorld } from '../simulate/card-world.js'
import { createPersonVisitor, DIMENSIONS, rowsOf, show, shuffledCards, type Visitor } from './visits.js'

/** How the next card is chosen, among those not shown yet. */
export interface ShowingPolicy {
  readonly name: string
  choose(visitor: Visitor, rows: Float32Array, random: Random): number
}

export const POLICIES: readonly ShowingPolicy[] = [
  ...[0.1, 0.3, 1].map((scale) => thompson(scale)),
  ...[0, 0.05, 0.1, 0.2].map((epsilon) => epsilonGreedy(epsilon)),
]

function thompson(scale: number): ShowingPolicy {
  return {
    name: `Thompson, scale ${scale}`,
    choose: ({ posterior }, rows, random) =>
      deal(thompsonPropensities(posterior, rows, random, { scale, uniform: 0.01, draws: 8 }), random).candidate,
  }
}

function epsilonGreedy(epsilon: number): ShowingPolicy {
  return {
    name: epsilon === 0 ? 'greedy' : `epsilon-greedy, ${epsilon}`,
    choose: ({ posterior }, rows, random) => {
      const count = rows.length / DIMENSIONS
      return random() < epsilon ? Math.floor(random() * count) : bestBy(posterior.mean, rows, random)
    },
  }
}

/** Of equal ones any: with nothing known yet the first would be chance all the same. */
function bestBy(mean: Float64Array, rows: Float32Array, random: Random): number {
  let [best, highest, equal] = [0, -Infinity, 0]
  for (let k = 0; k < rows.length / DIMENSIONS; k += 1) {
    let sum = 0
    for (let d = 0; d < DIMENSIONS; d += 1) sum += (mean[d] as number) * (rows[k * DIMENSIONS + d] as number)
    if (sum > highest) [best, highest, equal] = [k, sum, 1]
    else if (sum === highest) {
      equal += 1
      if (random() * equal < 1) best = k
    }
  }
  return best
}

export interface RegretOptions {
  readonly rounds: number
  /** Who the person is, and all chance. */
  readonly seed: number
}

/** Likes missed in all rounds against always showing the card most likely to be liked among those left. */
export function regretOf(
  policy: ShowingPolicy,
  world: CardWorld,
  vectors: Float32Array,
  { rounds, seed }: RegretOptions,
): number {
  const random = createRandom(seed)
  const visitor = createPersonVisitor(world, seed)
  const left = shuffledCards(world.cards.length, seed)
  let regret = 0
  for (let round = 0; round < rounds; round += 1) {
    const best = left.reduce((most, card) => Math.max(most, visitor.likes(card)), 0)
    const [card = 0] = left.splice(policy.choose(visitor, rowsOf(vectors, left), random), 1)
    regret += best - visitor.likes(card)
    show(visitor, vectors, card, random)
  }
  return regret
}
