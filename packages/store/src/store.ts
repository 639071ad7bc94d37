import type { Interaction, InteractionInput, Item, Modality } from '@locavore/core'

/** One item's embedding in its compact form: `value[d] = codes[d] * scale`. */
export interface EmbeddingEntry {
  readonly itemId: string
  readonly spaceId: string
  readonly modality: Modality
  readonly codes: Int8Array
  readonly scale: number
}

/** Which embedding it is, without its numbers. */
export type EmbeddingName = Pick<EmbeddingEntry, 'itemId' | 'spaceId' | 'modality'>

/**
 * Many embeddings of one space and modality in one buffer, as they lie in the database.
 * `ids[row]` is the item of row `row`; an empty string marks a free row.
 */
export interface EmbeddingChunk {
  readonly spaceId: string
  readonly modality: Modality
  readonly dimensions: number
  readonly ids: readonly string[]
  /** `[ids.length, dimensions]`, row-major. */
  readonly codes: Int8Array
  /** `[ids.length]`. */
  readonly scales: Float32Array
}

/** The catalogue pack that this device serves: its manifest, and the files that it needs. */
export interface PackState {
  readonly url: string
  readonly revision: string
  /** `manifest.json` as it came. */
  readonly manifest: Uint8Array
  /** SHA-256 of every file of the pack, 64 hexadecimal digits each. */
  readonly files: readonly string[]
  /** SHA-256 of a file that is not the pack's: what reading it has come to, kept to spare reading it again. It stays with them. */
  readonly index?: string
  /** False while the first download goes on: then only some of the files are here. */
  readonly complete: boolean
}

/**
 * Changes whenever another tab (or this one) changed the log: `last` grows with every append, `epoch` with every forget,
 * import or erase. A profile folded at the same revision is current.
 */
export interface LogRevision {
  readonly last: number
  readonly epoch: number
}

/** A profile as bytes, with the log revision it was folded at. Two generations are kept; each carries a checksum. */
export interface ProfileSnapshot {
  readonly revision: LogRevision
  readonly bytes: Uint8Array
}

/** Everything held about the person, as plain data: the content of an export file. */
export interface ExportedData {
  readonly format: 'locavore-export@1'
  readonly exportedAt: number
  readonly interactions: readonly Interaction[]
  readonly items: readonly Item[]
  readonly embeddings: readonly ExportedEmbedding[]
}

export interface ExportedEmbedding {
  readonly itemId: string
  readonly spaceId: string
  readonly modality: Modality
  readonly scale: number
  /** Base64 of the int8 codes. */
  readonly codes: string
}

export interface AppendedInteraction extends InteractionInput {
  readonly at: number
}

/**
 * What the engine keeps. Every write resolves only when it is durable by the platform's own account (`complete` of the
 * transaction), and writes nothing at all when it rejects. All methods reject with a `LocavoreError`:
 * `quota-exceeded`, `storage-blocked`, `storage-failed`, `storage-corrupt` or `closed`. What is malformed is refused before
 * anything is written, with the code of its kind: unknown fields of interactions and items are malformed too.
 *
 * Durability: `forget`, `importData`, `erase` and upgrades wait for the disk (strict); everything else waits for the
 * operating system (relaxed), so a power cut, but no crash of page or browser, may take the last seconds of it.
 */
export interface Store {
  readonly kind: 'indexeddb' | 'memory'

  /** Appends in one transaction; gives them back with their sequence numbers, from 1 without gaps. */
  append(interactions: readonly AppendedInteraction[]): Promise<readonly Interaction[]>
  /** Interactions with `sequence > after`, oldest first. Forgotten ones are not among them. */
  readLog(after?: number): Promise<readonly Interaction[]>
  revision(): Promise<LogRevision>
  /** Takes interactions away for good, leaving only a mark that the number was used. Returns how many were there. */
  forget(sequences: readonly number[]): Promise<number>

  /**
   * Adds or replaces items and their embeddings, together or not at all. Rewrites only the chunks it touches. A replaced
   * item keeps none of its old embeddings; an embedding of an item that is not in `items` is added to the stored item, in
   * place of the one of the same space and modality.
   * @throws `invalid-argument`, `invalid-vector`, `duplicate-item`, `unknown-item`, `space-mismatch`
   */
  putItems(items: readonly Item[], embeddings: readonly EmbeddingEntry[]): Promise<void>
  /** Removes items and their embeddings. Returns how many were there. */
  removeItems(itemIds: readonly string[]): Promise<number>
  readItems(): Promise<readonly Item[]>
  /** All chunks of a space; rows are in no particular order. */
  readEmbeddings(spaceId: string): Promise<readonly EmbeddingChunk[]>
  /** Which embeddings of other spaces the items have: what another model made. */
  listOtherSpaces(spaceId: string): Promise<readonly EmbeddingName[]>
  /** Keeps files of a pack, each under the hash of its content; of the same hash there is one. @throws `catalogue-invalid` */
  putPackFiles(files: ReadonlyMap<string, Uint8Array>): Promise<void>
  /**
   * As it was put, unchecked: the reader compares the hash. Undefined if it is not here.
   * @param into room that may be used for it, for who reads one file after another; what comes may be a part of it
   */
  readPackFile(sha256: string, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Hashes of all files that are here, of whichever pack. */
  listPackFiles(): Promise<readonly string[]>
  /**
   * Makes this the pack that is served, in one transaction: the old or the new, never a mixture. Files it does not name go; if
   * it is complete, all that it names must be here.
   * @throws `catalogue-invalid`, and nothing has changed
   */
  swapPack(state: PackState): Promise<void>
  packState(): Promise<PackState | undefined>

  /** A snapshot of an epoch that is over holds what was forgotten since: it is not kept, and that is no error. */
  saveProfile(snapshot: ProfileSnapshot): Promise<void>
  /** The newest snapshot whose checksum holds, or undefined. A damaged one is skipped, never served. */
  loadProfile(): Promise<ProfileSnapshot | undefined>

  /** Interactions, items and embeddings. */
  exportData(): Promise<ExportedData>
  /**
   * Replaces the person's data by `data` in one transaction; `import-invalid` (and no change) if it is malformed. Sequence
   * numbers are kept.
   */
  importData(data: unknown): Promise<{ readonly interactions: number; readonly items: number }>
  /**
   * Removes every row, the files of packs, and the database itself. The store is closed afterwards, and so is every other one on this database,
   * in any tab. Rejects with `storage-blocked` after 2 s if a strange connection keeps the empty database alive. The removal is
   * logical: browsers may leave the bytes on the disk until they tidy up.
   */
  erase(): Promise<void>
  close(): Promise<void>
}

export interface OpenStoreOptions {
  /** Database name given by the site; `locavore:` is put before it. It must name the site's shelf, never a person. */
  readonly name: string
  /** `memory` keeps nothing after the page; `persistent` (default) falls back to memory where IndexedDB is missing. */
  readonly storage?: 'persistent' | 'memory'
}

export interface OpenedStore {
  readonly store: Store
  /** Set when the store is not what was asked for: the sentence goes into the recommender's `degraded` reason. */
  readonly degraded?: string
}
