import { toStorageError } from '../indexeddb/connection/storage-error.js'
import { type AccessHandle, hasOpfs, isInUse, isMissing, openFile, openFolder } from './private-files.js'

/** Where a file lies: in which segment, from which byte on. */
export interface Extent {
  readonly segment: string
  readonly offset: number
  readonly bytes: number
}

/** A segment that has reached this is not appended to. Few large files, because opening one costs as much as reading megabytes. */
const SEGMENT_BYTES = 32 * 2 ** 20
/** Handles are let go when nobody has asked for this long, so that other tabs can remove what they must. */
const IDLE_MS = 1_000

/**
 * Files one behind the other in a few large ones of the origin's private file system. A segment is written by the thread that
 * made it and only at its end, so what lies in it never changes. Whoever writes says elsewhere, and afterwards, what lies
 * where: what was being written when its worker died is nobody's, and goes with its segment. Nothing is flushed, for a file
 * that a power cut took is found by its hash and fetched again.
 */
export class Segments {
  readonly #folder: FileSystemDirectoryHandle
  #writing: { readonly name: string; readonly handle: AccessHandle; end: number } | undefined
  readonly #reading = new Map<string, AccessHandle>()
  #timer: ReturnType<typeof setTimeout> | undefined

  private constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder
  }

  /** Undefined where this thread has no private files, as in some private windows. */
  static async open(name: string): Promise<Segments | undefined> {
    if (!hasOpfs()) return undefined
    const folder = await openFolder(name).catch(() => undefined)
    return folder && new Segments(folder)
  }

  /**
   * Writes all of these into one segment, or nothing. It stays open, so that nobody can remove it, until `close` or a pause.
   * @throws `quota-exceeded`, `storage-failed`
   */
  async append(files: readonly Uint8Array[]): Promise<readonly Extent[]> {
    this.#stayOpen()
    try {
      const writing = await this.#segmentToWrite()
      const { name: segment, handle, end } = writing
      try {
        return files.map((bytes) => {
          const offset = writing.end
          if (handle.write(bytes, { at: offset }) !== bytes.length) {
            throw new DOMException('The file has no more room.', 'QuotaExceededError')
          }
          writing.end += bytes.length
          return { segment, offset, bytes: bytes.length }
        })
      } catch (thrown) {
        this.takeBack(end)
        throw thrown
      }
    } catch (thrown) {
      throw toStorageError(thrown)
    }
  }

  /** Gives up what was written last, from this byte on: nothing has named it. */
  takeBack(offset: number): void {
    if (this.#writing === undefined) return
    this.#writing.end = offset
    this.#writing.handle.truncate(offset)
  }

  /**
   * What lies there, in the beginning of `into` if there is room. Undefined if the segment is not there; short if it is cut off.
   * @throws `storage-failed`
   */
  async read(
    { segment, offset, bytes }: Extent,
    into?: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.#stayOpen()
    try {
      const handle = await this.#segmentToRead(segment)
      const room = into !== undefined && into.length >= bytes ? into.subarray(0, bytes) : new Uint8Array(bytes)
      return room.subarray(0, handle.read(room, { at: offset }))
    } catch (thrown) {
      if (isInUse(thrown)) return this.#readBeside(segment, offset, bytes)
      if (isMissing(thrown)) return undefined
      throw toStorageError(thrown)
    }
  }

  /** Removes every segment but these. One that another tab has open stays until the next time. */
  async keepOnly(wanted: ReadonlySet<string>): Promise<void> {
    this.close()
    const names: string[] = []
    for await (const name of this.#folder.keys()) if (!wanted.has(name)) names.push(name)
    for (const name of names) await this.#folder.removeEntry(name).catch(() => undefined)
  }

  /** Lets go of every file; the next call opens what it needs. */
  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#writing?.handle.close()
    this.#writing = undefined
    for (const handle of this.#reading.values()) handle.close()
    this.#reading.clear()
  }

  async #segmentToWrite() {
    if (this.#writing !== undefined && this.#writing.end >= SEGMENT_BYTES) {
      this.#writing.handle.close()
      this.#writing = undefined
    }
    if (this.#writing === undefined) {
      const name = crypto.randomUUID()
      this.#writing = { name, handle: await openFile(this.#folder, name, { create: true }), end: 0 }
    }
    return this.#writing
  }

  async #segmentToRead(name: string): Promise<AccessHandle> {
    if (this.#writing?.name === name) return this.#writing.handle
    const open = this.#reading.get(name)
    if (open !== undefined) return open
    const handle = await openFile(this.#folder, name, { create: false })
    // Two reads may have opened it at the same time.
    this.#reading.get(name)?.close()
    this.#reading.set(name, handle)
    return handle
  }

  /** Where a browser lets one reader in at a time: slower, and nobody waits. */
  async #readBeside(segment: string, offset: number, bytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const file = await (await this.#folder.getFileHandle(segment)).getFile()
      return new Uint8Array(await file.slice(offset, offset + bytes).arrayBuffer())
    } catch {
      return undefined
    }
  }

  #stayOpen(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.close(), IDLE_MS)
  }
}
