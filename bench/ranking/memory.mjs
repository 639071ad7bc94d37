import { memory } from './timing.mjs'

/** Bytes that something takes, beside what it is made of. */
export class MemoryParts {
  #parts = []
  #last = memory()

  /** What has come since the last part. */
  note(name, items) {
    const now = memory()
    this.#parts.push({ name, bytesPerItem: (now - this.#last) / items })
    this.#last = now
  }

  /** What has come since is no part of it. */
  skip() {
    this.#last = memory()
  }

  get parts() {
    return this.#parts
  }

  get total() {
    return this.#parts.reduce((sum, { bytesPerItem }) => sum + bytesPerItem, 0)
  }
}
