import type { Item } from '@locavore/core'
import { isUsedRow } from '../../shared/embedding-rules.js'
import { groupBy } from '../../shared/group-by.js'
import type { CatalogueState, EmbeddingChunk } from '../../store.js'
import type { Connection } from '../connection/connection.js'
import type { WriteTransaction } from '../connection/transaction.js'
import { ChunkDraft, ROWS_PER_CHUNK, sealChunk } from '../embeddings/chunk-draft.js'
import { DirectoryDraft, readDirectory, rowsOf } from '../embeddings/embedding-directory.js'
import type { EmbeddingPlace } from '../schema.js'
import { replaceItems } from './catalogue-items.js'

/** A large catalogue takes its time on a slow disk. */
const DEADLINE = 120_000

/** The old catalogue goes by range and the new one comes in the same transaction. Items the person added stay theirs. */
export async function replaceCatalogue(
  connection: Connection,
  state: CatalogueState,
  items: readonly Item[],
  chunks: readonly EmbeddingChunk[],
): Promise<void> {
  const write = async (transaction: WriteTransaction) => {
    const directory = new DirectoryDraft(await readDirectory(transaction))
    const keys = await transaction.getAllKeys('items', rowsOf('device'))
    const own = new Set(keys.map(([, id]) => id))
    directory.dropSource('catalogue', transaction)
    const places = await writeChunks(transaction, directory, chunks, own)
    directory.write(transaction)
    const kept = items.filter(({ id }) => !own.has(id))
    await replaceItems(
      transaction,
      kept.map((item) => ({ item, places: places.get(item.id) ?? [] })),
    )
    transaction.putMeta('catalogue', state)
  }
  await connection.write(['meta', 'items', 'chunks', 'itemChunks'], 'relaxed', write, DEADLINE)
}

export async function catalogueState(connection: Connection): Promise<CatalogueState | undefined> {
  return connection.read(['meta'], (transaction) => transaction.meta('catalogue'))
}

type Places = Map<string, EmbeddingPlace[]>

async function writeChunks(
  transaction: WriteTransaction,
  directory: DirectoryDraft,
  chunks: readonly EmbeddingChunk[],
  own: ReadonlySet<string>,
): Promise<Places> {
  const places: Places = new Map()
  const groups = groupBy(chunks, ({ spaceId, modality }) => JSON.stringify([spaceId, modality]))
  for (const same of groups.values()) await writeGroup(transaction, directory, same, own, places)
  return places
}

/** Packs the rows of one group densely into records of our own length, whatever length the chunks came in. */
async function writeGroup(
  transaction: WriteTransaction,
  directory: DirectoryDraft,
  chunks: readonly EmbeddingChunk[],
  own: ReadonlySet<string>,
  places: Places,
): Promise<void> {
  const [first] = chunks
  if (first === undefined) return
  const group = directory.group('catalogue', first.spaceId, first.modality, first.dimensions)
  let draft = new ChunkDraft(group.dimensions)
  const seal = async () => {
    if (draft.used === 0) return
    transaction.put('chunks', sealChunk(group.id, group.used.length, draft.content()))
    group.used.push(draft.used)
    draft = new ChunkDraft(group.dimensions)
    return transaction.settled()
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
      if (draft.used === ROWS_PER_CHUNK) await seal()
    }
  }
  await seal()
}
