import { checkPackHash, checkPackState, keptFiles, missingFile } from '../shared/pack-rules.js'
import type { PackState } from '../store.js'

/** The files of catalogue packs, for as long as the page lasts. */
export class MemoryPacks {
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>()
  #state: PackState | undefined

  put(files: ReadonlyMap<string, Uint8Array>): void {
    for (const sha256 of files.keys()) checkPackHash(sha256)
    for (const [sha256, bytes] of files) this.#files.set(sha256, new Uint8Array(bytes))
  }

  read(sha256: string): Uint8Array<ArrayBuffer> | undefined {
    const bytes = this.#files.get(sha256)
    return bytes && new Uint8Array(bytes)
  }

  list(): readonly string[] {
    return [...this.#files.keys()].sort()
  }

  swap(state: PackState): void {
    checkPackState(state)
    const missing = missingFile(state, new Set(this.#files.keys()))
    if (missing !== undefined) throw missing
    const wanted = new Set(keptFiles(state))
    for (const sha256 of this.list()) if (!wanted.has(sha256)) this.#files.delete(sha256)
    this.#state = structuredClone(state)
  }

  get state(): PackState | undefined {
    return structuredClone(this.#state)
  }

  clear(): void {
    this.#files.clear()
    this.#state = undefined
  }
}
