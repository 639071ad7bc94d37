import type { Item } from '@locavore/core'
import { unknownItemError } from '../shared/embedding-rules.js'
import { groupBy } from '../shared/group-by.js'
import type { EmbeddingEntry, EmbeddingName } from '../store.js'
import type { Connection } from './connection/connection.js'
import type { ReadTransaction, WriteTransaction } from './connection/transaction.js'
import { DirectoryDraft, ownRows, readDirectory } from './embeddings/embedding-directory.js'
import { EmbeddingEdits } from './embeddings/embeddings.js'
import { type EmbeddingPlace, type ItemRow, OWN } from './schema.js'

export async function readItems(connection: Connection): Promise<readonly Item[]> {
  const rows = await connection.read(['items'], (transaction) => transaction.getAll('items', ownRows()))
  return rows.map(({ item }) => item)
}

/** Reads no row where every embedding is of this space, which is nearly always. */
export async function listOtherSpaces(connection: Connection, spaceId: string): Promise<readonly EmbeddingName[]> {
  return connection.read(['meta', 'items'], async (transaction) => {
    const { groups } = await readDirectory(transaction)
    const others = new Map(groups.filter((group) => group.spaceId !== spaceId).map((group) => [group.id, group]))
    if (others.size === 0) return []
    const rows = await transaction.getAll('items', ownRows())
    return rows.flatMap(({ id, places }) =>
      places.flatMap((place) => {
        const group = others.get(place.group)
        return group === undefined ? [] : [{ itemId: id, spaceId: group.spaceId, modality: group.modality }]
      }),
    )
  })
}

export async function putItems(
  connection: Connection,
  items: readonly Item[],
  embeddings: readonly EmbeddingEntry[],
): Promise<void> {
  if (items.length === 0 && embeddings.length === 0) return
  await connection.write(['meta', 'items', 'chunks'], 'relaxed', async (transaction) => {
    const directory = new DirectoryDraft(await readDirectory(transaction))
    await writeItems(transaction, directory, items, embeddings)
  })
}

/** The body of `putItems`, for every write that adds items. Writes the directory as well. */
export async function writeItems(
  transaction: WriteTransaction,
  directory: DirectoryDraft,
  items: readonly Item[],
  embeddings: readonly EmbeddingEntry[],
): Promise<void> {
  const entriesOf = groupBy(embeddings, (entry) => entry.itemId)
  const rows = await readRows(transaction, new Set([...items.map(({ id }) => id), ...entriesOf.keys()]))
  const edits = new EmbeddingEdits(directory)
  const drafts: RowDraft[] = []
  for (const item of items) {
    const draft: RowDraft = { source: OWN, id: item.id, item, places: [] }
    const before = rows.get(item.id)?.places ?? []
    const left = placeEntries(directory, edits, draft, before, entriesOf.get(item.id) ?? [])
    for (const place of left) edits.free(item.id, place)
    drafts.push(draft)
    entriesOf.delete(item.id)
  }
  for (const [itemId, entries] of entriesOf) {
    const before = rows.get(itemId)
    if (before === undefined) throw unknownItemError()
    const draft: RowDraft = { ...before, places: [] }
    draft.places.push(...placeEntries(directory, edits, draft, before.places, entries))
    drafts.push(draft)
  }
  await edits.apply(transaction)
  for (const draft of drafts) transaction.put('items', draft)
}

interface RowDraft extends ItemRow {
  readonly places: EmbeddingPlace[]
}

/** Gives the old places that no entry took over. */
function placeEntries(
  directory: DirectoryDraft,
  edits: EmbeddingEdits,
  draft: RowDraft,
  before: readonly EmbeddingPlace[],
  entries: readonly EmbeddingEntry[],
): readonly EmbeddingPlace[] {
  const left = [...before]
  for (const entry of entries) {
    const group = directory.group(entry.spaceId, entry.modality, entry.codes.length)
    const index = left.findIndex((place) => place.group === group.id)
    const [place] = index === -1 ? [] : left.splice(index, 1)
    if (place === undefined) edits.insert(group.id, entry, (placed) => draft.places.push(placed))
    else {
      edits.overwrite(place, entry)
      draft.places.push(place)
    }
  }
  return left
}

export async function removeItems(connection: Connection, itemIds: readonly string[]): Promise<number> {
  const ids = new Set(itemIds)
  if (ids.size === 0) return 0
  return connection.write(['meta', 'items', 'chunks'], 'relaxed', async (transaction) => {
    const rows = await readRows(transaction, ids)
    const edits = new EmbeddingEdits(new DirectoryDraft(await readDirectory(transaction)))
    for (const row of rows.values()) {
      for (const place of row.places) edits.free(row.id, place)
      transaction.delete('items', [OWN, row.id])
    }
    await edits.apply(transaction)
    return rows.size
  })
}

async function readRows(transaction: ReadTransaction, ids: ReadonlySet<string>): Promise<Map<string, ItemRow>> {
  const rows = await Promise.all([...ids].map((id) => transaction.get('items', [OWN, id])))
  return new Map(rows.filter((row) => row !== undefined).map((row) => [row.id, row]))
}
