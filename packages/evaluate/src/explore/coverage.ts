import { createRandom, deal, thompsonPropensities } from '@locavore/core'
import type { CardWorld } from '../simulate/card-world.js'
import { ips, type LoggedReward, snips } from './off-policy.js'
import { cardVectors, createVisitor, DIMENSIONS, rowsOf, show, shuffledCards, VISITOR_TASTES } from './visits.js'

/** One place that explores, before one visitor: the chances of each card, and what it would earn. */
export interface Situation {
  readonly logged: Float64Array
  readonly target: Float64Array
  readonly rewards: Float64Array
}

const POOL = 20
const UNIFORM = 0.2
/** The other ranking takes the best by the mean in four of five visits, else any. */
const GREEDY = 0.8

/** Visitors after different numbers of cards, each with an exploring place. */
export function situations(world: CardWorld, count: number, seed: number): Situation[] {
  const vectors = cardVectors(world)
  return Array.from({ length: count }, (_, k): Situation => {
    const random = createRandom(seed * 10_000 + k)
    const taste = VISITOR_TASTES[k % VISITOR_TASTES.length] ?? { name: '', prefers: {} }
    const visitor = createVisitor(world, taste)
    const cards = shuffledCards(world.cards.length, seed * 20_000 + k)
    for (const card of cards.splice(0, k % 40)) show(visitor, vectors, card, random)
    const pool = cards.slice(0, POOL)
    const rows = rowsOf(vectors, pool)
    const logged = thompsonPropensities(visitor.posterior, rows, random, { uniform: UNIFORM, scale: 1 })
    return {
      logged,
      target: nearlyGreedy(visitor.posterior.mean, rows),
      rewards: Float64Array.from(pool, visitor.likes),
    }
  })
}

function nearlyGreedy(mean: Float64Array, rows: Float32Array): Float64Array {
  const scores = Array.from({ length: POOL }, (_, k) =>
    mean.reduce((sum, value, d) => sum + value * (rows[k * DIMENSIONS + d] ?? 0), 0),
  )
  const best = scores.indexOf(Math.max(...scores))
  return Float64Array.from(scores, (_, k) => (k === best ? GREEDY : 0) + (1 - GREEDY) / POOL)
}

/** What the other ranking earns per visit in truth: every situation is as likely as any other. */
export function trueReward(all: readonly Situation[]): number {
  const earned = all.map(({ target, rewards }) =>
    target.reduce((sum, chance, k) => sum + chance * (rewards[k] ?? 0), 0),
  )
  return earned.reduce((sum, value) => sum + value, 0) / all.length
}

export interface Covered {
  readonly ips: boolean
  readonly snips: boolean
  readonly ipsError: number
  readonly snipsError: number
  readonly effective: number
}

/** Draws a log of `visits` and tells whether the truth lies in the intervals estimated from it. */
export function coverageOf(all: readonly Situation[], visits: number, seed: number): Covered {
  const random = createRandom(seed)
  const log = Array.from({ length: visits }, (): LoggedReward => {
    const situation = all[Math.floor(random() * all.length)] ?? all[0]
    const { candidate, propensity } = deal(situation?.logged ?? new Float64Array([1]), random)
    const reward = random() < (situation?.rewards[candidate] ?? 0) ? 1 : 0
    return { reward, logged: propensity, target: situation?.target[candidate] ?? 0 }
  })
  const truth = trueReward(all)
  const [plain, normalised] = [ips(log), snips(log)]
  const inside = ({ low, high }: { low: number; high: number }) => low <= truth && truth <= high
  return {
    ips: inside(plain),
    snips: inside(normalised),
    ipsError: plain.mean - truth,
    snipsError: normalised.mean - truth,
    effective: normalised.effective,
  }
}
