import { unknownItemError } from '../shared/embedding-rules.js'
import { groupBy } from '../shared/group-by.js'
import type { EmbeddingEntry, EmbeddingName, StoredItem } from '../store.js'
import type { Connection } from './connection/connection.js'
import type { ReadTransaction, WriteTransaction } from './connection/transaction.js'
import { DirectoryDraft, readDirectory, rowsOf } from './embeddings/embedding-directory.js'
import { EmbeddingEdits } from './embeddings/embeddings.js'
import type { EmbeddingPlace, ItemRow } from './schema.js'

export async function readItems(connection: Connection): Promise<readonly StoredItem[]> {
  const rows = await connection.read(['items'], (transaction) => transaction.getAll('items'))
  return rows.map(({ item, source }) => ({ item, source }))
}

/** Reads no row where every embedding is of this space, which is nearly always. */
export async function listOtherSpaces(connection: Connection, spaceId: string): Promise<readonly EmbeddingName[]> {
  return connection.read(['meta', 'items'], async (transaction) => {
    const { groups } = await readDirectory(transaction)
    const others = new Map(
      groups
        .filter((group) => group.source === 'device' && group.spaceId !== spaceId)
        .map((group) => [group.id, group]),
    )
    if (others.size === 0) return []
    const rows = await transaction.getAll('items', rowsOf('device'))
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
  items: readonly StoredItem[],
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
  items: readonly StoredItem[],
  embeddings: readonly EmbeddingEntry[],
): Promise<void> {
  const entriesOf = groupBy(embeddings, (entry) => entry.itemId)
  const ids = new Set([...items.map(({ item }) => item.id), ...entriesOf.keys()])
  const rows = await readRows(transaction, ids)
  const edits = new EmbeddingEdits(directory)
  const drafts: RowDraft[] = []
  for (const { item, source } of items) {
    const before = rows.get(item.id)
    if (before !== undefined && before.source !== source) transaction.delete('items', [before.source, item.id])
    const draft = { source, id: item.id, item, places: [] }
    const left = placeEntries(directory, edits, draft, before?.places ?? [], entriesOf.get(item.id) ?? [])
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
    const group = directory.group(draft.source, entry.spaceId, entry.modality, entry.codes.length)
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
    for (const { source, id, places } of rows.values()) {
      for (const place of places) edits.free(id, place)
      transaction.delete('items', [source, id])
    }
    await edits.apply(transaction)
    return rows.size
  })
}

/** An id is in one source at most; both keys are asked for, for only the row itself knows which. */
async function readRows(transaction: ReadTransaction, ids: ReadonlySet<string>): Promise<Map<string, ItemRow>> {
  const found = await Promise.all(
    [...ids].flatMap((id) => [transaction.get('items', ['device', id]), transaction.get('items', ['catalogue', id])]),
  )
  return new Map(found.filter((row) => row !== undefined).map((row) => [row.id, row]))
}
