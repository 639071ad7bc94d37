import type { Catalogue } from '../catalogue/catalogue.js'
import { greedyDpp } from '../rerank/greedy-dpp.js'
import { topK } from '../retrieve/top-k.js'
import { fusedSimilarity, type ModalityWeights } from '../similarity/fused-similarity.js'

/** Popular items the spread is chosen from. */
const POOL = 200
/** How far popularity may outweigh spread: the most popular item of the pool counts e times the least. */
const POPULARITY_FORCE = 1

/**
 * Item indexes that tell most about a new person: popular items, spread wide over everything there is. Greedy DPP over
 * log popularity and fused similarity; by popularity alone where there are no embeddings. The same on every device.
 * @param allowed 1 where an item may be picked, `[catalogue.extent]`.
 */
export function onboardingPicks(
  catalogue: Catalogue,
  allowed: Uint8Array,
  limit: number,
  weights: ModalityWeights = {},
): number[] {
  const popularity = Float64Array.from(allowed, (_, index) => Math.log1p(catalogue.itemAt(index)?.popularity ?? 0))
  const pool = topK(popularity, Math.max(POOL, limit), allowed)
  const highest = popularity[pool[0] ?? -1] ?? 0
  const range = highest - (popularity[pool.at(-1) ?? -1] ?? 0)
  const relevance = (k: number) => (range > 0 ? 1 - (highest - (popularity[pool[k] as number] as number)) / range : 0)
  const similarity = fusedSimilarity(catalogue, weights)
  const picked = greedyDpp(
    {
      count: pool.length,
      quality: (k) => Math.exp((POPULARITY_FORCE * relevance(k)) / 2),
      similarity: (a, b) => (a === b ? 1 : similarity(pool[a] as number, pool[b] as number)),
    },
    limit,
  )
  const spread = picked.map((k) => pool[k] as number)
  const rest = Array.from(pool).filter((index) => !spread.includes(index))
  return [...spread, ...rest].slice(0, limit)
}
