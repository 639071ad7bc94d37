import { buildExport } from '../portable/export.js'
import type { ImportedData } from '../portable/import.js'
import { unpackChunk } from '../shared/embedding-rules.js'
import type { ExportedData } from '../store.js'
import type { Connection } from './connection/connection.js'
import { DirectoryDraft, ownRows, readDirectory } from './embeddings/embedding-directory.js'
import { readGroups, verifyGroup } from './embeddings/embeddings.js'
import { readInteractions, replaceLog } from './interactions.js'
import { writeItems } from './items.js'
import { STORE_NAMES } from './schema.js'

export async function exportData(connection: Connection): Promise<ExportedData> {
  const [interactions, rows, groups] = await connection.read(
    ['meta', 'interactions', 'items', 'chunks'],
    (transaction) =>
      Promise.all([
        readInteractions(transaction),
        transaction.getAll('items', ownRows()),
        readGroups(transaction, () => true),
      ]),
  )
  const embeddings = groups.flatMap(verifyGroup).flatMap(unpackChunk)
  return buildExport(
    interactions,
    rows.map((row) => row.item),
    embeddings,
  )
}

/** Log, snapshots and items are replaced together. */
export async function importData(connection: Connection, data: ImportedData): Promise<void> {
  await connection.write([...STORE_NAMES], 'strict', async (transaction) => {
    await replaceLog(transaction, data.interactions)
    const directory = new DirectoryDraft(await readDirectory(transaction))
    directory.drop(transaction)
    transaction.delete('items', ownRows())
    await writeItems(transaction, directory, data.items, data.embeddings)
  })
}
