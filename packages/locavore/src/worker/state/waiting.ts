import type { EmbeddingSpace, Modality } from '@locavore/core'
import type { Store } from '@locavore/store'

/**
 * Items of the device that have embeddings of other spaces and none of this one, by id, with the media that had one: what
 * another model encoded. Nothing can be compared with them until they are encoded again.
 * @param hasEmbedding whether an item has one of this space
 */
export async function findWaiting(
  store: Store,
  space: EmbeddingSpace | undefined,
  hasEmbedding: (itemId: string) => boolean,
): Promise<Map<string, readonly Modality[]>> {
  const waiting = new Map<string, readonly Modality[]>()
  if (space === undefined) return waiting
  for (const { itemId, modality } of await store.listOtherSpaces(space.id)) {
    const media = waiting.get(itemId) ?? []
    if (!hasEmbedding(itemId) && !media.includes(modality)) waiting.set(itemId, [...media, modality])
  }
  return waiting
}
