import type { RestartLimit } from './options.js'

/** At most so many restarts in any window of time. Times are from one clock that never goes back. */
export class RestartBudget {
  readonly #limit: RestartLimit
  #taken: number[] = []

  constructor(limit: RestartLimit) {
    this.#limit = limit
  }

  /** Uses up one restart; false when none is left. */
  take(now: number): boolean {
    this.#taken = this.#taken.filter((at) => now - at < this.#limit.withinMs)
    if (this.#taken.length >= this.#limit.most) return false
    this.#taken.push(now)
    return true
  }

  get used(): number {
    return this.#taken.length
  }
}
