import { type PackEntry, type PackFile, sha256 } from '@locavore/catalogue'
import { LocavoreError } from '@locavore/core'
import type { Store } from '@locavore/store'
import type { CatalogueProgress } from '../../shared/protocol.js'
import type { FileBytes } from './assembly/shard-content.js'
import { type FetchContext, fetchVerified } from './fetch-verified.js'
import type { PackGround } from './pack-ground.js'

/** Requests under way at once: a shard has about as many files. */
const AT_ONCE = 6

export interface BringOptions extends Pick<FetchContext, 'signal' | 'note'> {
  readonly onProgress?: (progress: CatalogueProgress) => void
}

/**
 * The files of packs by their content, wherever they are: verified files of this device first, then the site. What came from
 * the site waits in memory until it is kept.
 */
export class PackFiles {
  readonly #store: () => Promise<Store>
  readonly #waiting = new Map<string, Uint8Array<ArrayBuffer>>()
  #damaged = false

  constructor(store: () => Promise<Store>) {
    this.#store = store
  }

  /** A file of this device was not what it should be, since `clear`. */
  get damaged(): boolean {
    return this.#damaged
  }

  /** Brings these files together, each checked against its hash. @throws `fetch-failed`, `integrity-mismatch`, `aborted` */
  async bring(ground: PackGround, entries: readonly PackEntry[], options: BringOptions): Promise<FileBytes> {
    const here = await this.fromDevice(entries)
    const missing = entries.filter(({ file }) => !here.has(file.sha256))
    const context = counting(missing, options)
    const pending = [...new Map(missing.map((entry) => [entry.file.sha256, entry])).values()]
    const fetchNext = async (): Promise<void> => {
      for (let entry = pending.shift(); entry !== undefined; entry = pending.shift()) {
        const bytes = await fetchVerified(ground.base, entry.file, context)
        here.set(entry.file.sha256, bytes)
        this.#waiting.set(entry.file.sha256, bytes)
      }
    }
    const failed = await settled(Array.from({ length: AT_ONCE }, fetchNext), () => pending.splice(0))
    if (failed !== undefined) throw failed.reason
    return bytesIn(here)
  }

  /** Those of these files that are in memory or, unharmed, on the device. */
  async fromDevice(entries: readonly PackEntry[]): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
    const read = await Promise.all(entries.map(async ({ file }) => [file.sha256, await this.read(file)] as const))
    return new Map(read.flatMap(([hash, bytes]) => (bytes === undefined ? [] : [[hash, bytes] as const])))
  }

  /**
   * One file that is in memory or, unharmed, on the device.
   * @param room may be used for it, so that it is good until the room is used again
   */
  async read({ sha256: hash }: PackFile, room?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const waiting = this.#waiting.get(hash)
    if (waiting !== undefined) return waiting
    const bytes = await (await this.#store()).readPackFile(hash, room)
    if (bytes === undefined || (await sha256(bytes)) === hash) return bytes
    this.#damaged = true
    return undefined
  }

  /** A file of ours under this hash; undefined if it is not here or not what it was, which harms nothing else. */
  async readOwn(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const bytes = await (await this.#store()).readPackFile(hash)
    return bytes !== undefined && (await sha256(bytes)) === hash ? bytes : undefined
  }

  /** Puts a file of ours on the device. @returns its hash. @throws `quota-exceeded` and whatever else a store refuses with */
  async keepOwn(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const hash = await sha256(bytes)
    await (await this.#store()).putPackFiles(new Map([[hash, bytes]]))
    return hash
  }

  /** Hashes of the files that are on the device, whole or damaged. */
  async listed(): Promise<ReadonlySet<string>> {
    return new Set(await (await this.#store()).listPackFiles())
  }

  /** Puts on the device what waits in memory. @throws `quota-exceeded` and whatever else a store refuses with */
  async keep(): Promise<void> {
    const store = await this.#store()
    const files = new Map(this.#waiting)
    await store.putPackFiles(files)
    for (const hash of files.keys()) this.#waiting.delete(hash)
  }

  /** Puts a whole pack on the device, and brings for it, shard by shard, what could not be kept when it came. */
  async keepAll(ground: PackGround, options: BringOptions): Promise<void> {
    await this.keep()
    const here = await this.listed()
    const missing = ground.files.filter(({ file }) => !here.has(file.sha256))
    for (const shard of new Set(missing.map((entry) => entry.shard))) {
      const entries = missing.filter((entry) => entry.shard === shard)
      await this.bring(ground, entries, options)
      await this.keep()
    }
  }

  /** Forgets what waits: it can be fetched again. */
  clear(): void {
    this.#waiting.clear()
    this.#damaged = false
  }
}

/** Waits for all, so that what has come is not lost with what has failed. @returns the first failure */
async function settled(
  work: readonly Promise<void>[],
  onFailure: () => void,
): Promise<PromiseRejectedResult | undefined> {
  for (const one of work) one.catch(onFailure)
  const results = await Promise.allSettled(work)
  return results.find((result) => result.status === 'rejected')
}

export function bytesIn(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): FileBytes {
  return ({ file }) => {
    const bytes = files.get(file.sha256)
    if (bytes === undefined) throw new LocavoreError('internal', `The file ${file.path} of the pack was not brought.`)
    return bytes
  }
}

function counting(missing: readonly PackEntry[], { signal, note, onProgress }: BringOptions): FetchContext {
  const totalBytes = missing.reduce((sum, { file }) => sum + file.bytes, 0)
  let loadedBytes = 0
  return {
    note,
    signal,
    onBytes: (bytes) => {
      loadedBytes += bytes
      onProgress?.({ loadedBytes, totalBytes })
    },
  }
}
