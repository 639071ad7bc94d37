import type { Catalogue } from '../catalogue/catalogue.js'
import type { Modality } from '../types.js'

/** How much each modality counts beside the others; 1 where nothing is said. */
export type ModalityWeights = Readonly<Partial<Record<Modality, number>>>

export function modalityWeight(weights: ModalityWeights, modality: Modality): number {
  return weights[modality] ?? 1
}

/** Similarity of two items over all their media: the weighted mean of centred cosines over what both have; else 0. */
export function fusedSimilarity(catalogue: Catalogue, weights: ModalityWeights): (a: number, b: number) => number {
  const modalities = catalogue.modalities.flatMap((modality) => {
    const rows = catalogue.modality(modality)
    return rows === undefined ? [] : [{ rows, weight: modalityWeight(weights, modality) }]
  })
  return (a, b) => {
    let sum = 0
    let total = 0
    for (const { rows, weight } of modalities) {
      if (!rows.has(a) || !rows.has(b)) continue
      sum += weight * rows.similarity(a, b)
      total += weight
    }
    return total > 0 ? sum / total : 0
  }
}
