import type { HistoryLength } from '../pack/manifest.js'
import type { Person } from '../pack/people.js'

/**
 * Methods whose result may be read from a pack: the first three cannot be computed, for their matrices are dense and not shipped;
 * the others are read only where a pack lacks what they are computed from.
 */
export const STORED_METHODS = [
  { name: 'ease', about: 'EASE with its dense matrix (stored results)' },
  { name: 'itemKnn', about: 'item neighbours (stored results)' },
  { name: 'defaultDenseFloat', about: 'the default with dense, unrounded artefacts (stored results)' },
  { name: 'ials', about: 'factors alone (stored results)' },
  { name: 'popularity', about: 'the most liked (stored results)' },
  { name: 'naive', about: 'cosine to the mean of what was liked (stored results)' },
] as const

/** The stored NDCG@10 of each person; undefined unless it is there for all of them. */
export function storedNdcg(
  people: readonly Person[],
  method: string,
  history: HistoryLength,
): Float64Array | undefined {
  const values = people.map(({ stored }) => stored.ndcg10.get(method)?.get(String(history)))
  const known = values.filter((value) => value !== undefined)
  return known.length === people.length && people.length > 0 ? Float64Array.from(known) : undefined
}
