import { removeFolder } from '../opfs/private-files.js'
import { type Extent, Segments } from '../opfs/segments.js'
import { checkPackHash, checkPackState, keptFiles, missingFile } from '../shared/pack-rules.js'
import type { PackState } from '../store.js'
import type { Connection } from './connection/connection.js'
import type { ReadTransaction } from './connection/transaction.js'
import type { PackIndexRow } from './schema.js'

/** How long an erasure asks again for files that another tab has open: a little longer than tabs keep them so. */
const ERASE_DEADLINE = 1_500
const ASK_AGAIN = 50

/**
 * The files of catalogue packs: their bytes in the origin's private files where this thread has them, else in the database.
 * The database always holds which are there and where, so a swap is one transaction wherever the bytes are.
 */
export class PackFiles {
  readonly #connection: Connection
  #segments: Promise<Segments | undefined> | undefined
  /** Where files lie, as of the last look. Another tab may know more, but nothing that is here ever moves or changes. */
  #index = new Map<string, PackIndexRow>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async put(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    for (const sha256 of files.keys()) checkPackHash(sha256)
    if (files.size === 0) return
    await this.#inTurn(async () => {
      const segments = await this.#open()
      if (segments === undefined) return this.#putRecords(files)
      const places = await segments.append([...files.values()])
      const rows = [...files.keys()].map((sha256, k) => ({ sha256, ...(places[k] as Extent) }))
      try {
        await this.#connection.write(['packIndex'], 'relaxed', async (transaction) => {
          for (const row of rows) transaction.put('packIndex', row)
        })
      } catch (thrown) {
        segments.takeBack(places[0]?.offset ?? 0)
        throw thrown
      }
      for (const row of rows) this.#index.set(row.sha256, row)
    })
  }

  async read(sha256: string, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const segments = await this.#open()
    const place = segments && (await this.#find(sha256))
    const bytes = place && (await segments.read(place, into))
    if (bytes !== undefined) return bytes
    // Another tab may have swapped it away meanwhile.
    this.#index.delete(sha256)
    const row = await this.#connection.read(['packFiles'], (transaction) => transaction.get('packFiles', sha256))
    // What a database gives is a copy that nobody else has.
    return row === undefined ? undefined : new Uint8Array(row.bytes.buffer as ArrayBuffer)
  }

  async list(): Promise<readonly string[]> {
    const { records, rows } = await this.#connection.read(['packFiles', 'packIndex'], allFiles)
    return [...new Set([...records, ...rows.map(({ sha256 }) => sha256)])].sort()
  }

  async swap(state: PackState): Promise<void> {
    checkPackState(state)
    await this.#inTurn(async () => {
      // Given up to make room: a device this full may refuse even the record that says so. Without its bytes a file is not here.
      if (state.files.length === 0) await this.#keepOnly([])
      const rows = await this.#connection.write(['meta', 'packFiles', 'packIndex'], 'relaxed', async (transaction) => {
        const here = await allFiles(transaction)
        const missing = missingFile(state, new Set([...here.records, ...here.rows.map(({ sha256 }) => sha256)]))
        if (missing !== undefined) throw missing
        const wanted = new Set(keptFiles(state))
        for (const sha256 of here.records) if (!wanted.has(sha256)) transaction.delete('packFiles', sha256)
        for (const { sha256 } of here.rows) if (!wanted.has(sha256)) transaction.delete('packIndex', sha256)
        transaction.putMeta('pack', { ...state, manifest: state.manifest.slice() })
        return here.rows.filter(({ sha256 }) => wanted.has(sha256))
      })
      this.#index = new Map(rows.map((row) => [row.sha256, row]))
      // Also what was being written when its worker died. The swap has been done, whatever comes of this.
      await this.#keepOnly(rows)
    })
  }

  async state(): Promise<PackState | undefined> {
    return this.#connection.read(['meta'], (transaction) => transaction.meta('pack'))
  }

  async close(): Promise<void> {
    await this.#last
    ;(await this.#segments)?.close()
  }

  /** @throws `storage-failed` if another tab does not let go of them */
  async erase(): Promise<void> {
    await this.close()
    await removePackFiles(this.#connection.name)
  }

  async #keepOnly(rows: readonly PackIndexRow[]): Promise<void> {
    const segments = await this.#open()
    await segments?.keepOnly(new Set(rows.map(({ segment }) => segment))).catch(() => undefined)
  }

  async #putRecords(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
    await this.#connection.write(['packFiles'], 'relaxed', async (transaction) => {
      for (const [sha256, bytes] of files) {
        // A view would carry the whole buffer behind it into the database; the database makes its own copy of the rest.
        const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
        transaction.put('packFiles', { sha256, bytes: own })
      }
    })
  }

  async #find(sha256: string): Promise<PackIndexRow | undefined> {
    if (!this.#index.has(sha256)) {
      const rows = await this.#connection.read(['packIndex'], (transaction) => transaction.getAll('packIndex'))
      this.#index = new Map(rows.map((row) => [row.sha256, row]))
    }
    return this.#index.get(sha256)
  }

  #open(): Promise<Segments | undefined> {
    this.#segments ??= Segments.open(packFolderName(this.#connection.name))
    return this.#segments
  }

  /** One write after the other: a swap must not clear away what a `put` is about to list. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

async function allFiles(transaction: ReadTransaction) {
  const [records, rows] = await Promise.all([transaction.getAllKeys('packFiles'), transaction.getAll('packIndex')])
  return { records, rows }
}

/** @throws `storage-failed` if another tab does not let go of them */
export async function removePackFiles(databaseName: string): Promise<void> {
  const deadline = performance.now() + ERASE_DEADLINE
  for (;;) {
    try {
      return await removeFolder(packFolderName(databaseName))
    } catch (thrown) {
      if (performance.now() > deadline) throw thrown
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN))
    }
  }
}

/** Without a colon, which file systems dislike. */
function packFolderName(databaseName: string): string {
  return databaseName.replace(':', '-packs-')
}
