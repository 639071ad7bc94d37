import type { Catalogue } from '../catalogue/catalogue.js'
import { fusedSimilarity, type ModalityWeights } from '../similarity/fused-similarity.js'
import type { SimilarityCache } from '../similarity/similarity-cache.js'
import { spreadPicks } from './spread-picks.js'

export interface OnboardingInput {
  readonly catalogue: Catalogue
  readonly similarities: SimilarityCache
  /** 1 where an item may be picked, `[catalogue.extent]`. */
  readonly allowed: Uint8Array
  readonly modalityWeights?: ModalityWeights
  /** How far popularity may outweigh spread (default 0): see `SpreadPicksInput`. */
  readonly force?: number
}

/**
 * Item indexes that tell most about a new person: popular items, spread wide over everything there is, by fused similarity;
 * by popularity alone where there are no embeddings. The same on every device.
 */
export function onboardingPicks(input: OnboardingInput, limit: number): number[] {
  const { catalogue, similarities, allowed, modalityWeights = {}, force = 0 } = input
  const counts = catalogue.fact('popularity')
  const popularity = Float64Array.from(allowed, (_, index) => Math.log1p(Math.max(0, counts[index] as number)))
  const similarTo = fusedSimilarity(catalogue, similarities, modalityWeights)
  return spreadPicks({ popularity, allowed, similarTo, force }, limit)
}
