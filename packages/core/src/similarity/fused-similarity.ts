import type { Catalogue } from '../catalogue/catalogue.js'
import type { Modality } from '../types.js'
import type { SimilarityCache } from './similarity-cache.js'

/** How much each modality counts beside the others; 1 where nothing is said. */
export type ModalityWeights = Readonly<Partial<Record<Modality, number>>>

export function modalityWeight(weights: ModalityWeights, modality: Modality): number {
  return weights[modality] ?? 1
}

/** Similarity of one item to others, by index: in [-1, 1], 0 where they share no modality. */
export type SimilarTo = (index: number) => (other: number) => number

/**
 * Similarity over all media: the weighted mean of centred cosines over the modalities both items have. Fixing one item
 * first lets a small catalogue be scanned once for it, and a large one be asked only for the few pairs that matter.
 */
export function fusedSimilarity(catalogue: Catalogue, cache: SimilarityCache, weights: ModalityWeights): SimilarTo {
  return (index) => {
    const media = catalogue.modalities.flatMap((modality) => {
      const rows = catalogue.modality(modality)
      if (!rows?.has(index)) return []
      const row = cache.worthwhile ? cache.row(modality, index) : undefined
      const similarity = (other: number) => (row === undefined ? rows.similarity(index, other) : (row[other] ?? 0))
      return [{ rows, similarity, weight: modalityWeight(weights, modality) }]
    })
    return (other) => {
      let sum = 0
      let total = 0
      for (const { rows, similarity, weight } of media) {
        if (!rows.has(other)) continue
        sum += weight * similarity(other)
        total += weight
      }
      return total > 0 ? sum / total : 0
    }
  }
}
