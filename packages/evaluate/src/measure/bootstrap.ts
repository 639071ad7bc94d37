import { createRandom } from '@locavore/core'

/** A value with its 95% bootstrap interval. */
export interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

export const RESAMPLES = 2_000
const LOW = 0.025
const HIGH = 0.975

/**
 * Resamples of people with replacement, drawn once per number of people and used for everything measured on them, so that
 * two methods are always compared on the same people (Efron and Tibshirani 1993, ch. 13: percentile intervals).
 */
export class Bootstrap {
  readonly #seed: number
  readonly #resamples: number
  readonly #draws = new Map<number, Uint32Array>()

  constructor(seed = 1, resamples = RESAMPLES) {
    this.#seed = seed
    this.#resamples = resamples
  }

  mean(values: Float64Array): Estimate {
    const ones = new Float64Array(values.length).fill(1)
    return this.ratio(values, ones)
  }

  /** Sum of `above` over sum of `below`, the same people in both: with means of the same people, mean / mean. */
  ratio(above: Float64Array, below: Float64Array): Estimate {
    const draws = this.#drawsOf(above.length)
    const estimates = new Float64Array(this.#resamples)
    for (let r = 0; r < estimates.length; r += 1) {
      let [top, bottom] = [0, 0]
      for (let k = r * above.length; k < (r + 1) * above.length; k += 1) {
        const person = draws[k] as number
        top += above[person] as number
        bottom += below[person] as number
      }
      estimates[r] = divide(top, bottom)
    }
    const mean = divide(sumOf(above), sumOf(below))
    return { mean, ...interval(estimates) }
  }

  /**
   * Any statistic in [0, 1] of lists pooled over people, from how often each person is drawn. A resample holds only two
   * thirds of the people, so statistics that grow with their number (coverage) come out too small in it; the interval is
   * moved by the mean difference, but neither past the value itself nor out of the range.
   */
  pooled(people: number, statistic: (timesDrawn: Uint32Array) => number): Estimate {
    const mean = statistic(new Uint32Array(people).fill(1))
    const estimates = this.#estimates(people, statistic)
    const bias = sumOf(estimates) / estimates.length - mean
    const { low, high } = interval(estimates)
    return { mean, low: Math.max(0, Math.min(mean, low - bias)), high: Math.min(1, Math.max(mean, high - bias)) }
  }

  /** Any statistic of people, from how often each is drawn, such as the difference of two groups: percentile interval. */
  statistic(people: number, statistic: (timesDrawn: Uint32Array) => number): Estimate {
    return { mean: statistic(new Uint32Array(people).fill(1)), ...interval(this.#estimates(people, statistic)) }
  }

  #estimates(people: number, statistic: (timesDrawn: Uint32Array) => number): Float64Array {
    const draws = this.#drawsOf(people)
    const estimates = new Float64Array(this.#resamples)
    const times = new Uint32Array(people)
    for (let r = 0; r < estimates.length; r += 1) {
      times.fill(0)
      for (let k = r * people; k < (r + 1) * people; k += 1) {
        times[draws[k] as number] = (times[draws[k] as number] as number) + 1
      }
      estimates[r] = statistic(times)
    }
    return estimates
  }

  #drawsOf(people: number): Uint32Array {
    const known = this.#draws.get(people)
    if (known !== undefined) return known
    const random = createRandom(this.#seed)
    const draws = new Uint32Array(people * this.#resamples)
    for (let k = 0; k < draws.length; k += 1) draws[k] = Math.floor(random() * people)
    this.#draws.set(people, draws)
    return draws
  }
}

function interval(estimates: Float64Array): { low: number; high: number } {
  const ascending = estimates.slice().sort()
  return { low: quantile(ascending, LOW), high: quantile(ascending, HIGH) }
}

/** Linear between the two values next to the place. */
function quantile(ascending: Float64Array, part: number): number {
  const place = part * (ascending.length - 1)
  const [below, above] = [ascending[Math.floor(place)] ?? 0, ascending[Math.ceil(place)] ?? 0]
  return below + (above - below) * (place - Math.floor(place))
}

function divide(top: number, bottom: number): number {
  return bottom === 0 ? 0 : top / bottom
}

export function sumOf(values: Float64Array): number {
  let sum = 0
  for (let k = 0; k < values.length; k += 1) sum += values[k] as number
  return sum
}
