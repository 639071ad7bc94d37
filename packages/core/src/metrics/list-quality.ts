/** Part of the catalogue that appears in any list, in [0, 1]. @param items size of the catalogue. */
export function coverage<Id>(lists: readonly (readonly Id[])[], items: number): number {
  return items > 0 ? new Set(lists.flat()).size / items : 0
}

/**
 * Gini coefficient of how often each item appears, in [0, 1): 0 when all appear equally often, near 1 when few items take
 * every place. Items that never appear count. @param items size of the catalogue.
 */
export function gini<Id>(lists: readonly (readonly Id[])[], items: number): number {
  const counts = new Map<Id, number>()
  for (const id of lists.flat()) counts.set(id, (counts.get(id) ?? 0) + 1)
  const all = new Float64Array(Math.max(items, counts.size))
  all.set([...counts.values()])
  return items > 0 ? giniOfCounts(all) : 0
}

/** Gini coefficient of counts, `[items]`, 0 or more; 0 if all are 0. */
export function giniOfCounts(counts: ArrayLike<number>): number {
  const ascending = Float64Array.from(counts).sort()
  let total = 0
  let weighted = 0
  for (let k = 0; k < ascending.length; k += 1) {
    total += ascending[k] as number
    weighted += (k + 1) * (ascending[k] as number)
  }
  return total > 0 ? (2 * weighted) / (ascending.length * total) - (ascending.length + 1) / ascending.length : 0
}

/** Mean of 1 - similarity over all pairs of a list; 0 for fewer than two items. @param similarity in [-1, 1]. */
export function intraListDiversity<Id>(ranked: readonly Id[], similarity: (a: Id, b: Id) => number): number {
  let sum = 0
  let pairs = 0
  ranked.forEach((a, k) => {
    for (const b of ranked.slice(k + 1)) {
      sum += 1 - similarity(a, b)
      pairs += 1
    }
  })
  return pairs > 0 ? sum / pairs : 0
}
