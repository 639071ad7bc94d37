import { LocavoreError } from '../errors.js'
import { gaussian, type Random } from '../random.js'
import { choleskyInPlace, solveCholesky } from '../vector/cholesky.js'

export interface PosteriorOptions {
  /** What a reward is before anything is known of the person, such as the share of shown items that are liked (default 0.1). */
  readonly baseRate?: number
  /** Standard deviation of what a unit vector may add to the reward, above 0 (default 0.5). */
  readonly priorDeviation?: number
  /** Standard deviation of a reward around its mean, above 0 (default 0.4). */
  readonly noise?: number
}

/**
 * What is believed about a person's liking, `reward = base rate + v . u + noise` with u ~ N(0, prior^2 1), after some rewards:
 * Bayesian linear regression, the model behind linear Thompson sampling (Agrawal and Goyal, ICML 2013). One Cholesky
 * factorisation per change, `dimensions^3 / 6`.
 */
export class LinearPosterior {
  readonly dimensions: number
  readonly #options: Required<PosteriorOptions>
  /** Lower triangle of the precision. */
  readonly #precision: Float64Array
  readonly #right: Float64Array
  #solved: { readonly lower: Float64Array; readonly mean: Float64Array } | undefined

  /** @throws `invalid-argument` unless both deviations are above 0. */
  constructor(dimensions: number, { baseRate = 0.1, priorDeviation = 0.5, noise = 0.4 }: PosteriorOptions = {}) {
    if (!(priorDeviation > 0 && noise > 0)) {
      throw new LocavoreError(
        'invalid-argument',
        `The prior deviation ${priorDeviation} and the noise ${noise} must both be above 0.`,
      )
    }
    this.dimensions = dimensions
    this.#options = { baseRate, priorDeviation, noise }
    this.#precision = new Float64Array(dimensions * dimensions)
    for (let d = 0; d < dimensions; d += 1) this.#precision[d * dimensions + d] = 1 / priorDeviation ** 2
    this.#right = new Float64Array(dimensions)
  }

  /** Learns from one reward, in [0, 1]. @param item `[dimensions]` @param trust how much of an observation it is, above 0 (default 1) */
  observe(item: ArrayLike<number>, reward: number, trust = 1): void {
    const { dimensions } = this
    const { baseRate, noise } = this.#options
    const weight = trust / noise ** 2
    for (let i = 0; i < dimensions; i += 1) {
      const scaled = weight * (item[i] as number)
      this.#right[i] = (this.#right[i] as number) + scaled * (reward - baseRate)
      for (let j = 0; j <= i; j += 1) {
        const at = i * dimensions + j
        this.#precision[at] = (this.#precision[at] as number) + scaled * (item[j] as number)
      }
    }
    this.#solved = undefined
  }

  /** `[dimensions]`: the most probable u. Not to be written to. */
  get mean(): Float64Array {
    return this.#current().mean
  }

  /** A person as they may be: one draw of u. @param out `[dimensions]` @param scale of the deviation from the mean (default 1). */
  sample(random: Random, out: Float64Array, scale = 1): void {
    const { dimensions } = this
    const { lower, mean } = this.#current()
    for (let d = 0; d < dimensions; d += 1) out[d] = gaussian(random)
    // With precision L L', the solution x of L' x = z has covariance (L L')^-1.
    for (let i = dimensions - 1; i >= 0; i -= 1) {
      let sum = out[i] as number
      for (let k = i + 1; k < dimensions; k += 1) sum -= (lower[k * dimensions + i] as number) * (out[k] as number)
      out[i] = sum / (lower[i * dimensions + i] as number)
    }
    for (let d = 0; d < dimensions; d += 1) out[d] = (mean[d] as number) + scale * (out[d] as number)
  }

  #current() {
    if (this.#solved === undefined) {
      const lower = this.#precision.slice()
      choleskyInPlace(lower, this.dimensions)
      const mean = this.#right.slice()
      solveCholesky(lower, this.dimensions, mean)
      this.#solved = { lower, mean }
    }
    return this.#solved
  }
}
