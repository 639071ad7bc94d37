import type { Item } from '@locavore/core'
import { parseImport } from '../portable/import.js'
import { checkEntries } from '../shared/embedding-rules.js'
import { parseAfter, parseAppendedList, parseSnapshot } from '../shared/interaction-schema.js'
import { parseItems } from '../shared/item-schema.js'
import type { AppendedInteraction, EmbeddingEntry, PackState, ProfileSnapshot, Store } from '../store.js'
import { Connection } from './connection/connection.js'
import * as embeddings from './embeddings/embeddings.js'
import * as interactions from './interactions.js'
import * as items from './items.js'
import type { Migration } from './migrations/migration.js'
import { PackFiles } from './pack-files.js'
import * as portable from './portable-data.js'
import * as profiles from './profile-snapshots.js'

/** Checks what it is given, then hands it to the file that keeps that kind of thing. */
export class IndexedDbStore implements Store {
  readonly kind = 'indexeddb'
  readonly #connection: Connection
  readonly #packs: PackFiles

  private constructor(connection: Connection) {
    this.#connection = connection
    this.#packs = new PackFiles(connection)
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

  async putItems(given: readonly Item[], entries: readonly EmbeddingEntry[]) {
    checkEntries(entries)
    await items.putItems(this.#connection, parseItems(given), entries)
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

  async listOtherSpaces(spaceId: string) {
    return items.listOtherSpaces(this.#connection, spaceId)
  }

  async putPackFiles(files: ReadonlyMap<string, Uint8Array>) {
    await this.#packs.put(files)
  }

  async readPackFile(sha256: string, into?: Uint8Array<ArrayBuffer>) {
    return this.#packs.read(sha256, into)
  }

  async listPackFiles() {
    return this.#packs.list()
  }

  async swapPack(state: PackState) {
    await this.#packs.swap(state)
  }

  async packState() {
    return this.#packs.state()
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
    try {
      await this.#connection.erase()
    } finally {
      await this.#packs.erase()
    }
  }

  async close() {
    await this.#packs.close()
    await this.#connection.close()
  }
}
