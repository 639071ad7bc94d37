import {
  type Catalogue,
  LocavoreError,
  type Profile,
  type QueryEmbedding,
  quantise,
  type WordEmbedding,
} from '@locavore/core'
import { decodeBase64, encodeBase64 } from '@locavore/store'
import type { PreparedEmbedding } from '../../shared/protocol.js'

/** The embedding of words as an interaction keeps it. @throws `space-mismatch`, `invalid-vector` */
export function keptEmbedding(catalogue: Catalogue, { spaceId, vector }: PreparedEmbedding): WordEmbedding {
  const { space } = catalogue
  if (space?.id !== spaceId) {
    throw new LocavoreError(
      'space-mismatch',
      `record: the words were encoded in the space "${spaceId}", but the catalogue is in "${space?.id ?? 'none'}".`,
    )
  }
  const { codes, scale } = quantise(vector, space.dimensions)
  return { spaceId, scale, codes: encodeBase64(codes) }
}

/** Embeddings of the profile's words in the space of the catalogue, by the words. Of another model's, or damaged ones: none. */
export function wordEmbeddings(
  { space }: Catalogue,
  said: Profile['words'],
): ReadonlyMap<string, readonly QueryEmbedding[]> {
  const found = new Map<string, readonly QueryEmbedding[]>()
  for (const { words, embedding } of said) {
    if (embedding === undefined || embedding.spaceId !== space?.id) continue
    const codes = decodeBase64(embedding.codes)
    if (codes?.length !== space.dimensions || !codes.some((code) => code !== 0)) continue
    const vector = Float32Array.from(codes, (code) => code * embedding.scale)
    found.set(words, [{ modality: 'text', vector }])
  }
  return found
}
