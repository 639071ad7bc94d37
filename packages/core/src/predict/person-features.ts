import { foldIn } from '../collaborative/fold-in.js'
import type { PipelineConstants } from '../collaborative/pipeline-constants.js'
import type { Artefacts } from '../collaborative/score-artefacts.js'
import { dot } from '../vector/vector.js'

/** What is known about items beside the ranking's artefacts. All may be left out; a feature without data is 0. */
export interface PredictionArtefacts extends Artefacts {
  /** `[items]`: how far an item's mean rating lies from the mean of all, shrunken towards 0. */
  readonly quality?: Float64Array
  /** `[items]`: part of the people who met an item and liked it, shrunken, in [0, 1]. */
  readonly likeRate?: Float64Array
}

/** What every head looks at. The order is that of the weights. */
export const PREDICTION_FEATURES = [
  'bias',
  'quality',
  'popularity',
  'neighbours',
  'factors',
  'likeRatedContent',
  'likeRatedNeighbours',
  'personMean',
  'personLikes',
  'trend',
  'earliness',
  'likeOpened',
] as const

/** Evidence at which a person's own mean counts half. */
const HALF_MEAN = 5
/** How much similar items must weigh together to count half. */
const HALF_CONTENT = 0.3
const HALF_NEIGHBOURS = 0.1
const TREND_STEP = 0.1
/** Looks at like items, and openings among them, that are assumed of everybody: so little is believed after a few. */
const FEWEST_LOOKS = 5
const FEWEST_OPENINGS = 0.5
/** Rates are kept off 0 and 1, where odds have no end. */
const LEAST_RATE = 0.005
const LARGEST_RATE = 0.97
/** A residual of a like, 0 or 1, in units of a rating of 1 to 5. */
const LIKE_IN_RATINGS = 2
/** Brings log popularity and the share of likes to about one unit. */
const CENTRE_OF_POPULARITY = 3
const SPREAD_OF_POPULARITY = 2
const SPREAD_OF_LIKES = 4

/** What happened with an item. */
export interface Observation {
  readonly item: number
  readonly liked: boolean
  /** Above the mean of all ratings, where there are ratings. */
  readonly rating?: number
}

/** An item that was shown, and whether it was opened. */
export interface ShownItem {
  readonly item: number
  /** How likely its place was looked at, in (0, 1]. */
  readonly looked: number
  readonly opened: boolean
}

type Constants = Pick<PipelineConstants, 'alpha0' | 'lambda' | 'tau' | 'kappa'>

/**
 * The features that all heads share, for one person, kept up to date observation by observation: what the item is worth to
 * everyone, what the ranking's own signals say, how the person judged what is like it, how often they opened what is like it, and
 * how they judge in general.
 */
export class PersonFeatures {
  readonly #artefacts: PredictionArtefacts
  readonly #constants: Constants
  readonly #items: number[] = []
  /** Of each observation, above what the item gets from everyone. */
  readonly #residuals: number[] = []
  readonly #likes: number[] = []
  readonly #neighbours: Float64Array
  readonly #slots: Int32Array
  readonly #row: Float64Array
  #vector: Float64Array | undefined
  #residualSum = 0
  #likeSum = 0
  #trend = 0
  /** By item: how often it was probably looked at, and opened. */
  readonly #shown = new Map<number, { looks: number; openings: number }>()
  #looks = 0
  #openings = 0

  constructor(artefacts: PredictionArtefacts, constants: Constants) {
    this.#artefacts = artefacts
    this.#constants = constants
    const items = artefacts.itemWeights?.count ?? 0
    this.#neighbours = new Float64Array(items)
    this.#slots = Int32Array.from({ length: items }, (_, index) => index)
    this.#row = new Float64Array(artefacts.factors?.dimensions ?? 0)
  }

  /** `[PREDICTION_FEATURES]` of an item as things stand. */
  of(item: number): Float64Array {
    const { quality, logPopularity, itemWeights, content } = this.#artefacts
    const { kappa } = this.#constants
    const cosines = content?.cosines(item)
    const seen = this.#items.length
    const popularity = logPopularity === undefined ? CENTRE_OF_POPULARITY : (logPopularity[item] ?? 0)
    return Float64Array.of(
      1,
      quality?.[item] ?? 0,
      (popularity - CENTRE_OF_POPULARITY) / SPREAD_OF_POPULARITY,
      itemWeights === undefined ? 0 : ((this.#neighbours[item] ?? 0) * kappa) / (this.#likes.length + kappa),
      this.#factorScore(item),
      this.#judgedContent(cosines),
      this.#judgedNeighbours(item),
      this.#mean(),
      (SPREAD_OF_LIKES * this.#likeSum) / (seen + HALF_MEAN),
      this.#trend,
      HALF_MEAN / (seen + HALF_MEAN),
      this.#openedContent(cosines),
    )
  }

  /** What was shown says as much by not being opened. */
  show({ item, looked, opened }: ShownItem): void {
    const known = this.#shown.get(item) ?? { looks: 0, openings: 0 }
    this.#shown.set(item, { looks: known.looks + looked, openings: known.openings + Number(opened) })
    this.#looks += looked
    this.#openings += Number(opened)
  }

  observe({ item, liked, rating }: Observation): void {
    const { quality, likeRate, itemWeights } = this.#artefacts
    const likeResidual = Number(liked) - (likeRate?.[item] ?? 0.5)
    const residual = rating === undefined ? LIKE_IN_RATINGS * likeResidual : rating - (quality?.[item] ?? 0)
    this.#items.push(item)
    this.#residuals.push(residual)
    this.#residualSum += residual
    this.#likeSum += likeResidual
    this.#trend += TREND_STEP * (residual - this.#mean() - this.#trend)
    if (!liked) return
    this.#likes.push(item)
    this.#vector = undefined
    itemWeights?.addRow(item, 1, this.#slots, this.#neighbours)
  }

  #mean(): number {
    return this.#residualSum / (this.#items.length + HALF_MEAN)
  }

  #factorScore(item: number): number {
    const { factors, factorMean } = this.#artefacts
    if (factors === undefined) return 0
    const prior = factorMean === undefined ? {} : { priorMean: factorMean }
    const weights = new Float64Array(this.#likes.length).fill(1)
    this.#vector ??= foldIn({
      ...this.#constants,
      ...prior,
      factors,
      items: Int32Array.from(this.#likes),
      weights,
    }).vector
    factors.read(item, this.#row)
    return dot(this.#vector, this.#row)
  }

  /** How the person judged items with like content, beyond how they judge in general. */
  #judgedContent(cosines: ArrayLike<number> | undefined): number {
    if (cosines === undefined) return 0
    return this.#judged(HALF_CONTENT, (other) => Math.max(0, cosines[other] ?? 0) ** 2)
  }

  /**
   * How often the person opens what has like content once they look at it, as log odds above how often they open anything: in the
   * very units of the prediction, so that a weight near 1 is right from the first lists on.
   */
  #openedContent(cosines: ArrayLike<number> | undefined): number {
    if (cosines === undefined || this.#looks === 0) return 0
    const usual = rateOf(this.#openings + FEWEST_OPENINGS, this.#looks + FEWEST_LOOKS)
    let looks = FEWEST_LOOKS
    let openings = FEWEST_LOOKS * usual
    for (const [other, shown] of this.#shown) {
      const weight = Math.max(0, cosines[other] ?? 0) ** 2
      looks += weight * shown.looks
      openings += weight * shown.openings
    }
    return logOdds(rateOf(openings, looks)) - logOdds(usual)
  }

  #judgedNeighbours(item: number): number {
    const { itemWeights } = this.#artefacts
    if (itemWeights === undefined) return 0
    return this.#judged(HALF_NEIGHBOURS, (other) => Math.max(0, itemWeights.weight(other, item)))
  }

  #judged(half: number, weightOf: (other: number) => number): number {
    const mean = this.#mean()
    let sum = 0
    let total = half
    for (let k = 0; k < this.#items.length; k += 1) {
      const weight = weightOf(this.#items[k] as number)
      sum += weight * ((this.#residuals[k] as number) - mean)
      total += weight
    }
    return sum / total
  }
}

function rateOf(openings: number, looks: number): number {
  return Math.min(LARGEST_RATE, Math.max(LEAST_RATE, openings / looks))
}

function logOdds(rate: number): number {
  return Math.log(rate / (1 - rate))
}
