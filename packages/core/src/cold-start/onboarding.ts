import type { Catalogue } from '../catalogue/catalogue.js'
import { greedyDpp } from '../rerank/greedy-dpp.js'
import { topK } from '../retrieve/top-k.js'
import { fusedSimilarity, type ModalityWeights } from '../similarity/fused-similarity.js'
import type { SimilarityCache } from '../similarity/similarity-cache.js'

/** Popular items the spread is chosen from. */
const POOL = 200
/** How far popularity may outweigh spread: the most popular item of the pool counts e times the least. */
const POPULARITY_FORCE = 1

export interface OnboardingInput {
  readonly catalogue: Catalogue
  readonly similarities: SimilarityCache
  /** 1 where an item may be picked, `[catalogue.extent]`. */
  readonly allowed: Uint8Array
  readonly modalityWeights?: ModalityWeights
}

/**
 * Item indexes that tell most about a new person: popular items, spread wide over everything there is. Greedy DPP over
 * log popularity and fused similarity; by popularity alone where there are no embeddings. The same on every device.
 */
export function onboardingPicks(input: OnboardingInput, limit: number): number[] {
  const { catalogue, similarities, allowed, modalityWeights = {} } = input
  const popularity = Float64Array.from(allowed, (_, index) => Math.log1p(catalogue.itemAt(index)?.popularity ?? 0))
  const pool = topK(popularity, Math.max(POOL, limit), allowed)
  const lowest = popularity[pool.at(-1) ?? -1] ?? 0
  const range = (popularity[pool[0] ?? -1] ?? 0) - lowest
  const relevance = (k: number) => (range > 0 ? ((popularity[pool[k] as number] as number) - lowest) / range : 0)
  const similarTo = fusedSimilarity(catalogue, similarities, modalityWeights)
  const picked = greedyDpp(
    {
      count: pool.length,
      quality: (k) => Math.exp((POPULARITY_FORCE * relevance(k)) / 2),
      similarTo: (chosen) => {
        const similarity = similarTo(pool[chosen] as number)
        return (other) => similarity(pool[other] as number)
      },
    },
    limit,
  )
  const spread = picked.map((k) => pool[k] as number)
  const rest = Array.from(pool).filter((index) => !spread.includes(index))
  return [...spread, ...rest].slice(0, limit)
}
