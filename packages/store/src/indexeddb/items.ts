import { unknownItemError } from '../shared/embedding-rules.js'
import { groupBy } from '../shared/group-by.js'
import type { EmbeddingEntry, EmbeddingName, StoredItem } from '../store.js'
import { CatalogueItems, readAllItems } from './catalogue/catalogue-items.js'
import type { Connection } from './connection/connection.js'
import type { ReadTransaction, WriteTransaction } from './connection/transaction.js'
import { DirectoryDraft, readDirectory, rowsOf } from './embeddings/embedding-directory.js'
import { EmbeddingEdits } from './embeddings/embeddings.js'
import type { EmbeddingPlace, ItemRow } from './schema.js'

export async function readItems(connection: Connection): Promise<readonly StoredItem[]> {
  const [own, unpack] = await connection.read(['meta', 'items', 'itemChunks'], (transaction) =>
    Promise.all([transaction.getAll('items', rowsOf('device')), readAllItems(transaction)]),
  )
  const catalogue = unpack().map(({ item }): StoredItem => ({ item, source: 'catalogue' }))
  for (const { item } of own) catalogue.push({ item, source: 'device' })
  return catalogue
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
  await connection.write(['meta', 'items', 'chunks', 'itemChunks'], 'relaxed', async (transaction) => {
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
  const catalogue = await CatalogueItems.of(transaction)
  const rows = await readRows(transaction, catalogue, ids)
  const edits = new EmbeddingEdits(directory)
  const drafts: RowDraft[] = []
  for (const { item, source } of items) {
    const before = rows.get(item.id)
    if (before !== undefined && before.source !== source) await deleteRow(transaction, catalogue, before)
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
  for (const draft of drafts) {
    if (draft.source === 'catalogue') await catalogue.put({ item: draft.item, places: draft.places })
    else transaction.put('items', draft)
  }
  catalogue.write(transaction)
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
  return connection.write(['meta', 'items', 'chunks', 'itemChunks'], 'relaxed', async (transaction) => {
    const catalogue = await CatalogueItems.of(transaction)
    const rows = await readRows(transaction, catalogue, ids)
    const edits = new EmbeddingEdits(new DirectoryDraft(await readDirectory(transaction)))
    for (const row of rows.values()) {
      for (const place of row.places) edits.free(row.id, place)
      await deleteRow(transaction, catalogue, row)
    }
    catalogue.write(transaction)
    await edits.apply(transaction)
    return rows.size
  })
}

async function deleteRow(
  transaction: WriteTransaction,
  catalogue: CatalogueItems,
  { source, id }: ItemRow,
): Promise<void> {
  if (source === 'catalogue') await catalogue.delete(id)
  else transaction.delete('items', [source, id])
}

/** An id is in one source at most; both are asked, for only the row itself knows which. */
async function readRows(
  transaction: ReadTransaction,
  catalogue: CatalogueItems,
  ids: ReadonlySet<string>,
): Promise<Map<string, ItemRow>> {
  const own = await Promise.all([...ids].map((id) => transaction.get('items', ['device', id])))
  const rows = new Map(own.filter((row) => row !== undefined).map((row) => [row.id, row]))
  for (const id of ids) {
    const entry = rows.has(id) ? undefined : await catalogue.get(id)
    if (entry !== undefined) rows.set(id, { source: 'catalogue', id, ...entry })
  }
  return rows
}
