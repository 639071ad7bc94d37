import { Catalogue, type EmbeddingSpace, type Embeddings, type Kernels, type Modality } from '@locavore/core'
import type { EmbeddingChunk, StoredItem } from '@locavore/store'
import type { PackAssembly, PackedItem } from '../pack/assembly/pack-assembly.js'

type MutableEmbeddings = { -readonly [M in Modality]?: NonNullable<Embeddings[M]> }

/** Embeddings by item id: views of the chunks, for the catalogue copies what it is given. */
export type EmbeddingsById = Map<string, MutableEmbeddings>

export function embeddingsById(chunks: readonly EmbeddingChunk[]): EmbeddingsById {
  const byId: EmbeddingsById = new Map()
  for (const { modality, dimensions, ids, codes, scales } of chunks) {
    for (const [row, id] of ids.entries()) {
      const scale = scales[row] ?? 0
      if (id === '' || scale === 0) continue
      const entry = byId.get(id) ?? {}
      entry[modality] = { codes: codes.subarray(row * dimensions, (row + 1) * dimensions), scale }
      byId.set(id, entry)
    }
  }
  return byId
}

/** What the person added on this device. */
export interface OwnItems {
  readonly items: readonly StoredItem[]
  readonly embeddings: EmbeddingsById
}

export interface CatalogueParts {
  readonly kernels: Kernels
  readonly space: EmbeddingSpace | undefined
  readonly pack: PackAssembly | undefined
  readonly own: OwnItems
}

/**
 * Puts everything into memory: the site's items in the order of its pack, then the person's own by id. The order is the same
 * however the items got here, so equal scores fall the same way before and after a reload.
 */
export function buildCatalogue({ kernels, space, pack, own }: CatalogueParts): Catalogue {
  const catalogue = new Catalogue(space === undefined ? { kernels } : { kernels, space })
  const ownIds = new Set(own.items.map(({ item }) => item.id))
  for (const packed of pack?.items ?? []) putPacked(catalogue, packed, ownIds)
  const sorted = [...own.items].sort((a, b) => (a.item.id < b.item.id ? -1 : 1))
  for (const { item } of sorted) catalogue.put(item, known(own.embeddings.get(item.id), space))
  return catalogue
}

/** Of one id the person's own item stays. */
export function putPacked(catalogue: Catalogue, { item, embeddings }: PackedItem, ownIds: ReadonlySet<string>): void {
  if (!ownIds.has(item.id)) catalogue.put(item, known(embeddings, catalogue.space))
}

/** What the space has no modality for cannot be compared, and stays out. */
function known(embeddings: Embeddings | undefined, space: EmbeddingSpace | undefined): Embeddings {
  if (embeddings === undefined || space === undefined) return {}
  const entries = Object.entries(embeddings).filter(([modality]) => space.modalities.includes(modality as Modality))
  return Object.fromEntries(entries)
}
