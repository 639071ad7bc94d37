import { LocavoreError } from '../errors.js'
import type { Random } from '../random.js'
import type { LinearPosterior } from './linear-posterior.js'

export interface ThompsonOptions {
  /** People drawn from the posterior (default 64). */
  readonly draws?: number
  /** Scale of the draws' deviation; 0 always takes the best (default 0.1: with 1, full
   * Thompson sampling, a person sees too much they do not like before they leave). */
  readonly scale?: number
  /** Chance that is spread evenly over all candidates, in (0, 1], so that every one can be shown (default 0.05). */
  readonly uniform?: number
}

const DRAWS = 64
const SCALE = 0.1
const UNIFORM = 0.05

/**
 * With what chance each candidate takes an exploring place: how often it was the best for people drawn from the posterior,
 * mixed with an even chance. Chances of Thompson sampling have no closed form; here the draws come first and the place
 * is then dealt by their counts, so that what is logged is exactly the chance with which the item was shown.
 * @param vectors `[candidates * dimensions]`, row by row, of about unit length.
 * @returns `[candidates]`, every entry above 0, summing to 1.
 * @throws `invalid-argument`
 */
export function thompsonPropensities(
  posterior: LinearPosterior,
  vectors: Float32Array,
  random: Random,
  { draws = DRAWS, scale = SCALE, uniform = UNIFORM }: ThompsonOptions = {},
): Float64Array {
  const { dimensions } = posterior
  const candidates = vectors.length / dimensions
  if (!(Number.isInteger(candidates) && candidates > 0)) {
    throw new LocavoreError(
      'invalid-argument',
      `${vectors.length} numbers are no candidates of ${dimensions} dimensions.`,
    )
  }
  if (!(uniform > 0 && uniform <= 1 && draws >= 1)) {
    throw new LocavoreError(
      'invalid-argument',
      `The even chance ${uniform} must be above 0 and at most 1, and the draws ${draws} at least 1.`,
    )
  }
  const propensities = new Float64Array(candidates).fill(uniform / candidates)
  const person = new Float64Array(dimensions)
  for (let draw = 0; draw < draws; draw += 1) {
    posterior.sample(random, person, scale)
    const best = bestFor(person, vectors)
    propensities[best] = (propensities[best] as number) + (1 - uniform) / draws
  }
  return propensities
}

/** A candidate taken with its chance. */
export interface Dealt {
  readonly candidate: number
  /** The chance with which it was taken, in (0, 1]: log it with what the person did. */
  readonly propensity: number
}

/** Takes one candidate by these chances, which sum to 1. */
export function deal(propensities: Float64Array, random: Random): Dealt {
  let left = random()
  for (let candidate = 0; candidate < propensities.length; candidate += 1) {
    const propensity = propensities[candidate] as number
    left -= propensity
    if (left < 0) return { candidate, propensity }
  }
  // Rounding may leave a little over: the last that can be taken gets it.
  const last = propensities.findLastIndex((propensity) => propensity > 0)
  return { candidate: last, propensity: propensities[last] ?? 0 }
}

function bestFor(person: Float64Array, vectors: Float32Array): number {
  const { length: dimensions } = person
  let [best, highest] = [0, -Infinity]
  for (let start = 0, candidate = 0; start < vectors.length; start += dimensions, candidate += 1) {
    let sum = 0
    for (let d = 0; d < dimensions; d += 1) sum += (vectors[start + d] as number) * (person[d] as number)
    if (sum > highest) {
      best = candidate
      highest = sum
    }
  }
  return best
}
