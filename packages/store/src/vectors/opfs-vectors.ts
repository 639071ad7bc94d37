import { LocavoreError } from '@locavore/core'
import { toStorageError } from '../indexeddb/connection/storage-error.js'
import { type AccessHandle, isInUse, openFile, openFolder } from '../opfs/private-files.js'
import { closedFile, countRows, missingRow } from './check-rows.js'
import type { VectorFile } from './vector-file.js'

const BYTES = 4

/** Rows one behind the other in one file, little endian as typed arrays are everywhere a browser runs. */
export class OpfsVectors implements VectorFile {
  readonly backend = 'opfs'
  readonly dimensions: number
  #handle: AccessHandle | undefined

  private constructor(dimensions: number, handle: AccessHandle) {
    this.dimensions = dimensions
    this.#handle = handle
  }

  /** @throws `storage-blocked` if another tab has it open */
  static async open(folder: string, set: string, dimensions: number): Promise<OpfsVectors> {
    try {
      const name = `${set}.${dimensions}.f32`
      return new OpfsVectors(dimensions, await openFile(await openFolder(folder), name, { create: true }))
    } catch (thrown) {
      if (!isInUse(thrown)) throw toStorageError(thrown)
      throw new LocavoreError(
        'storage-blocked',
        'Another tab of this site has these vectors open. Close it, or open them with backend "indexeddb".',
        {},
        thrown,
      )
    }
  }

  async write(first: number, vectors: Float32Array): Promise<void> {
    const handle = this.#open()
    countRows(first, vectors, this.dimensions)
    try {
      const written = handle.write(vectors, { at: first * this.dimensions * BYTES })
      if (written !== vectors.byteLength) throw new DOMException('The file has no more room.', 'QuotaExceededError')
      handle.flush()
    } catch (thrown) {
      throw toStorageError(thrown)
    }
  }

  async read(rows: Uint32Array): Promise<Float32Array> {
    const handle = this.#open()
    const out = new Float32Array(rows.length * this.dimensions)
    const length = this.dimensions * BYTES
    for (const [index, row] of rows.entries()) {
      const into = out.subarray(index * this.dimensions, (index + 1) * this.dimensions)
      if (handle.read(into, { at: row * length }) !== length) throw missingRow(row)
    }
    return out
  }

  async close(): Promise<void> {
    this.#handle?.close()
    this.#handle = undefined
  }

  #open(): AccessHandle {
    if (this.#handle === undefined) throw closedFile()
    return this.#handle
  }
}
