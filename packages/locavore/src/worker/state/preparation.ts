import type { Catalogue } from '@locavore/core'

/** About 10 ms of work: what is asked meanwhile waits no longer than that. */
const ROWS_A_STEP = 2_000

/** Gets a large catalogue ready for faster lists, in steps between the calls of the page. */
export class Preparation {
  readonly #catalogue: () => Catalogue
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(catalogue: () => Catalogue) {
    this.#catalogue = catalogue
  }

  /** Begins, or goes on, after what is being answered now. */
  start(): void {
    this.#timer ??= setTimeout(() => this.#step(), 0)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #step(): void {
    this.#timer = undefined
    try {
      if (this.#catalogue().prepare(ROWS_A_STEP)) this.start()
    } catch {
      // No room for it: lists are right without, and slower.
    }
  }
}
