import {
  type Catalogue,
  checkItem,
  type EmbeddingSpace,
  type Embeddings,
  type ErrorRecord,
  type Item,
  LocavoreError,
  type Modality,
  type QuantisedVector,
  quantise,
  toLocavoreError,
} from '@locavore/core'
import type { EmbeddingEntry, Store } from '@locavore/store'
import type { NewEmbeddings, PreparedEmbedding, PreparedItem, PutItemsResult } from '../../shared/protocol.js'

interface CheckedItem {
  readonly item: Item
  readonly embeddings: Embeddings
  readonly entries: readonly EmbeddingEntry[]
}

/**
 * Stores the good ones of these items in one transaction and takes them into memory; the others come back with their
 * reasons and leave no trace.
 * @param isCatalogueItem whether the site's own catalogue has this id
 */
export async function storeItems(
  prepared: readonly PreparedItem[],
  into: { readonly catalogue: Catalogue; readonly store: Store; readonly isCatalogueItem: (id: string) => boolean },
): Promise<PutItemsResult> {
  const checked: CheckedItem[] = []
  const refused: { id: string; error: ErrorRecord }[] = []
  for (const one of prepared) {
    try {
      checked.push(checkPrepared(one, into))
    } catch (error) {
      refused.push({ id: String(one.item.id), error: toLocavoreError(error).toRecord() })
    }
  }
  if (checked.length > 0) {
    await into.store.putItems(
      checked.map(({ item }) => item),
      checked.flatMap(({ entries }) => entries),
    )
    for (const { item, embeddings } of checked) into.catalogue.put(item, embeddings)
  }
  return { added: checked.length, refused }
}

/**
 * Adds embeddings to items of the device. Those of other spaces stay: they cost little, and a site that goes back to its
 * old model finds them.
 * @throws LocavoreError `unknown-item` if another tab has just removed one; then nothing is stored
 */
export async function storeEmbeddings(
  given: readonly NewEmbeddings[],
  into: { readonly catalogue: Catalogue; readonly store: Store },
): Promise<readonly string[]> {
  const checked = given
    .filter(({ itemId }) => into.catalogue.has(itemId))
    .map(({ itemId, embeddings }) => checkEmbeddings(into.catalogue.get(itemId), embeddings, into.catalogue.space))
  if (checked.length === 0) return []
  await into.store.putItems(
    [],
    checked.flatMap(({ entries }) => entries),
  )
  for (const { item, embeddings } of checked) into.catalogue.put(item, embeddings)
  return checked.map(({ item }) => item.id)
}

function checkPrepared(
  { item: given, embeddings: vectors }: PreparedItem,
  into: { readonly catalogue: Catalogue; readonly isCatalogueItem: (id: string) => boolean },
): CheckedItem {
  const item = checkItem(given)
  if (into.isCatalogueItem(item.id)) {
    throw new LocavoreError(
      'duplicate-item',
      "addItems: the site's catalogue has an item of this id already; choose another id.",
      { itemId: item.id },
    )
  }
  return checkEmbeddings(item, vectors, into.catalogue.space)
}

function checkEmbeddings(
  item: Item,
  vectors: readonly PreparedEmbedding[],
  space: EmbeddingSpace | undefined,
): CheckedItem {
  const embeddings: Partial<Record<Modality, QuantisedVector>> = {}
  const entries = vectors.map((embedding): EmbeddingEntry => {
    const vector = quantiseChecked(embedding, space)
    embeddings[embedding.modality] = vector
    return { itemId: item.id, spaceId: embedding.spaceId, modality: embedding.modality, ...vector }
  })
  return { item, embeddings, entries }
}

/** The compact form of a vector that the engine may compare with its own. @throws `space-mismatch`, `invalid-vector` */
export function quantiseChecked(embedding: PreparedEmbedding, space: EmbeddingSpace | undefined): QuantisedVector {
  requireSpace(embedding, space)
  return quantise(embedding.vector, space.dimensions)
}

/** @throws `space-mismatch` */
export function requireSpace(
  { spaceId, modality }: PreparedEmbedding,
  space: EmbeddingSpace | undefined,
): asserts space is EmbeddingSpace {
  if (space === undefined) {
    throw new LocavoreError(
      'space-mismatch',
      `An embedding of the space "${spaceId}" was given, but no space is known here. Give createRecommender an encoder, a catalogue or a "space".`,
    )
  }
  if (spaceId !== space.id || !space.modalities.includes(modality)) {
    throw new LocavoreError(
      'space-mismatch',
      `An embedding of modality ${modality} in the space "${spaceId}" was given, but this recommender works in "${space.id}" (${space.modalities.join(', ')}). Encode it with the same model.`,
      { given: spaceId, expected: space.id },
    )
  }
}
