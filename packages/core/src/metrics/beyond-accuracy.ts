/** Surprise of a list: mean of -log2 of the part of people who know each item, in bits (Vargas and Castells, RecSys 2011). */
export function novelty<Id>(ranked: readonly Id[], knownBy: (id: Id) => number): number {
  return ranked.length === 0 ? 0 : ranked.reduce((sum, id) => sum - Math.log2(knownBy(id)), 0) / ranked.length
}

/**
 * Part of the first k places that is relevant and that a primitive list would not have shown (Ge, Delgado-Battenfeld and
 * Jannach, RecSys 2010). @param expected what the primitive list, for instance the most popular, shows the same person.
 */
export function serendipityAt<Id>(
  k: number,
  ranked: readonly Id[],
  relevant: ReadonlySet<Id>,
  expected: ReadonlySet<Id>,
): number {
  return k > 0 ? ranked.slice(0, k).filter((id) => relevant.has(id) && !expected.has(id)).length / k : 0
}

/** How a list spreads over labels: each item counts once, divided evenly among its labels. Sums to 1, or is empty. */
export function labelShares<Id>(ids: readonly Id[], labelsOf: (id: Id) => readonly string[]): Map<string, number> {
  const shares = new Map<string, number>()
  const labelled = ids.map(labelsOf).filter((labels) => labels.length > 0)
  for (const labels of labelled) {
    for (const label of labels) {
      shares.set(label, (shares.get(label) ?? 0) + 1 / (labels.length * labelled.length))
    }
  }
  return shares
}

/** Part of the wanted shares mixed into the shown ones, which keeps the divergence finite. */
const SMOOTHING = 0.01

/**
 * Miscalibration of a list: Kullback-Leibler divergence of the shares shown from the shares wanted, in nats, with
 * q~ = 0.99 q + 0.01 p (Steck, RecSys 2018). 0 is perfect.
 */
export function miscalibration(wanted: ReadonlyMap<string, number>, shown: ReadonlyMap<string, number>): number {
  let divergence = 0
  for (const [label, share] of wanted) {
    const smoothed = (1 - SMOOTHING) * (shown.get(label) ?? 0) + SMOOTHING * share
    if (share > 0) divergence += share * Math.log(share / smoothed)
  }
  return divergence
}
