import { LocavoreError } from '@locavore/core'
import { deleteDatabase } from './indexeddb/connection/open-database.js'
import { toOpeningError, unavailableSentence } from './indexeddb/connection/storage-error.js'
import { IndexedDbStore } from './indexeddb/indexeddb-store.js'
import { removePackFiles } from './indexeddb/pack-files.js'
import { MemoryStore } from './memory/memory-store.js'
import { databaseName } from './site-name.js'
import type { OpenedStore, OpenStoreOptions } from './store.js'

const ERASE_DEADLINE = 1_900
const KNOWN_OPTIONS = new Set(['name', 'storage'])

/**
 * Opens the site's store, upgrading it if it is of an older version. Where the browser gives no database at all the store
 * is in memory and `degraded` says so; a database that is there but cannot be used is an error, never an empty store.
 * @throws `invalid-argument`, `unknown-option`, `storage-blocked`, `storage-corrupt`, `storage-failed`, `quota-exceeded`
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  checkOptions(options)
  const name = databaseName(options.name)
  if (options.storage === 'memory') return { store: new MemoryStore() }
  const missing = missingDatabase()
  if (missing !== undefined) return { store: new MemoryStore(), degraded: unavailableSentence(missing) }
  try {
    return { store: await IndexedDbStore.open(name) }
  } catch (thrown) {
    const error = toOpeningError(thrown)
    if (error.code !== 'storage-unavailable') throw error
    return { store: new MemoryStore(), degraded: error.message }
  }
}

/**
 * Removes everything a site's store holds without opening it: the way out when `openStore` rejects with `storage-corrupt`.
 * Stores that are open on it, in this tab or another, are closed.
 * @throws `invalid-argument`, `storage-blocked`, `storage-failed`
 */
export async function eraseStore(name: string): Promise<void> {
  const database = databaseName(name)
  if (missingDatabase() !== undefined) return
  try {
    await deleteDatabase(database, ERASE_DEADLINE)
    await removePackFiles(database)
  } catch (thrown) {
    throw toOpeningError(thrown)
  }
}

/**
 * Whether this device has a store of that name, without making one. Where a browser does not tell, true: opening finds out.
 * @throws `invalid-argument`
 */
export async function storeExists(name: string): Promise<boolean> {
  const database = databaseName(name)
  if (missingDatabase() !== undefined) return false
  try {
    return (await indexedDB.databases()).some((known) => known.name === database)
  } catch {
    return true
  }
}

function checkOptions(options: OpenStoreOptions): void {
  for (const option of Object.keys(options)) {
    if (KNOWN_OPTIONS.has(option)) continue
    throw new LocavoreError('unknown-option', `openStore has no option "${option}". It knows: name, storage.`, {
      option,
    })
  }
  const { storage } = options
  if (storage === undefined || storage === 'persistent' || storage === 'memory') return
  throw new LocavoreError('invalid-argument', '`storage` must be "persistent" or "memory".', { option: 'storage' })
}

/** Why there is no IndexedDB, or `undefined` if there is one. Reading the property throws where storage is blocked. */
function missingDatabase(): string | undefined {
  try {
    return globalThis.indexedDB ? undefined : 'it has no IndexedDB'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.name : 'access is refused'
  }
}
