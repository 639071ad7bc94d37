import type { Item } from '@locavore/core'
import type { CatalogueState, EmbeddingChunk } from '../../store.js'
import type { Connection } from '../connection/connection.js'
import type { WriteTransaction } from '../connection/transaction.js'
import { DirectoryDraft, readDirectory, rowsOf } from '../embeddings/embedding-directory.js'
import { replaceItems } from './catalogue-items.js'
import { writeEmbeddings } from './write-embeddings.js'

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
    const positionOf = new Map(items.map(({ id }, position) => [id, position]))
    for (const [, id] of keys) positionOf.delete(id)
    directory.dropSource('catalogue', transaction)
    const placesOf = await writeEmbeddings(transaction, directory, chunks, positionOf)
    directory.write(transaction)
    await replaceItems(transaction, items, Uint32Array.from(positionOf.values()), placesOf)
    transaction.putMeta('catalogue', state)
  }
  await connection.write(['meta', 'items', 'chunks', 'itemChunks'], 'relaxed', write, DEADLINE)
}

export async function catalogueState(connection: Connection): Promise<CatalogueState | undefined> {
  return connection.read(['meta'], (transaction) => transaction.meta('catalogue'))
}
