import { LocavoreError } from '@locavore/core'
import { deleteDB, openDB, unwrap } from 'idb'
import { type Migration, migrate, newestVersion, type UpgradeContext } from '../migrations/migration.js'
import { type Database, type LocavoreSchema, type MetaRows, STORE_NAMES } from '../schema.js'
import { runTransaction } from './transaction.js'

const OPEN_DEADLINE = 10_000
const BLOCKED_DEADLINE = 3_000
const UPGRADE_DEADLINE = 120_000

export interface OpenDatabaseOptions {
  readonly name: string
  readonly migrations: readonly Migration[]
  /** Without it, a database that is not there any more is not made again: it rejects with `closed`. */
  readonly create: boolean
  /** Another connection wants to upgrade (a version) or delete (null). The handle is closed already. */
  readonly onVersionChange: (version: number | null) => void
  /** The browser ended the connection by itself. */
  readonly onTerminated: () => void
}

export interface OpenedDatabase {
  readonly database: Database
  readonly identity: MetaRows['identity']
}

/** Opens and upgrades. @throws raw `DOMException`s of the platform, or a `LocavoreError` */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenedDatabase> {
  const version = newestVersion(options.migrations)
  let upgraded = false
  const open = (deadline: Deadline): Promise<Database> => {
    let failure: unknown
    const request = openDB<LocavoreSchema>(options.name, version, {
      upgrade(opened, oldVersion, _newVersion, transaction) {
        // Rewriting a large database takes its time.
        deadline.set(UPGRADE_DEADLINE)
        upgraded = true
        const context = { database: opened, transaction } as unknown as UpgradeContext
        // The request will only say that it was aborted; the transaction knows why (a full disk, for one).
        const raw = unwrap(transaction)
        raw.addEventListener('abort', () => {
          failure ??= raw.error
        })
        void upgrade(context, oldVersion, options).catch((thrown: unknown) => {
          failure ??= thrown
          abort(context)
        })
      },
      blocked: () => deadline.set(BLOCKED_DEADLINE),
      blocking(_current, wanted, event) {
        ;(event.target as IDBDatabase).close()
        options.onVersionChange(wanted)
      },
      terminated: options.onTerminated,
    })
    return request.catch((thrown: unknown) => {
      throw failure ?? thrown
    })
  }
  const database = await withDeadline(options.name, open, (late) => late.close())
  try {
    const identity = await checkDatabase(database, version)
    if (upgraded) await flush(database)
    return { database, identity }
  } catch (thrown) {
    database.close()
    throw thrown
  }
}

async function upgrade(context: UpgradeContext, oldVersion: number, options: OpenDatabaseOptions): Promise<void> {
  context.transaction.done.catch(() => {})
  if (oldVersion === 0 && !options.create) throw removedError()
  await migrate(context, oldVersion, options.migrations)
}

function abort({ transaction }: UpgradeContext): void {
  try {
    transaction.abort()
  } catch {
    // A failed request has aborted it already.
  }
}

/** The rows a connection needs before it may be used, and the mark of a complete upgrade. */
async function checkDatabase(database: Database, version: number): Promise<MetaRows['identity']> {
  if (STORE_NAMES.some((store) => !database.objectStoreNames.contains(store))) throw corrupt('a store is missing')
  const options = { stores: ['meta'], mode: 'readonly', durability: 'relaxed' } as const
  const [schema, identity] = await runTransaction(database, options, (transaction) =>
    Promise.all([transaction.meta('schema'), transaction.meta('identity')]),
  )
  if (schema?.version !== version) throw corrupt('its last upgrade did not end')
  if (identity === undefined) throw corrupt('its first facts are missing')
  return identity
}

/** An upgrade cannot ask for strict durability, but a strict write behind it takes it to the disk as well. */
async function flush(database: Database): Promise<void> {
  const options = { stores: ['meta'], mode: 'readwrite', durability: 'strict' } as const
  await runTransaction(database, options, async (transaction) => {
    const schema = await transaction.meta('schema')
    if (schema !== undefined) transaction.putMeta('schema', schema)
  })
}

function corrupt(what: string): LocavoreError {
  return new LocavoreError(
    'storage-corrupt',
    `The database is not whole: ${what}. Nothing was changed. Call eraseStore with this name and start anew, then import an earlier export if there is one.`,
    { what },
  )
}

/** For a store whose data was taken away under it. */
export function removedError(): LocavoreError {
  return new LocavoreError(
    'closed',
    'The stored data was erased in another tab or removed by the browser. What this page still knows is out of date: make a new recommender.',
  )
}

/**
 * Deletes the database. Connections of this library close at once when asked to; one that does not makes this reject with
 * `storage-blocked`, and the deletion happens by itself once that connection is gone.
 */
export async function deleteDatabase(name: string, deadlineMs: number): Promise<void> {
  await withDeadline(name, (deadline) => {
    deadline.set(deadlineMs)
    return deleteDB(name)
  })
}

interface Deadline {
  set(milliseconds: number): void
  clear(): void
}

/** Waits for an opening or a deletion, but not for ever. `late` gets what comes when nobody waits for it any more. */
function withDeadline<T>(
  name: string,
  start: (deadline: Deadline) => Promise<T>,
  late: (value: T) => void = () => {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    let expired = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const deadline: Deadline = {
      set(milliseconds) {
        clearTimeout(timer)
        timer = setTimeout(() => {
          expired = true
          reject(blockedError(name, milliseconds))
        }, milliseconds)
      },
      clear: () => clearTimeout(timer),
    }
    deadline.set(OPEN_DEADLINE)
    start(deadline)
      .then((value) => {
        if (expired) late(value)
        else resolve(value)
      }, reject)
      .finally(deadline.clear)
  })
}

function blockedError(name: string, milliseconds: number): LocavoreError {
  return new LocavoreError(
    'storage-blocked',
    `Another tab of this site holds the database "${name}" and did not let go within ${milliseconds / 1000} s. Close the site's other tabs and try again.`,
    { milliseconds },
  )
}
