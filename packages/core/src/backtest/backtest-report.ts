import { createRandom } from '../random.js'
import type { ReplayedCase } from './replay-case.js'

/** With fewer cases than this one lucky place decides, and nothing is said. */
export const FEWEST_CASES = 20

/** A mean over the cases with its 95% bootstrap interval. */
export interface BacktestEstimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** How well lists found what was chosen next; both in [0, 1]. */
export interface BacktestScore {
  /** Mean of 1 / log2(place + 2) over the cases, places from 0; 0 beyond the list: NDCG of one relevant item. */
  readonly ndcg: BacktestEstimate
  /** Part of the cases in which the item was in the list at all. */
  readonly hit: BacktestEstimate
}

export interface TooLittleToSay {
  readonly enough: false
  readonly cases: number
  /** Cases that it takes. */
  readonly needed: number
}

export interface BacktestFigures {
  readonly enough: true
  readonly cases: number
  /** Lists as they are made now. */
  readonly present: BacktestScore
  /** The most popular of the same items; absent where the catalogue says of none how popular it is. */
  readonly popularity?: BacktestScore
  /** NDCG of the present settings less that of popularity, case by case. */
  readonly gain?: BacktestEstimate
}

export type BacktestReport = TooLittleToSay | BacktestFigures

const RESAMPLES = 1_000
const SEED = 1

/**
 * What the replayed cases say. The cases are resampled, not people: the interval is about more days of this one person, and a
 * little narrow, for neighbouring choices are alike. The same cases give the same figures.
 * @param hasPopularity whether any item says how popular it is
 */
export function backtestReport(cases: readonly ReplayedCase[], hasPopularity: boolean): BacktestReport {
  if (cases.length < FEWEST_CASES) return { enough: false, cases: cases.length, needed: FEWEST_CASES }
  const draws = drawCases(cases.length)
  const present = cases.map(({ place }) => place)
  const score = (places: readonly (number | undefined)[]): BacktestScore => ({
    ndcg: estimate(places.map(gainAt), draws),
    hit: estimate(
      places.map((place) => (place === undefined ? 0 : 1)),
      draws,
    ),
  })
  if (!hasPopularity) return { enough: true, cases: cases.length, present: score(present) }
  const popular = cases.map(({ popularPlace }) => popularPlace)
  const gains = cases.map(({ place, popularPlace }) => gainAt(place) - gainAt(popularPlace))
  return {
    enough: true,
    cases: cases.length,
    present: score(present),
    popularity: score(popular),
    gain: estimate(gains, draws),
  }
}

function gainAt(place: number | undefined): number {
  return place === undefined ? 0 : 1 / Math.log2(place + 2)
}

function drawCases(count: number): readonly Uint32Array[] {
  const random = createRandom(SEED)
  return Array.from({ length: RESAMPLES }, () =>
    Uint32Array.from({ length: count }, () => Math.floor(random() * count)),
  )
}

/** Percentile interval (Efron and Tibshirani 1993, ch. 13). */
function estimate(values: readonly number[], draws: readonly Uint32Array[]): BacktestEstimate {
  const means = Float64Array.from(
    draws,
    (drawn) => drawn.reduce((sum, k) => sum + (values[k] ?? 0), 0) / drawn.length,
  ).sort()
  const at = (part: number) => means[Math.round(part * (means.length - 1))] ?? 0
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, low: Math.min(mean, at(0.025)), high: Math.max(mean, at(0.975)) }
}
