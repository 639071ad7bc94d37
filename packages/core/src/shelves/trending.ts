import { artefactError } from '../artefacts/check-artefact.js'

/** Likes that are expected of any item in a period, however quiet it was: one like out of nowhere is no trend. */
const DOUBT = 1
/** Periods after which an older one counts half in what is expected. */
const HALF_LIFE = 3

/**
 * How far each item's likes of the last period go beyond what was to be expected, in standard deviations of a Poisson count:
 * `(x - e) / sqrt(e + 1)`. e is the mean of the earlier periods, the later the weightier, times how much more was liked in
 * the whole catalogue of late, so that a busy evening makes nothing trend. Items with fewer than two periods are unknown, NaN.
 * @param likesByPeriod by item, oldest period first; all end with the same period.
 */
export function trendScores(likesByPeriod: readonly (readonly number[] | undefined)[]): Float64Array {
  const known = likesByPeriod.map((counts) => (counts !== undefined && counts.length >= 2 ? counts : undefined))
  const expected = known.map((counts) => (counts === undefined ? 0 : recentMean(counts)))
  let [lately, before] = [0, 0]
  known.forEach((counts, k) => {
    lately += counts?.at(-1) ?? 0
    before += expected[k] as number
  })
  const growth = before > 0 ? lately / before : 1
  return Float64Array.from(known, (counts, k) => {
    if (counts === undefined) return Number.NaN
    const likely = (expected[k] as number) * growth
    return ((counts.at(-1) ?? 0) - likely) / Math.sqrt(likely + DOUBT)
  })
}

/** Weighted mean of all periods but the last. */
function recentMean(counts: readonly number[]): number {
  let [sum, weights] = [0, 0]
  for (let k = 0; k < counts.length - 1; k += 1) {
    const count = counts[k] as number
    if (!(count >= 0)) throw artefactError(`Likes of a period are ${count}; every count is 0 or more.`)
    const weight = 2 ** ((k - counts.length + 2) / HALF_LIFE)
    sum += weight * count
    weights += weight
  }
  return sum / weights
}
