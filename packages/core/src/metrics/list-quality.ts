/** Part of the catalogue that appears in any list, in [0, 1]. @param items size of the catalogue. */
export function coverage(lists: readonly (readonly string[])[], items: number): number {
  return items > 0 ? new Set(lists.flat()).size / items : 0
}

/**
 * Gini coefficient of how often each item appears, in [0, 1): 0 when all appear equally often, near 1 when few items take
 * every place. Items that never appear count. @param items size of the catalogue.
 */
export function gini(lists: readonly (readonly string[])[], items: number): number {
  const counts = new Map<string, number>()
  for (const id of lists.flat()) counts.set(id, (counts.get(id) ?? 0) + 1)
  const ascending = [...counts.values()].sort((a, b) => a - b)
  const total = ascending.reduce((sum, count) => sum + count, 0)
  if (total === 0 || items === 0) return 0
  const never = items - ascending.length
  let weighted = 0
  ascending.forEach((count, k) => {
    weighted += (never + k + 1) * count
  })
  return (2 * weighted) / (items * total) - (items + 1) / items
}

/** Mean of 1 - similarity over all pairs of a list; 0 for fewer than two items. @param similarity in [-1, 1]. */
export function intraListDiversity(ranked: readonly string[], similarity: (a: string, b: string) => number): number {
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
