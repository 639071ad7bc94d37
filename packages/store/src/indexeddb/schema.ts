import type { Interaction, Item, Modality } from '@locavore/core'
import type { DBSchema, IDBPDatabase } from 'idb'
import type { Extent } from '../opfs/segments.js'
import type { LogRevision, PackState } from '../store.js'

/**
 * DO NOT CHANGE. Every device that ever opened a site has its data under this prefix and the site's name: another prefix
 * is another, empty database, and what people had is never found again. The same holds for the names in `STORE_NAMES`.
 */
export const DATABASE_PREFIX = 'locavore:'

/** The stores of the newest version. Older ones stand in `migrations/`. */
export const STORE_NAMES = ['meta', 'interactions', 'items', 'chunks', 'profiles', 'packFiles', 'packIndex'] as const

export type StoreName = (typeof STORE_NAMES)[number]

/** Single facts about the whole database, by key. */
export interface MetaRows {
  /** Made once with the database: a connection that finds another one here is looking at another database. */
  identity: { readonly id: string; readonly erasing: boolean }
  /** Written as the last step of every upgrade. */
  schema: { readonly version: number; readonly migration: string }
  log: LogRevision
  /** The catalogue pack that is served, or the part of one that is here. */
  pack: PackState
  embeddings: EmbeddingDirectory
}

export type MetaKey = keyof MetaRows

/** The mark is what stays of a forgotten interaction: its number was used, and nothing else is known. */
export type InteractionRow = Interaction | ForgottenMark

export interface ForgottenMark {
  readonly sequence: number
  readonly forgotten: true
}

/** Items that the person added. In versions 1 and 2 those of the site's catalogue were here too, hence the word in the key. */
export const OWN = 'device'

export interface ItemRow {
  readonly source: typeof OWN
  readonly id: string
  readonly item: Item
  /** Where the item's embeddings lie, at most one place per group. */
  readonly places: readonly EmbeddingPlace[]
}

export interface EmbeddingPlace {
  readonly group: number
  readonly chunk: number
  readonly row: number
}

/** The embeddings of one space and modality. */
export interface EmbeddingGroup {
  readonly id: number
  readonly source: typeof OWN
  readonly spaceId: string
  readonly modality: Modality
  readonly dimensions: number
  /** Rows in use in chunk `i`; 0 means that there is no such record. */
  readonly used: readonly number[]
}

export interface EmbeddingDirectory {
  readonly nextGroup: number
  readonly groups: readonly EmbeddingGroup[]
}

/** Up to `ROWS_PER_CHUNK` embeddings of one group in one record. Rows behind the last used one are not stored. */
export interface ChunkRow {
  readonly group: number
  readonly chunk: number
  /** Version of this record's layout. */
  readonly layout: 1
  readonly dimensions: number
  readonly ids: readonly string[]
  /** `[ids.length, dimensions]` */
  readonly codes: Int8Array
  /** `[ids.length]` */
  readonly scales: Float32Array
  readonly checksum: number
}

export interface ProfileRow {
  readonly generation: 'a' | 'b'
  /** Grows with every save, so that the newer of two generations is known without a clock. */
  readonly counter: number
  readonly revision: LogRevision
  readonly bytes: Uint8Array
  readonly checksum: number
}

/** One file of a catalogue pack, by its content: whoever reads it checks the hash. Where there are private files, it lies there. */
export interface PackFileRow {
  readonly sha256: string
  readonly bytes: Uint8Array
}

/** Where a file of a catalogue pack lies, whole, in the private files. */
export interface PackIndexRow extends Extent {
  readonly sha256: string
}

export interface LocavoreSchema extends DBSchema {
  meta: { key: MetaKey; value: MetaRows[MetaKey] }
  interactions: { key: number; value: InteractionRow }
  items: { key: [typeof OWN, string]; value: ItemRow }
  chunks: { key: [number, number]; value: ChunkRow }
  profiles: { key: 'a' | 'b'; value: ProfileRow }
  packFiles: { key: string; value: PackFileRow }
  packIndex: { key: string; value: PackIndexRow }
}

export type Database = IDBPDatabase<LocavoreSchema>

export function isForgotten(row: InteractionRow): row is ForgottenMark {
  return 'forgotten' in row
}
