import type { EmbeddingSpace, Modality } from '@locavore/core'
import type { ReadyVectors } from '../bring/ready-vectors.js'
import { refused } from '../failure.js'

/**
 * The spaces of a pack: the model's, and those of vectors that were made elsewhere. Each modality is in one of them: what
 * was brought goes before what could be encoded.
 *
 * @throws LocavoreError `invalid-argument` where there is none, or two of one name differ
 */
export function packSpaces(model: EmbeddingSpace | undefined, ready: ReadyVectors): readonly EmbeddingSpace[] {
  const spaces = new Map<string, EmbeddingSpace>()
  const elsewhere = new Set<Modality>()
  if (model !== undefined) spaces.set(model.id, model)
  for (const [modality, { id, dimensions }] of ready.spaces) {
    const known = spaces.get(id)
    if (known !== undefined && known.dimensions !== dimensions) {
      throw refused(
        `The ${modality} vectors have ${dimensions} dimensions, but their space "${id}" has ${known.dimensions}.`,
      )
    }
    if (id !== model?.id) elsewhere.add(modality)
    const modalities = known?.modalities ?? []
    if (!modalities.includes(modality)) spaces.set(id, { id, dimensions, modalities: [...modalities, modality] })
  }
  if (spaces.size === 0) throw refused('Nothing says what the vectors are of: give --model, or ready --vectors.')
  const own = model && { ...model, modalities: model.modalities.filter((modality) => !elsewhere.has(modality)) }
  if (own !== undefined) spaces.set(own.id, own)
  return [...spaces.values()].filter(({ modalities }) => modalities.length > 0)
}
