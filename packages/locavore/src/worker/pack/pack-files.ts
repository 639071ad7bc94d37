import { type PackEntry, sha256 } from '@locavore/catalogue'
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
    const store = await this.#store()
    const here = new Map<string, Uint8Array<ArrayBuffer>>()
    for (const { file } of entries) {
      const bytes = this.#waiting.get(file.sha256) ?? (await store.readPackFile(file.sha256))
      if (bytes === undefined) continue
      if (this.#waiting.has(file.sha256) || (await sha256(bytes)) === file.sha256) here.set(file.sha256, bytes)
      else this.#damaged = true
    }
    return here
  }

  /** Puts on the device what waits in memory, one file at a time. @throws `quota-exceeded` and whatever else a store refuses with */
  async keep(): Promise<void> {
    const store = await this.#store()
    for (const [hash, bytes] of [...this.#waiting]) {
      await store.putPackFile(hash, bytes)
      this.#waiting.delete(hash)
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
