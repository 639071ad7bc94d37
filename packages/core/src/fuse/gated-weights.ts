import type { Catalogue } from '../catalogue/catalogue.js'
import { weighEvidence } from '../profile/decay.js'
import type { Profile } from '../profile/profile.js'
import type { ScoreConstants } from '../score/constants.js'
import { knownIn } from '../score/content-taste.js'
import { type ModalityWeights, modalityWeight } from '../similarity/fused-similarity.js'
import type { SimilarityCache } from '../similarity/similarity-cache.js'
import type { SimilarityRows } from '../similarity/similarity-rows.js'
import type { Modality } from '../types.js'
import { mediaGates } from './gate.js'
import type { MediumAffinity } from './media.js'

export interface GatedWeightsInput {
  readonly catalogue: Catalogue
  readonly similarities: SimilarityCache
  readonly profile: Profile
  readonly rows: SimilarityRows
  readonly candidates: Int32Array
  readonly constants: ScoreConstants
}

/** Weights of the media for this person: more for those in which what they liked is more alike than chance. */
export function gatedWeights(input: GatedWeightsInput): ModalityWeights {
  const { catalogue, profile, candidates, constants } = input
  const events = weighEvidence(profile, constants.halfLife).flatMap(({ itemId, currentWeight }) => {
    const index = catalogue.indexOf(itemId)
    return index === undefined ? [] : [{ index, weight: currentWeight }]
  })
  const { modalities } = catalogue
  const gates = mediaGates({
    candidates: candidates.length,
    eventWeights: Float64Array.from(events, ({ weight }) => weight),
    media: modalities.map((modality) =>
      affinityIn(
        input,
        modality,
        events.map(({ index }) => index),
      ),
    ),
  })
  return Object.fromEntries(modalities.map((modality, m) => [modality, gates[m] ?? 0]))
}

function affinityIn(
  { catalogue, similarities, rows, candidates, constants }: GatedWeightsInput,
  modality: Modality,
  events: readonly number[],
): MediumAffinity {
  const index = catalogue.modality(modality)
  const cosinesWith = (item: number): Float32Array | undefined =>
    similarities.worthwhile ? similarities.row(modality, item) : index && rows.ofQuery(modality, index.centredRow(item))
  const cosines = new Float32Array(candidates.length)
  return {
    weight: modalityWeight(constants.modalityWeights, modality),
    known: knownIn({ catalogue, candidates }, modality),
    knownEvents: Uint8Array.from(events, (item) => (index?.has(item) ? 1 : 0)),
    cosines: (h) => {
      const row = cosinesWith(events[h] ?? -1)
      for (let j = 0; j < cosines.length; j += 1) cosines[j] = row?.[rows.slots[j] as number] ?? 0
      return cosines
    },
    between: (h, other) => index?.similarity(events[h] ?? -1, events[other] ?? -1) ?? 0,
  }
}
