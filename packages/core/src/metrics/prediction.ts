/** How well numbers and probabilities are predicted. `predicted` and `actual` are `[cases]`; no cases give 0. */
type Numbers = ArrayLike<number>

/** Root of the mean squared error. */
export function rootMeanSquaredError(predicted: Numbers, actual: Numbers): number {
  return Math.sqrt(meanOver(predicted, actual, (value, truth) => (value - truth) ** 2))
}

export function meanAbsoluteError(predicted: Numbers, actual: Numbers): number {
  return meanOver(predicted, actual, (value, truth) => Math.abs(value - truth))
}

/** Mean of -log of the probability given to what happened, in nats. @param actual 1 or 0 */
export function logLoss(predicted: Numbers, actual: Numbers): number {
  return meanOver(predicted, actual, surprise)
}

/** -log of the probability given to what happened, at most 27.6 so that one wrong certainty does not drown the rest. */
export function surprise(probability: number, happened: number): number {
  return -Math.log(Math.max(SMALLEST_PROBABILITY, happened === 1 ? probability : 1 - probability))
}

const SMALLEST_PROBABILITY = 1e-12
/** Bins of the calibration error. */
export const CALIBRATION_BINS = 15

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015): cases are put into bins of equal width by their
 * probability; the mean over cases of how far their bin's mean probability lies from how often it happened there.
 */
export function calibrationError(predicted: Numbers, actual: Numbers, bins = CALIBRATION_BINS): number {
  const gaps = new Float64Array(bins)
  for (let k = 0; k < predicted.length; k += 1) {
    const bin = calibrationBin(predicted[k] as number, bins)
    gaps[bin] = (gaps[bin] as number) + (predicted[k] as number) - (actual[k] as number)
  }
  return predicted.length === 0 ? 0 : gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / predicted.length
}

/** The bin of a probability, from 0. */
export function calibrationBin(probability: number, bins = CALIBRATION_BINS): number {
  return Math.max(0, Math.min(bins - 1, Math.floor(probability * bins)))
}

function meanOver(predicted: Numbers, actual: Numbers, loss: (value: number, truth: number) => number): number {
  let sum = 0
  for (let k = 0; k < predicted.length; k += 1) sum += loss(predicted[k] as number, actual[k] as number)
  return predicted.length === 0 ? 0 : sum / predicted.length
}
