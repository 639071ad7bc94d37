import type { Signal, StandardisedSignal } from './signal.js'

/** Media of one thing agree at most this much; at 1 the estimate would rest on rounding. */
const MOST_AGREEMENT = 0.95
/** Candidates with two media that must agree before it is believed as much as not: a handful agrees by chance. */
const DOUBT = 10

/**
 * Lets media that an item has speak for those it lacks. With z = 0 for what is missing, an item of one medium could never
 * reach the top of a catalogue of items with four, however well it fits. The best linear guess of a missing z-score from k
 * known ones that all agree by r (mean correlation over the candidates that have both, at least 0) is
 * `r / (1 + (k - 1) r)` times their sum. So each known share grows by `missing weight * that / own weight`.
 * Items with every medium keep their shares; where the media tell nothing of each other (r = 0), all do.
 *
 * @param signals of one kind, one for each modality, over the same candidates
 * @param known how far they agree, if other candidates have told already
 */
export function spreadOverMissing(
  signals: readonly StandardisedSignal[],
  known?: number,
): readonly StandardisedSignal[] {
  const total = signals.reduce((sum, { signal }) => sum + signal.weight, 0)
  if (signals.length < 2 || total === 0) return signals
  const agreement = known ?? meanAgreement(signals)
  if (agreement === 0) return signals.map((one) => ({ ...one, agreement }))
  const extra = extraShares(signals, total, agreement)
  return signals.map((one) => {
    const { weight } = one.signal
    const stretch = extra.map((value) => 1 + value / weight)
    return { ...one, agreement, stretch, shares: one.shares.map((share, j) => share * (stretch[j] as number)) }
  })
}

/** Weight that each known medium of a candidate takes over from those it lacks, `[candidates]`. */
function extraShares(signals: readonly StandardisedSignal[], total: number, agreement: number): Float64Array {
  return Float64Array.from(signals[0]?.shares ?? [], (_, j) => {
    const held = signals.filter(({ signal }) => isKnown(signal, j))
    const missing = total - held.reduce((sum, { signal }) => sum + signal.weight, 0)
    return held.length === 0 ? 0 : (missing * agreement) / (1 + (held.length - 1) * agreement)
  })
}

/** Mean correlation of two media of one item, over all pairs of media, in [0, 0.95]; doubted where few items have both. */
function meanAgreement(signals: readonly StandardisedSignal[]): number {
  let sum = 0
  let pairs = 0
  for (const [index, left] of signals.entries()) {
    for (const right of signals.slice(index + 1)) {
      const { products, count } = compare(left, right)
      sum += products
      pairs += count
    }
  }
  return Math.max(0, Math.min(MOST_AGREEMENT, sum / (pairs + DOUBT)))
}

function compare(left: StandardisedSignal, right: StandardisedSignal): { products: number; count: number } {
  const scale = left.signal.weight * right.signal.weight
  let products = 0
  let count = 0
  for (let j = 0; j < left.shares.length; j += 1) {
    if (!isKnown(left.signal, j) || !isKnown(right.signal, j)) continue
    products += ((left.shares[j] as number) * (right.shares[j] as number)) / scale
    count += 1
  }
  return { products, count }
}

function isKnown({ known }: Signal, j: number): boolean {
  return known === undefined || known[j] === 1
}
