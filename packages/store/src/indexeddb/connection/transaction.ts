import { LocavoreError } from '@locavore/core'
import { type IDBPTransaction, type StoreKey, type StoreValue, unwrap, wrap } from 'idb'
import type { Database, LocavoreSchema, MetaKey, MetaRows, StoreName } from '../schema.js'

type Value<S extends StoreName> = StoreValue<LocavoreSchema, S>
type Key<S extends StoreName> = StoreKey<LocavoreSchema, S>
type Query<S extends StoreName> = Key<S> | IDBKeyRange

export interface TransactionOptions {
  readonly stores: readonly StoreName[]
  readonly mode: 'readonly' | 'readwrite'
  /** `strict` waits for the disk, `relaxed` for the operating system: a power cut may take the last seconds of it. */
  readonly durability: 'relaxed' | 'strict'
  /** How long it may wait and work before it is given up with `storage-blocked` (default 15,000 ms). */
  readonly deadline?: number
}

const DEADLINE = 15_000

// Behind this, an end that the browser never reports is reported by us.
const GRACE = 3_000

/** What a read may do. */
export interface ReadTransaction {
  get<S extends StoreName>(store: S, key: Key<S>): Promise<Value<S> | undefined>
  getAll<S extends StoreName>(store: S, range?: IDBKeyRange): Promise<Value<S>[]>
  getAllKeys<S extends StoreName>(store: S, range?: IDBKeyRange): Promise<Key<S>[]>
  meta<K extends MetaKey>(key: K): Promise<MetaRows[K] | undefined>
}

/** Writes are not awaited one by one: a failing one aborts the transaction, which then rejects as a whole. */
export interface WriteTransaction extends ReadTransaction {
  put<S extends Exclude<StoreName, 'meta'>>(store: S, value: Value<S>): void
  /** As `put`, but fails if the key is taken. */
  add<S extends Exclude<StoreName, 'meta'>>(store: S, value: Value<S>): void
  delete<S extends StoreName>(store: S, query: Query<S>): void
  clear(store: StoreName): void
  putMeta<K extends MetaKey>(key: K, value: MetaRows[K]): void
}

/**
 * The only place where transactions begin and end. Resolves when the platform reports `complete`; rejects, with nothing
 * written, in every other case. `body` may await what its transaction gives back and nothing else: a foreign wait ends an
 * IndexedDB transaction, and is reported as `internal`.
 */
export async function runTransaction<T>(
  database: Database,
  options: TransactionOptions,
  body: (transaction: WriteTransaction) => Promise<T>,
): Promise<T> {
  const wrapped = database.transaction([...options.stores], options.mode, { durability: options.durability })
  // Its rejection carries less than the events below, and nobody else listens to it.
  wrapped.done.catch(ignore)
  const raw = unwrap(wrapped)
  const ending = watchEnding(raw, options.deadline ?? DEADLINE)
  try {
    const result = await Promise.race([body(openDoors(wrapped)), ending.failure])
    commit(raw, ending)
    await ending.done
    return result
  } catch (thrown) {
    // Asked before our own abort, which would look like a reason too.
    const reason = ending.reason()
    abort(raw)
    await ending.done.catch(ignore)
    throw reason ?? thrown
  } finally {
    ending.stop()
  }
}

interface Ending {
  /** Resolves on `complete`, rejects on `abort` and on the last deadline. */
  readonly done: Promise<void>
  /** `done`, but it never resolves: for a race with the body. */
  readonly failure: Promise<never>
  /** Why the platform or the deadline ended it, if they did. */
  reason(): unknown
  isOver(): boolean
  stop(): void
}

function watchEnding(raw: IDBTransaction, deadline: number): Ending {
  let expired: LocavoreError | undefined
  let requestError: unknown
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const done = new Promise<void>((resolve, reject) => {
    raw.addEventListener('complete', () => {
      over = true
      resolve()
    })
    // The transaction's own error is set only when it aborts, and some engines leave it empty then.
    raw.addEventListener('error', (event) => {
      requestError ??= (event.target as IDBRequest | null)?.error
    })
    raw.addEventListener('abort', () => {
      over = true
      reject(expired ?? raw.error ?? requestError ?? new DOMException('The transaction was aborted.', 'AbortError'))
    })
    timer = setTimeout(() => {
      expired = blocked(deadline)
      abort(raw)
      timer = setTimeout(() => reject(expired), GRACE)
    }, deadline)
  })
  const failure = new Promise<never>((_, reject) => {
    done.catch(reject)
  })
  failure.catch(ignore)
  return {
    done,
    failure,
    reason: () => expired ?? raw.error ?? requestError,
    isOver: () => over,
    stop: () => clearTimeout(timer),
  }
}

function blocked(deadline: number): LocavoreError {
  return new LocavoreError(
    'storage-blocked',
    `The database did not answer within ${deadline / 1000} s: another tab of this site may be holding it. Nothing of this call was stored; close other tabs and try again.`,
    { deadline },
  )
}

// Without it a transaction in a page that is being left waits for an idle moment that may never come.
function commit(raw: IDBTransaction, ending: Ending): void {
  try {
    raw.commit()
  } catch (thrown) {
    if (ending.reason() !== undefined) return
    throw new LocavoreError(
      'internal',
      'A transaction ended before its work did, which is a mistake inside Locavore (it waited for something else): please report it.',
      { over: ending.isOver() },
      thrown,
    )
  }
}

function abort(raw: IDBTransaction): void {
  try {
    raw.abort()
  } catch {
    // It is over already, or too far committed: its own events tell which.
  }
}

function ignore(): void {}

/**
 * Object stores are fetched before the body runs: asked for later, on a transaction that has ended, they would fail like a
 * dead handle does, and the body would be run again.
 */
function openDoors(wrapped: IDBPTransaction<LocavoreSchema, StoreName[], 'readonly' | 'readwrite'>): WriteTransaction {
  const stores = new Map([...wrapped.objectStoreNames].map((name) => [name, unwrap(wrapped.objectStore(name))]))
  const raw = (name: StoreName): IDBObjectStore => {
    const store = stores.get(name)
    if (store === undefined) throw new LocavoreError('internal', `The store ${name} is outside this transaction.`)
    return store as IDBObjectStore
  }
  const ask = <T>(request: IDBRequest): Promise<T> => wrap(request) as Promise<T>
  return {
    get: (store, key) => ask(raw(store).get(key)),
    getAll: (store, range) => ask(raw(store).getAll(range)),
    getAllKeys: (store, range) => ask(raw(store).getAllKeys(range)),
    meta: (key) => ask(raw('meta').get(key)),
    put: (store, value) => void raw(store).put(value),
    add: (store, value) => void raw(store).add(value),
    delete: (store, query) => void raw(store).delete(query),
    clear: (store) => void raw(store).clear(),
    putMeta: (key, value) => void raw('meta').put(value, key),
  }
}
