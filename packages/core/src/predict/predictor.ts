import { type HeadPrior, LinearHead, LogisticHead } from './bayesian-head.js'
import { PREDICTION_FEATURES } from './person-features.js'

/** What is predicted: whether an item will be opened, finished, liked, disliked; and how it would be rated. */
export const PREDICTION_HEADS = ['click', 'finish', 'like', 'dislike', 'rating'] as const

export type PredictionHead = (typeof PREDICTION_HEADS)[number]

/** What became of an item; what is not known is left out. Probabilities from 0 or 1; the rating above the mean of all. */
export type Outcome = Readonly<Partial<Record<PredictionHead, number>>>

export type Prediction = Readonly<Record<PredictionHead, number>>

/** How the weights of a publisher's people lie around their mean, at most; learnt weights are personal only a little. */
const BIAS_VARIANCE = 0.01
const WEIGHT_VARIANCE = 0.001
/** Logits vary more than ratings of 1 to 5. */
const LOGIT_SCALE = 2
/** Variance of a rating that no feature explains. */
const RATING_NOISE = 0.85
/** With nothing learnt from others, weights are anything of this variance. */
const WIDE_VARIANCE = 1

export interface PredictorOptions {
  /** Means of the weights by head, `[PREDICTION_FEATURES]`, as the publisher learnt them; 0, and wide, where there are none. */
  readonly means?: Readonly<Partial<Record<PredictionHead, Float64Array>>>
  /** Part of the negative examples that the probabilities learn from; the caller passes over the rest. Where means are given, as they were learnt. */
  readonly negativeShare?: number
}

/**
 * Several predictions on the same features, each learnt from what it is about: calibrated probabilities of opening,
 * finishing, liking and disliking, and a rating. Everything is learnt on the device, from the publisher's means if there are any.
 */
export class Predictor {
  readonly #heads: Readonly<Record<Exclude<PredictionHead, 'rating'>, LogisticHead>> & { readonly rating: LinearHead }

  constructor({ means = {}, negativeShare = 1 }: PredictorOptions = {}) {
    const logistic = (name: PredictionHead) => new LogisticHead(priorOf(means[name], LOGIT_SCALE), negativeShare)
    this.#heads = {
      click: logistic('click'),
      finish: logistic('finish'),
      like: logistic('like'),
      dislike: logistic('dislike'),
      rating: new LinearHead(priorOf(means.rating, 1), RATING_NOISE),
    }
  }

  /**
   * Every head's answer to the same features.
   * @param looked how likely its place in the list is looked at, in (0, 1] (default 1: the first place)
   */
  predict(features: Float64Array, looked = 1): Prediction {
    const { click, finish, like, dislike, rating } = this.#heads
    return {
      click: click.predict(features, looked),
      finish: finish.predict(features),
      like: like.predict(features),
      dislike: dislike.predict(features),
      rating: rating.predict(features),
    }
  }

  /** @param looked as for `predict`; only opening depends on it, for all else is about what was opened or refused. */
  learn(features: Float64Array, outcome: Outcome, looked = 1): void {
    for (const name of PREDICTION_HEADS) {
      const happened = outcome[name]
      if (happened === undefined) continue
      if (name === 'click') this.#heads.click.learn(features, happened, looked)
      else this.#heads[name].learn(features, happened)
    }
  }

  /** A copy of what the weights are now: what a publisher ships after learning from people who agreed to it. */
  means(): Record<PredictionHead, Float64Array> {
    const { click, finish, like, dislike, rating } = this.#heads
    return {
      click: click.mean.slice(),
      finish: finish.mean.slice(),
      like: like.mean.slice(),
      dislike: dislike.mean.slice(),
      rating: rating.mean.slice(),
    }
  }
}

function priorOf(mean: Float64Array | undefined, scale: number): HeadPrior {
  const features = PREDICTION_FEATURES.length
  if (mean === undefined) {
    return { mean: new Float64Array(features), variance: new Float64Array(features).fill(scale * WIDE_VARIANCE) }
  }
  const variance = Float64Array.from(mean, (_, d) => scale * (d === 0 ? BIAS_VARIANCE : WEIGHT_VARIANCE))
  return { mean, variance }
}
