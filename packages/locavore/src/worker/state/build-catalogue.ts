import {
  Catalogue,
  type EmbeddingSpace,
  type Embeddings,
  type Item,
  type ItemTable,
  type Kernels,
  type Modality,
} from '@locavore/core'
import type { EmbeddingChunk, Store } from '@locavore/store'
import type { PackAssembly, ShardChange } from '../pack/assembly/pack-assembly.js'
import type { ShardVectors } from '../pack/assembly/shard-content.js'

type MutableEmbeddings = { -readonly [M in Modality]?: NonNullable<Embeddings[M]> }

/** Embeddings by item id: views of the chunks, for the catalogue copies what it is given. */
type EmbeddingsById = Map<string, MutableEmbeddings>

function embeddingsById(chunks: readonly EmbeddingChunk[]): EmbeddingsById {
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
  readonly items: readonly Item[]
  readonly embeddings: EmbeddingsById
}

/** Embeddings of other spaces are not of use here. @param space undefined: no embeddings are */
export async function readOwn(store: Store, space: EmbeddingSpace | undefined): Promise<OwnItems> {
  const items = await store.readItems()
  return { items, embeddings: space === undefined ? new Map() : embeddingsById(await store.readEmbeddings(space.id)) }
}

export interface CatalogueParts {
  readonly kernels: Kernels
  readonly space: EmbeddingSpace | undefined
  readonly pack: PackAssembly | undefined
  readonly own: OwnItems
}

/**
 * Puts everything into memory: the site's items in the order of its pack, then the person's own by id. The order is the same
 * however the items got here, so equal scores fall the same way before and after a reload. Vectors come a table at a time, so
 * that those of a pack that lies on the device never stand in memory twice.
 */
export async function buildCatalogue({ kernels, space, pack, own }: CatalogueParts): Promise<Catalogue> {
  const ownIds = new Set(own.items.map(({ id }) => id))
  // Nearly always: then the table that the pack has made is the catalogue's as well.
  const apart = pack !== undefined && own.items.every(({ id }) => !pack.has(id))
  const catalogue = emptyCatalogue(kernels, space, apart ? pack.items : undefined)
  try {
    if (pack !== undefined) await embedPack(catalogue, pack, apart ? pack.indexes() : putPack(catalogue, pack, ownIds))
  } catch (error) {
    catalogue.close()
    throw error
  }
  const sorted = [...own.items].sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const item of sorted) catalogue.put(item, known(own.embeddings.get(item.id), space))
  return catalogue
}

/** @param rows that are in it from the beginning */
export function emptyCatalogue(kernels: Kernels, space: EmbeddingSpace | undefined, rows?: ItemTable): Catalogue {
  return new Catalogue({ kernels, ...(space === undefined ? {} : { space }), ...(rows === undefined ? {} : { rows }) })
}

/** Of one id the person's own item stays. @returns the index of each row of the pack; -1 of those left out */
function putPack(catalogue: Catalogue, pack: PackAssembly, ownIds: ReadonlySet<string>): Int32Array {
  const own = rowsOf(pack, ownIds)
  const indexes = new Int32Array(pack.rowCount).fill(-1)
  catalogue.reserve(pack.items.count)
  pack.items.forEachRow((items, row, place) => {
    const packRow = pack.items.rowAt(place)
    if (!own.has(packRow)) indexes[packRow] = catalogue.putRow(items, row)
  })
  return indexes
}

/** After the items: then a table knows how many rows to make room for. */
async function embedPack(catalogue: Catalogue, pack: PackAssembly, indexes: Int32Array): Promise<void> {
  await pack.forEachTable((vectors, firstRow) => {
    embed(catalogue, vectors, indexes.subarray(firstRow, firstRow + vectors.rows.count))
  })
}

/** One more shard, after what it removes was removed. Of one id the person's own item stays. */
export function putShard(
  catalogue: Catalogue,
  pack: PackAssembly,
  change: ShardChange,
  ownIds: ReadonlySet<string>,
): void {
  const { items, firstRow, vectors } = change
  const own = rowsOf(pack, ownIds)
  const indexes = new Int32Array(items.count).fill(-1)
  for (let row = 0; row < items.count; row += 1) {
    if (!own.has(firstRow + row)) indexes[row] = catalogue.putRow(items, row)
  }
  for (const one of vectors) embed(catalogue, one, indexes)
}

function rowsOf(pack: PackAssembly, ids: ReadonlySet<string>): ReadonlySet<number> {
  return new Set([...ids].map((id) => pack.rowOf(id)))
}

/** What the space has no modality for cannot be compared, and stays out. */
function embed(catalogue: Catalogue, { modality, rows }: ShardVectors, indexes: Int32Array): void {
  if (catalogue.space?.modalities.includes(modality) === true) catalogue.embedRows(modality, indexes, rows)
}

/** The same of a person's own. */
function known(embeddings: Embeddings | undefined, space: EmbeddingSpace | undefined): Embeddings {
  if (embeddings === undefined || space === undefined) return {}
  const entries = Object.entries(embeddings).filter(([modality]) => space.modalities.includes(modality as Modality))
  return Object.fromEntries(entries)
}
