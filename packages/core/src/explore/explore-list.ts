import { LocavoreError } from '../errors.js'
import type { Random } from '../random.js'
import { deal } from './thompson.js'

export interface ExploreInput {
  /** Candidates, best first. */
  readonly order: Int32Array
  /** Places that explore, from 0, ascending; about one in ten. None: the order stays as it is. */
  readonly slots: readonly number[]
  /** Best candidates that may take an exploring place, at least 1 (default 100). */
  readonly pool?: number
  /** Chance of each of these to be shown, `[eligible]`, summing to 1; such as `thompsonPropensities`. */
  readonly propensitiesOf: (eligible: Int32Array) => Float64Array
  readonly random: Random
}

/** What an exploring place showed. Log it: estimates of what another ranking would have earned need the propensity. */
export interface ExploredPlace {
  readonly place: number
  readonly candidate: number
  /** Chance of this candidate at this place, given what stood there and before it. */
  readonly propensity: number
}

const POOL = 100

/**
 * A list in which some places explore: each is dealt among the best candidates that are not placed yet; all others stay in
 * their order. The places not named are exactly those of a list without exploration, moved down by what was put in.
 * @throws `invalid-argument` for slots that are not ascending places.
 */
export function exploreList(input: ExploreInput): { order: Int32Array; explored: ExploredPlace[] } {
  const { slots, propensitiesOf, random, pool = POOL } = input
  if (slots.some((slot, k) => !Number.isInteger(slot) || slot < 0 || slot <= (slots[k - 1] ?? -1))) {
    throw new LocavoreError('invalid-argument', `The exploring places ${slots.join(', ')} must ascend from 0.`)
  }
  const waiting = Array.from(input.order)
  const order: number[] = []
  const explored: ExploredPlace[] = []
  const exploring = new Set(slots)
  while (waiting.length > 0) {
    const place = order.length
    if (!exploring.has(place)) {
      order.push(waiting.shift() ?? -1)
      continue
    }
    const eligible = Int32Array.from(waiting.slice(0, pool))
    const { candidate, propensity } = deal(propensitiesOf(eligible), random)
    const [taken = -1] = waiting.splice(candidate, 1)
    explored.push({ place, candidate: taken, propensity })
    order.push(taken)
  }
  return { order: Int32Array.from(order), explored }
}
