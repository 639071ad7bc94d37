import { LocavoreError } from '../errors.js'

/** What a head knows before it has met a person: a normal distribution of its weights. */
export interface HeadPrior {
  /** `[features]`. */
  readonly mean: Float64Array
  /** `[features]`, above 0: how far one person's weights lie from the mean. */
  readonly variance: Float64Array
}

/**
 * Weights of one prediction, learnt one example at a time with how sure they are: a Kalman filter over the weights. Certainty
 * is the learning rate: what has been seen often moves little. `[features]^2` per example, nothing is iterated.
 */
abstract class BayesianHead {
  readonly mean: Float64Array
  /** `[features, features]` */
  readonly #covariance: Float64Array
  readonly #projected: Float64Array

  /** Copies the prior. @throws `invalid-argument` if its parts do not fit. */
  constructor({ mean, variance }: HeadPrior) {
    const features = mean.length
    const fits = variance.length === features && variance.every((value) => value > 0 && value < Infinity)
    if (!fits || !mean.every(Number.isFinite)) {
      throw new LocavoreError(
        'invalid-argument',
        `The prior of a prediction has ${features} means and ${variance.length} variances; give as many finite ones, variances above 0.`,
      )
    }
    this.mean = mean.slice()
    this.#covariance = new Float64Array(features * features)
    this.#projected = new Float64Array(features)
    for (let d = 0; d < features; d += 1) this.#covariance[d * features + d] = variance[d] as number
  }

  /** Expected value and variance of `weights . features`; leaves covariance times features in `#projected`. */
  protected project(features: Float64Array): { readonly value: number; readonly variance: number } {
    const { mean } = this
    const count = mean.length
    let value = 0
    let variance = 0
    for (let i = 0; i < count; i += 1) {
      const feature = features[i] as number
      let sum = 0
      for (let j = 0; j < count; j += 1) sum += (this.#covariance[i * count + j] as number) * (features[j] as number)
      this.#projected[i] = sum
      value += (mean[i] as number) * feature
      variance += sum * feature
    }
    return { value, variance }
  }

  /** Moves the weights along what was projected last, by `step`, and makes them surer by `certainty`. */
  protected move(step: number, certainty: number): void {
    const { mean } = this
    const count = mean.length
    for (let i = 0; i < count; i += 1) {
      const projected = this.#projected[i] as number
      mean[i] = (mean[i] as number) + projected * step
      const scaled = projected * certainty
      for (let j = 0; j < count; j += 1) {
        const place = i * count + j
        this.#covariance[place] = (this.#covariance[place] as number) - scaled * (this.#projected[j] as number)
      }
    }
  }
}

/** Predicts a number, such as a rating: recursive least squares. */
export class LinearHead extends BayesianHead {
  readonly #noise: number

  /** @param noise variance of what no feature explains, above 0. */
  constructor(prior: HeadPrior, noise: number) {
    super(prior)
    this.#noise = noise
  }

  predict(features: Float64Array): number {
    return this.project(features).value
  }

  learn(features: Float64Array, target: number): void {
    const { value, variance } = this.project(features)
    const gain = 1 / (this.#noise + variance)
    this.move(gain * (target - value), gain)
  }
}

/**
 * Predicts a probability: logistic regression with an extended Kalman filter. The probability is the mean over all weights
 * that are still possible (MacKay's approximation, Neural Computation 1992), so that little evidence gives no bold claims.
 *
 * Something can only happen to what is looked at: it happens with `looked` times the probability, `looked` being how likely the
 * place is looked at at all (the examination hypothesis: Richardson, Dominowska and Ragno, WWW 2007). So what was passed over far
 * down a list says little, and a place does not have to be explained by weights.
 */
export class LogisticHead extends BayesianHead {
  readonly #negativeShare: number

  /**
   * @param negativeShare part of the negative examples that is learnt from, in (0, 1]. Where positives are rare, most
   * negatives may be passed over; the odds are corrected for it (King and Zeng, Political Analysis 2001).
   */
  constructor(prior: HeadPrior, negativeShare = 1) {
    super(prior)
    if (!(negativeShare > 0 && negativeShare <= 1)) {
      throw new LocavoreError(
        'invalid-argument',
        `The share of negatives is ${negativeShare}; give a number above 0 and at most 1.`,
      )
    }
    this.#negativeShare = negativeShare
  }

  /** In (0, 1), as often as it happens among all examples. @param looked in (0, 1] */
  predict(features: Float64Array, looked = 1): number {
    return looked * this.#whenLookedAt(features).probability
  }

  /** @param happened 1 or 0. @param looked in (0, 1] */
  learn(features: Float64Array, happened: number, looked = 1): void {
    const share = this.#negativeShare
    const { probability, variance } = this.#whenLookedAt(features)
    const chance = looked * probability
    const missed = 1 - probability
    // Among the examples that are kept, it happens with chance / kept: slope and curvature of that log likelihood.
    const kept = chance + share * (1 - chance)
    const slope = happened === 1 ? (share * missed) / kept : (-chance * missed) / ((1 - chance) * kept)
    const information = (missed * missed * share * chance) / (kept * kept * (1 - chance))
    const curvature = Math.max(information, SMALLEST_CURVATURE)
    const narrowed = 1 + curvature * variance
    this.move(slope / narrowed, curvature / narrowed)
  }

  /** Leaves the projection of the features behind, for `move`. */
  #whenLookedAt(features: Float64Array): { readonly probability: number; readonly variance: number } {
    const { value, variance } = this.project(features)
    const probability = moderated(value + Math.log(this.#negativeShare), variance)
    return { probability: Math.min(1 - SMALLEST_DOUBT, Math.max(SMALLEST_DOUBT, probability)), variance }
  }
}

/** Nothing is certain: at 0 and 1 likelihoods have no slope. */
const SMALLEST_DOUBT = 1e-9
/** Keeps a head from becoming certain of everything after one extreme example. */
const SMALLEST_CURVATURE = 1e-6

function moderated(value: number, variance: number): number {
  return 1 / (1 + Math.exp(-value / Math.sqrt(1 + (Math.PI * variance) / 8)))
}
