import { type IDBPDatabase, openDB } from 'idb'
import { toStorageError } from '../indexeddb/connection/storage-error.js'
import { closedFile, countRows, missingRow } from './check-rows.js'
import type { VectorFile } from './vector-file.js'

/** Rows of one record: few, because rows that matter lie scattered and a record is read whole. */
export const ROWS_PER_RECORD = 16
const STORE = 'vectors'

/** Vectors as records of sixteen rows, in a database of their own. */
export class IndexedDbVectors implements VectorFile {
  readonly backend = 'indexeddb'
  readonly dimensions: number
  readonly #set: string
  #database: IDBPDatabase | undefined

  private constructor(set: string, dimensions: number, database: IDBPDatabase) {
    this.#set = `${set}.${dimensions}`
    this.dimensions = dimensions
    this.#database = database
  }

  static async open(name: string, set: string, dimensions: number): Promise<IndexedDbVectors> {
    try {
      const database = await openDB(name, 1, {
        upgrade: (opened) => void opened.createObjectStore(STORE),
        // Whoever wants to delete or upgrade goes first: these vectors can be written again.
        blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
      })
      return new IndexedDbVectors(set, dimensions, database)
    } catch (thrown) {
      throw toStorageError(thrown)
    }
  }

  async write(first: number, vectors: Float32Array): Promise<void> {
    const database = this.#open()
    const rows = countRows(first, vectors, this.dimensions)
    try {
      const transaction = database.transaction(STORE, 'readwrite', { durability: 'relaxed' })
      transaction.done.catch(() => undefined)
      for (let row = first; row < first + rows; ) {
        const record = Math.floor(row / ROWS_PER_RECORD)
        const end = Math.min(first + rows, (record + 1) * ROWS_PER_RECORD)
        const part = vectors.subarray((row - first) * this.dimensions, (end - first) * this.dimensions)
        const offset = row - record * ROWS_PER_RECORD
        const whole = offset === 0 && end - row === ROWS_PER_RECORD
        const held = whole ? undefined : await transaction.store.get(this.#key(record))
        await transaction.store.put(merge(held, part, offset * this.dimensions), this.#key(record))
        row = end
      }
      transaction.commit()
      await transaction.done
    } catch (thrown) {
      throw toStorageError(thrown)
    }
  }

  async read(rows: Uint32Array): Promise<Float32Array> {
    const database = this.#open()
    const records = [...new Set(Array.from(rows, (row) => Math.floor(row / ROWS_PER_RECORD)))]
    const found = await this.#get(database, records)
    const out = new Float32Array(rows.length * this.dimensions)
    for (const [index, row] of rows.entries()) {
      const record = found.get(Math.floor(row / ROWS_PER_RECORD))
      const start = (row % ROWS_PER_RECORD) * this.dimensions
      if (!(record instanceof Float32Array) || record.length < start + this.dimensions) throw missingRow(row)
      out.set(record.subarray(start, start + this.dimensions), index * this.dimensions)
    }
    return out
  }

  async close(): Promise<void> {
    this.#database?.close()
    this.#database = undefined
  }

  async #get(database: IDBPDatabase, records: readonly number[]): Promise<Map<number, unknown>> {
    try {
      const { store } = database.transaction(STORE)
      const values = await Promise.all(records.map((record) => store.get(this.#key(record))))
      return new Map(records.map((record, index) => [record, values[index]]))
    } catch (thrown) {
      throw toStorageError(thrown)
    }
  }

  #key(record: number): [string, number] {
    return [this.#set, record]
  }

  #open(): IDBPDatabase {
    if (this.#database === undefined) throw closedFile()
    return this.#database
  }
}

/** A record that owns its buffer: a view would be stored with all it is a view of. */
function merge(held: unknown, part: Float32Array, offset: number): Float32Array {
  const before = held instanceof Float32Array ? held : new Float32Array(0)
  const record = new Float32Array(Math.max(before.length, offset + part.length))
  record.set(before)
  record.set(part, offset)
  return record
}
