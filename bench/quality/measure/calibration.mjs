const BINS = 10

/**
 * Expected calibration error of `{ confidence, right, weight = 1 }`: within bins of equal width, the distance between how sure the
 * answers were and how often they were right, weighed by the share of answers (Guo et al. 2017).
 */
export function calibrationError(answers) {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0 }))
  let all = 0
  for (const { confidence, right, weight = 1 } of answers) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]
    all += weight
    bin.confidence += weight * confidence
    bin.right += right ? weight : 0
  }
  return bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / (all || 1)
}
