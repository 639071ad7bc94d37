import type { Item } from '@locavore/core'
import { parseImport } from '../portable/import.js'
import { checkChunks, checkEntries } from '../shared/embedding-rules.js'
import { parseAfter, parseAppendedList, parseSnapshot } from '../shared/interaction-schema.js'
import { parseCatalogueItems, parseCatalogueState, parseStoredItems } from '../shared/item-schema.js'
import type {
  AppendedInteraction,
  CatalogueState,
  EmbeddingChunk,
  EmbeddingEntry,
  PackState,
  ProfileSnapshot,
  Store,
  StoredItem,
} from '../store.js'
import * as catalogue from './catalogue/catalogue.js'
import { Connection } from './connection/connection.js'
import * as embeddings from './embeddings/embeddings.js'
import * as interactions from './interactions.js'
import * as items from './items.js'
import type { Migration } from './migrations/migration.js'
import * as packs from './pack-files.js'
import * as portable from './portable-data.js'
import * as profiles from './profile-snapshots.js'

/** Checks what it is given, then hands it to the file that keeps that kind of thing. */
export class IndexedDbStore implements Store {
  readonly kind = 'indexeddb'
  readonly #connection: Connection

  private constructor(connection: Connection) {
    this.#connection = connection
  }

  /** @param databaseName the whole name, prefix included */
  static async open(databaseName: string, migrations?: readonly Migration[]): Promise<IndexedDbStore> {
    return new IndexedDbStore(await Connection.open(databaseName, migrations))
  }

  async append(given: readonly AppendedInteraction[]) {
    return interactions.append(this.#connection, parseAppendedList(given))
  }

  async readLog(after = 0) {
    return interactions.readLog(this.#connection, parseAfter(after))
  }

  async revision() {
    return this.#connection.read(['meta'], interactions.readRevision)
  }

  async forget(sequences: readonly number[]) {
    return interactions.forget(this.#connection, sequences)
  }

  async putItems(given: readonly StoredItem[], entries: readonly EmbeddingEntry[]) {
    checkEntries(entries)
    await items.putItems(this.#connection, parseStoredItems(given), entries)
  }

  async removeItems(itemIds: readonly string[]) {
    return items.removeItems(this.#connection, itemIds)
  }

  async readItems() {
    return items.readItems(this.#connection)
  }

  async readEmbeddings(spaceId: string) {
    return embeddings.readEmbeddings(this.#connection, spaceId)
  }

  async visitEmbeddings(spaceId: string, visit: (chunk: EmbeddingChunk) => void) {
    return embeddings.visitEmbeddings(this.#connection, spaceId, visit)
  }

  async listOtherSpaces(spaceId: string) {
    return items.listOtherSpaces(this.#connection, spaceId)
  }

  async replaceCatalogue(state: CatalogueState, given: readonly Item[], chunks: readonly EmbeddingChunk[]) {
    const parsed = parseCatalogueItems(given)
    checkChunks(chunks, new Map(parsed.map((item, position) => [item.id, position])))
    await catalogue.replaceCatalogue(this.#connection, parseCatalogueState(state), parsed, chunks)
  }

  async catalogueState() {
    return catalogue.catalogueState(this.#connection)
  }

  async putPackFile(sha256: string, bytes: Uint8Array) {
    await packs.putPackFile(this.#connection, sha256, bytes)
  }

  async readPackFile(sha256: string) {
    return packs.readPackFile(this.#connection, sha256)
  }

  async listPackFiles() {
    return packs.listPackFiles(this.#connection)
  }

  async swapPack(state: PackState) {
    await packs.swapPack(this.#connection, state)
  }

  async packState() {
    return packs.packState(this.#connection)
  }

  async saveProfile(snapshot: ProfileSnapshot) {
    await profiles.saveProfile(this.#connection, parseSnapshot(snapshot))
  }

  async loadProfile() {
    return profiles.loadProfile(this.#connection)
  }

  async exportData() {
    return portable.exportData(this.#connection)
  }

  async importData(data: unknown) {
    const parsed = parseImport(data)
    await portable.importData(this.#connection, parsed)
    return { interactions: parsed.interactions.length, items: parsed.items.length }
  }

  async erase() {
    await this.#connection.erase()
  }

  async close() {
    await this.#connection.close()
  }
}
