import type { Catalogue } from '../catalogue/catalogue.js'
import type { WeightedEvidence } from '../profile/decay.js'
import { centreQueries, type QueryEmbedding } from '../score/query-similarity.js'
import type { Modality } from '../types.js'

/** A concept as the text tower embeds its name or a prompt such as "a stormy sea". */
export interface Concept {
  readonly name: string
  readonly embedding: QueryEmbedding
}

/** How far something lies in the direction of a concept, in standard deviations over the catalogue; 0 is the average item. */
export interface ConceptStrength {
  readonly name: string
  /** Weighted mean over what the person did; refusals pull it down. */
  readonly taste: number
  /** Of the item asked about; undefined without one, or if it has no medium. */
  readonly item: number | undefined
}

/**
 * Directions of a taste that have names (after Kim et al., ICML 2018): concepts are centred by the mean of their own modality
 * and compared with every medium of every item; the strengths are standardised within each medium, so that none counts
 * more for having larger cosines. Those that tell the person and the item most apart from the average first.
 * @throws `invalid-vector`, `space-mismatch`
 */
export function conceptStrengths(
  catalogue: Catalogue,
  concepts: readonly Concept[],
  history: readonly WeightedEvidence[],
  itemId?: string,
): ConceptStrength[] {
  const item = itemId === undefined ? undefined : catalogue.require(itemId)
  const strengths = concepts.map(({ name, embedding }): ConceptStrength => {
    const along = alongConcept(catalogue, embedding)
    let [sum, weight] = [0, 0]
    for (const { itemId: id, currentWeight } of history) {
      const value = along(catalogue.indexOf(id) ?? -1)
      if (value === undefined) continue
      sum += currentWeight * value
      weight += Math.abs(currentWeight)
    }
    return { name, taste: weight > 0 ? sum / weight : 0, item: item === undefined ? undefined : along(item) }
  })
  const size = ({ taste, item: own }: ConceptStrength) => Math.abs(own === undefined ? taste : taste * own)
  return strengths.sort((a, b) => size(b) - size(a))
}

/** Strength by item index: the mean over the media it has. */
function alongConcept(catalogue: Catalogue, embedding: QueryEmbedding): (index: number) => number | undefined {
  const [concept] = centreQueries(catalogue, [embedding])
  const media = catalogue.modalities.map((modality) => standardised(catalogue, modality, concept?.vector))
  return (index) => {
    let [sum, count] = [0, 0]
    for (const { values, has } of media) {
      if (!has(index)) continue
      sum += values[index] as number
      count += 1
    }
    return count > 0 ? sum / count : undefined
  }
}

function standardised(catalogue: Catalogue, modality: Modality, concept: Float32Array = new Float32Array(0)) {
  const rows = catalogue.modality(modality)
  const values = Float64Array.from(rows?.similarities(concept) ?? [])
  const has = (index: number) => rows?.has(index) ?? false
  const present = values.filter((_, index) => has(index))
  const mean = present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length)
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, present.length)
  const deviation = variance > 0 ? Math.sqrt(variance) : 1
  return { has, values: values.map((value) => (value - mean) / deviation) }
}
