import { LocavoreError } from '@locavore/core'
import { MIGRATIONS } from '../migrations/index.js'
import type { Migration } from '../migrations/migration.js'
import { type Database, STORE_NAMES, type StoreName } from '../schema.js'
import { deleteDatabase, type OpenedDatabase, openDatabase, removedError } from './open-database.js'
import { isDeadHandle, toOpeningError, toStorageError } from './storage-error.js'
import { type ReadTransaction, runTransaction, type TransactionOptions, type WriteTransaction } from './transaction.js'

// More only burns time on a database that is gone (react-native-onyx#780, Dexie).
const ATTEMPTS = 3

const ERASE_DEADLINE = 1_900

export type Durability = TransactionOptions['durability']

/**
 * The one owner of the database handle. A handle the browser dropped is replaced, at most twice per call; a database that
 * was deleted is never made again behind the back of whoever deleted it.
 */
export class Connection {
  readonly name: string
  readonly #migrations: readonly Migration[]
  #opening: Promise<Database> | undefined
  #identity: string | undefined
  #ended: LocavoreError | undefined
  readonly #running = new Set<Promise<unknown>>()

  private constructor(name: string, migrations: readonly Migration[]) {
    this.name = name
    this.#migrations = migrations
  }

  /** @throws `storage-unavailable`, `storage-blocked`, `storage-corrupt`, `storage-failed`, `quota-exceeded` */
  static async open(name: string, migrations: readonly Migration[] = MIGRATIONS): Promise<Connection> {
    const connection = new Connection(name, migrations)
    for (let attempt = 1; ; attempt++) {
      try {
        await connection.#database()
        return connection
      } catch (thrown) {
        const error = toOpeningError(thrown)
        if (attempt === ATTEMPTS || error.code !== 'storage-failed' || !isDeadHandle(error.cause)) throw error
      }
    }
  }

  /** All reads of one call in one transaction: they see one state. */
  read<T>(
    stores: readonly StoreName[],
    body: (transaction: ReadTransaction) => Promise<T>,
    deadline?: number,
  ): Promise<T> {
    const options = { stores, mode: 'readonly', durability: 'relaxed' } as const
    return this.#run({ ...options, ...(deadline === undefined ? {} : { deadline }) }, body)
  }

  /** All writes of one call in one transaction: all of them or none. `body` may run again if the handle was dead. */
  write<T>(
    stores: readonly StoreName[],
    durability: Durability,
    body: (transaction: WriteTransaction) => Promise<T>,
    deadline?: number,
  ): Promise<T> {
    const scope = stores.includes('meta') ? stores : [...stores, 'meta' as const]
    const options = {
      stores: scope,
      mode: 'readwrite',
      durability,
      ...(deadline === undefined ? {} : { deadline }),
    } as const
    return this.#run(options, async (transaction) => {
      const identity = await transaction.meta('identity')
      if (identity?.id !== this.#identity || identity?.erasing === true) throw this.#end(removedError())
      return body(transaction)
    })
  }

  /** Ends it for good, after what is running. */
  async close(): Promise<void> {
    this.#end(closedError())
    await Promise.allSettled(this.#running)
    await this.#drop(this.#opening)
  }

  /**
   * Empties every store durably, then deletes the database. Should the deletion be blocked or the page be killed between
   * the two, no data is left, and the next opening finishes it.
   */
  async erase(): Promise<void> {
    if (this.#ended !== undefined) throw this.#ended
    const started = performance.now()
    const opening = this.#database()
    this.#end(closedError())
    const identity = this.#identity
    await this.#wipe(opening, identity).catch(() => {})
    await this.#drop(opening)
    try {
      await deleteDatabase(this.name, Math.max(200, ERASE_DEADLINE - (performance.now() - started)))
    } catch (thrown) {
      throw toStorageError(thrown)
    }
  }

  async #wipe(opening: Promise<Database>, identity = ''): Promise<void> {
    const options = { stores: STORE_NAMES, mode: 'readwrite', durability: 'strict', deadline: 1_000 } as const
    await runTransaction(await opening, options, async (transaction) => {
      const schema = await transaction.meta('schema')
      for (const store of STORE_NAMES) transaction.clear(store)
      transaction.putMeta('identity', { id: identity, erasing: true })
      if (schema !== undefined) transaction.putMeta('schema', schema)
    })
  }

  #run<T>(options: TransactionOptions, body: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    const work = this.#attempt(options, body)
    this.#running.add(work)
    const forget = () => this.#running.delete(work)
    work.then(forget, forget)
    return work
  }

  async #attempt<T>(options: TransactionOptions, body: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      if (this.#ended !== undefined) throw this.#ended
      const opening = this.#database()
      try {
        return await runTransaction(await opening, options, body)
      } catch (thrown) {
        const dropped = opening !== this.#opening
        if (!isDeadHandle(thrown) && !(dropped && !(thrown instanceof LocavoreError))) throw toStorageError(thrown)
        if (this.#ended !== undefined) throw this.#ended
        if (attempt === ATTEMPTS) throw toStorageError(thrown)
        await this.#drop(opening)
      }
    }
  }

  /** The promise stands before anything is awaited, so that calls at the same time share one opening. */
  #database(): Promise<Database> {
    if (this.#opening !== undefined) return this.#opening
    const forget = () => {
      if (this.#opening === opening) this.#opening = undefined
    }
    const opening = this.#open(forget)
    this.#opening = opening
    opening.catch(forget)
    return opening
  }

  async #open(onTerminated: () => void): Promise<Database> {
    const { database, identity } = await this.#openHandle(onTerminated)
    if (identity.erasing && this.#identity === undefined) {
      // Whoever erased it was stopped before the end.
      database.close()
      await deleteDatabase(this.name, ERASE_DEADLINE)
      return this.#open(onTerminated)
    }
    if (this.#identity !== undefined && identity.id !== this.#identity) {
      database.close()
      throw this.#end(removedError())
    }
    this.#identity = identity.id
    return database
  }

  #openHandle(onTerminated: () => void): Promise<OpenedDatabase> {
    return openDatabase({
      name: this.name,
      migrations: this.#migrations,
      create: this.#identity === undefined,
      onVersionChange: (version) => this.#end(version === null ? removedError() : outdatedError()),
      onTerminated,
    })
  }

  #end(error: LocavoreError): LocavoreError {
    this.#ended ??= error
    return this.#ended
  }

  async #drop(opening: Promise<Database> | undefined): Promise<void> {
    if (opening !== undefined && this.#opening === opening) this.#opening = undefined
    const database = await opening?.catch(() => undefined)
    database?.close()
  }
}

function closedError(): LocavoreError {
  return new LocavoreError('closed', 'This store is closed. Open it again to go on.')
}

function outdatedError(): LocavoreError {
  return new LocavoreError(
    'closed',
    'A newer version of this site has upgraded the database. Reload the page to go on with it.',
  )
}
