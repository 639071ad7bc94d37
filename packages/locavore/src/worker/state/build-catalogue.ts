import { Catalogue, type EmbeddingSpace, type Embeddings, type Kernels, type Modality } from '@locavore/core'
import type { EmbeddingChunk, StoredItem } from '@locavore/store'
import type { FetchedCatalogue } from '../catalogue/catalogue-loader.js'

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

/** The files of a site as the chunks a store keeps. */
export function chunksOf({ items, rows, space }: FetchedCatalogue): readonly EmbeddingChunk[] {
  const ids = items.map((item) => item.id)
  return rows.map(({ modality, rows: { codes, scales, dimensions } }) => ({
    spaceId: space.id,
    modality,
    dimensions,
    ids,
    codes,
    scales,
  }))
}

export interface CatalogueParts {
  readonly kernels: Kernels
  readonly space: EmbeddingSpace | undefined
  readonly items: readonly StoredItem[]
  readonly embeddings: EmbeddingsById
}

/**
 * Puts everything into memory: the site's items, then the person's own, each by id. The order is the same however the
 * items got here, so equal scores fall the same way before and after a reload.
 */
export function buildCatalogue({ kernels, space, items, embeddings }: CatalogueParts): Catalogue {
  const catalogue = new Catalogue(space === undefined ? { kernels } : { kernels, space })
  const sorted = [...items].sort(bySourceAndId)
  // Of one id the person's own item comes last, and stays.
  for (const { item } of sorted) catalogue.put(item, known(embeddings.get(item.id), space))
  return catalogue
}

/**
 * Copies the rows of a chunk into a catalogue that has its items already. Rows of items it has not, and of media the space
 * has not, stay out.
 */
export function addEmbeddings(catalogue: Catalogue, chunk: EmbeddingChunk): void {
  const { modality, dimensions, ids, codes, scales } = chunk
  if (!catalogue.space?.modalities.includes(modality)) return
  for (const [row, id] of ids.entries()) {
    const scale = scales[row] ?? 0
    if (scale === 0 || !catalogue.has(id)) continue
    catalogue.embed(id, modality, { codes: codes.subarray(row * dimensions, (row + 1) * dimensions), scale })
  }
}

/** Whether an item can be compared with anything. */
export function hasEmbedding(catalogue: Catalogue, id: string): boolean {
  const index = catalogue.indexOf(id)
  return index !== undefined && catalogue.modalities.some((modality) => catalogue.modality(modality)?.has(index))
}

/** What the space has no modality for cannot be compared, and stays out. */
function known(embeddings: MutableEmbeddings | undefined, space: EmbeddingSpace | undefined): Embeddings {
  if (embeddings === undefined || space === undefined) return {}
  const entries = Object.entries(embeddings).filter(([modality]) => space.modalities.includes(modality as Modality))
  return Object.fromEntries(entries)
}

function bySourceAndId(left: StoredItem, right: StoredItem): number {
  if (left.source !== right.source) return left.source === 'catalogue' ? -1 : 1
  return left.item.id < right.item.id ? -1 : 1
}
