import type { EmbeddingChunk, EmbeddingEntry } from '../../store.js'
import type { Connection } from '../connection/connection.js'
import type { ReadTransaction, WriteTransaction } from '../connection/transaction.js'
import type { ChunkRow, EmbeddingGroup, EmbeddingPlace } from '../schema.js'
import { ChunkDraft, openChunk, ROWS_PER_CHUNK, sealChunk, toEmbeddingChunk } from './chunk-draft.js'
import {
  chunksOf,
  type DirectoryDraft,
  directoryError,
  type MutableGroup,
  readDirectory,
} from './embedding-directory.js'

interface Insertion {
  readonly entry: EmbeddingEntry
  readonly placed: (place: EmbeddingPlace) => void
}

interface Change {
  readonly place: EmbeddingPlace
  readonly itemId: string
  /** Absent: the row is freed. */
  readonly entry?: EmbeddingEntry
}

/** Collects what a write does to embeddings, then reads, changes and writes each touched chunk once. */
export class EmbeddingEdits {
  readonly #directory: DirectoryDraft
  readonly #changes: Change[] = []
  readonly #insertions = new Map<number, Insertion[]>()

  constructor(directory: DirectoryDraft) {
    this.#directory = directory
  }

  free(itemId: string, place: EmbeddingPlace): void {
    this.#changes.push({ itemId, place })
  }

  overwrite(place: EmbeddingPlace, entry: EmbeddingEntry): void {
    this.#changes.push({ itemId: entry.itemId, place, entry })
  }

  /** `placed` is called by `apply`, when the row is known. */
  insert(group: number, entry: EmbeddingEntry, placed: (place: EmbeddingPlace) => void): void {
    const insertions = this.#insertions.get(group)
    if (insertions === undefined) this.#insertions.set(group, [{ entry, placed }])
    else insertions.push({ entry, placed })
  }

  async apply(transaction: WriteTransaction): Promise<void> {
    const touched = new Set([...this.#changes.map(({ place }) => place.group), ...this.#insertions.keys()])
    for (const id of touched) {
      const group = this.#directory.byId(id)
      const changes = this.#changes.filter(({ place }) => place.group === id)
      await changeGroup(transaction, group, changes, this.#insertions.get(id) ?? [])
    }
    this.#directory.write(transaction)
  }
}

async function changeGroup(
  transaction: WriteTransaction,
  group: MutableGroup,
  changes: readonly Change[],
  insertions: readonly Insertion[],
): Promise<void> {
  const drafts = await loadDrafts(transaction, group, chunksToTouch(group, changes, insertions.length))
  for (const { itemId, place, entry } of changes) {
    const draft = drafts.get(place.chunk)
    if (draft?.idOf(place.row) !== itemId)
      throw directoryError(`row ${place.row} of chunk ${place.chunk} is another item's`)
    if (entry === undefined) draft.free(place.row)
    else draft.overwrite(place.row, entry)
  }
  fill(group, drafts, insertions)
  for (const [chunk, draft] of drafts) {
    group.used[chunk] = draft.used
    if (draft.used === 0) transaction.delete('chunks', [group.id, chunk])
    else transaction.put('chunks', sealChunk(group.id, chunk, draft.content()))
  }
}

/** The chunks that change anyway, then the first ones with room, then new ones, until every insertion has a row. */
function chunksToTouch(group: EmbeddingGroup, changes: readonly Change[], insertions: number): readonly number[] {
  const room = new Map<number, number>()
  for (const { place, entry } of changes) {
    const before = room.get(place.chunk) ?? ROWS_PER_CHUNK - (group.used[place.chunk] ?? 0)
    room.set(place.chunk, entry === undefined ? before + 1 : before)
  }
  let missing = insertions
  for (const free of room.values()) missing -= free
  for (let chunk = 0; missing > 0; chunk++) {
    const free = ROWS_PER_CHUNK - (group.used[chunk] ?? 0)
    if (free === 0 || room.has(chunk)) continue
    room.set(chunk, free)
    missing -= free
  }
  return [...room.keys()]
}

async function loadDrafts(
  transaction: WriteTransaction,
  group: EmbeddingGroup,
  chunks: readonly number[],
): Promise<Map<number, ChunkDraft>> {
  const drafts = await Promise.all(
    chunks.map(async (chunk): Promise<[number, ChunkDraft]> => {
      if ((group.used[chunk] ?? 0) === 0) return [chunk, new ChunkDraft(group.dimensions)]
      const row = await transaction.get('chunks', [group.id, chunk])
      return [chunk, new ChunkDraft(group.dimensions, openChunk(row, group, chunk))]
    }),
  )
  return new Map(drafts)
}

function fill(group: EmbeddingGroup, drafts: ReadonlyMap<number, ChunkDraft>, insertions: readonly Insertion[]): void {
  let next = 0
  for (const [chunk, draft] of drafts) {
    for (; next < insertions.length; next++) {
      const { entry, placed } = insertions[next] as Insertion
      const row = draft.add(entry.itemId, entry)
      if (row === undefined) break
      placed({ group: group.id, chunk, row })
    }
  }
}

export interface StoredGroup {
  readonly group: EmbeddingGroup
  readonly rows: readonly ChunkRow[]
}

/** Reads whole groups; nothing is verified yet, so that the transaction is short. */
export async function readGroups(
  transaction: ReadTransaction,
  wanted: (group: EmbeddingGroup) => boolean,
): Promise<readonly StoredGroup[]> {
  const { groups } = await readDirectory(transaction)
  return Promise.all(
    groups
      .filter(wanted)
      .map(async (group) => ({ group, rows: await transaction.getAll('chunks', chunksOf(group.id)) })),
  )
}

/** @throws `storage-corrupt` if a chunk is missing or damaged */
export function verifyGroup({ group, rows }: StoredGroup): readonly EmbeddingChunk[] {
  const byChunk = new Map(rows.map((row) => [row.chunk, row]))
  return group.used.flatMap((used, chunk) =>
    used > 0 ? [toEmbeddingChunk(openChunk(byChunk.get(chunk), group, chunk), group)] : [],
  )
}

export async function readEmbeddings(connection: Connection, spaceId: string): Promise<readonly EmbeddingChunk[]> {
  const stored = await connection.read(['meta', 'chunks'], (transaction) =>
    readGroups(transaction, (group) => group.spaceId === spaceId),
  )
  return stored.flatMap(verifyGroup)
}
