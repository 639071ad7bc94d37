const BINS = 10

/**
 * Expected calibration error of `{ confidence, right }`: within bins of equal width, the distance between how sure the
 * answers were and how often they were right, weighed by the share of answers (Guo et al. 2017).
 */
export function calibrationError(answers) {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, right: 0 }))
  for (const { confidence, right } of answers) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))]
    bin.count += 1
    bin.confidence += confidence
    bin.right += right ? 1 : 0
  }
  return bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / (answers.length || 1)
}
