const LONGEST_INTERVAL_MS = 1000
const SHORTEST_INTERVAL_MS = 20

export interface HeartbeatOptions {
  readonly hungAfterMs: number
  readonly ping: () => void
  readonly onHung: () => void
}

/**
 * Notices a worker that no longer answers. A terminated worker gives no event and a hung one never ends, so while an
 * answer is owed the page asks for a sign of life every second. One silent interval counts as at most one interval,
 * however long it really took: the sleep of a frozen, throttled or blocked page is not held against the worker.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #intervalMs: number
  #timer: ReturnType<typeof setInterval> | undefined
  #lastTick = 0
  #silentMs = 0
  #awaitsPong = false

  constructor(options: HeartbeatOptions) {
    this.#options = options
    this.#intervalMs = Math.max(SHORTEST_INTERVAL_MS, Math.min(LONGEST_INTERVAL_MS, options.hungAfterMs / 4))
  }

  start(): void {
    if (this.#timer !== undefined) return
    this.#lastTick = performance.now()
    this.heard()
    this.#ping()
    this.#timer = setInterval(() => this.#tick(), this.#intervalMs)
  }

  /** Any message is a sign of life. */
  heard(): void {
    this.#silentMs = 0
    this.#awaitsPong = false
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #tick(): void {
    const now = performance.now()
    this.#silentMs += Math.min(now - this.#lastTick, this.#intervalMs)
    this.#lastTick = now
    // Timers may fire a little early; without the tolerance that would cost a whole interval.
    if (this.#silentMs >= this.#options.hungAfterMs - this.#intervalMs / 10) {
      this.stop()
      this.#options.onHung()
    } else if (!this.#awaitsPong) {
      this.#ping()
    }
  }

  /** One question at a time: a busy worker must not find a heap of them. */
  #ping(): void {
    this.#awaitsPong = true
    this.#options.ping()
  }
}
