import type { Item } from '@locavore/core'
import { isUsedRow } from '../shared/embedding-rules.js'
import { groupBy } from '../shared/group-by.js'
import type { CatalogueState, EmbeddingChunk } from '../store.js'
import type { Connection } from './connection/connection.js'
import type { WriteTransaction } from './connection/transaction.js'
import { ChunkDraft, ROWS_PER_CHUNK, sealChunk } from './embeddings/chunk-draft.js'
import { DirectoryDraft, readDirectory, rowsOf } from './embeddings/embedding-directory.js'
import type { EmbeddingPlace } from './schema.js'

/** The old catalogue goes by range and the new one comes in the same transaction. Items the person added stay theirs. */
export async function replaceCatalogue(
  connection: Connection,
  state: CatalogueState,
  items: readonly Item[],
  chunks: readonly EmbeddingChunk[],
): Promise<void> {
  await connection.write(['meta', 'items', 'chunks'], 'relaxed', async (transaction) => {
    const directory = new DirectoryDraft(await readDirectory(transaction))
    const keys = await transaction.getAllKeys('items', rowsOf('device'))
    const own = new Set(keys.map(([, id]) => id))
    directory.dropSource('catalogue', transaction)
    transaction.delete('items', rowsOf('catalogue'))
    const places = writeChunks(transaction, directory, chunks, own)
    directory.write(transaction)
    for (const item of items) {
      if (own.has(item.id)) continue
      transaction.put('items', { source: 'catalogue', id: item.id, item, places: places.get(item.id) ?? [] })
    }
    transaction.putMeta('catalogue', state)
  })
}

export async function catalogueState(connection: Connection): Promise<CatalogueState | undefined> {
  return connection.read(['meta'], (transaction) => transaction.meta('catalogue'))
}

type Places = Map<string, EmbeddingPlace[]>

function writeChunks(
  transaction: WriteTransaction,
  directory: DirectoryDraft,
  chunks: readonly EmbeddingChunk[],
  own: ReadonlySet<string>,
): Places {
  const places: Places = new Map()
  const groups = groupBy(chunks, ({ spaceId, modality }) => JSON.stringify([spaceId, modality]))
  for (const same of groups.values()) writeGroup(transaction, directory, same, own, places)
  return places
}

/** Packs the rows of one group densely into records of our own length, whatever length the chunks came in. */
function writeGroup(
  transaction: WriteTransaction,
  directory: DirectoryDraft,
  chunks: readonly EmbeddingChunk[],
  own: ReadonlySet<string>,
  places: Places,
): void {
  const [first] = chunks
  if (first === undefined) return
  const group = directory.group('catalogue', first.spaceId, first.modality, first.dimensions)
  let draft = new ChunkDraft(group.dimensions)
  const seal = () => {
    if (draft.used === 0) return
    transaction.put('chunks', sealChunk(group.id, group.used.length, draft.content()))
    group.used.push(draft.used)
    draft = new ChunkDraft(group.dimensions)
  }
  for (const { ids, codes, scales } of chunks) {
    for (const [index, itemId] of ids.entries()) {
      if (!isUsedRow({ ids, scales }, index) || own.has(itemId)) continue
      const embedding = {
        codes: codes.subarray(index * group.dimensions, (index + 1) * group.dimensions),
        scale: scales[index] as number,
      }
      const row = draft.add(itemId, embedding) ?? 0
      const place = { group: group.id, chunk: group.used.length, row }
      const known = places.get(itemId)
      if (known === undefined) places.set(itemId, [place])
      else known.push(place)
      if (draft.used === ROWS_PER_CHUNK) seal()
    }
  }
  seal()
}
