import type { RecommenderState } from './contract/status.js'

export interface StateReport {
  readonly state: RecommenderState
  readonly reason: string
  readonly paused: boolean
}

/** Who can say that something is not as it should be. */
export type StatusSource = 'engine' | 'worker' | 'memory' | 'encoder'

/** Joins what every part says of itself into one state with one reason, and tells the listeners of each change. */
export class StatusBoard {
  #phase: 'opening' | 'open' | 'stopped' = 'opening'
  #stopReason = ''
  #paused = false
  readonly #complaints = new Map<StatusSource, string>()
  readonly #listeners = new Set<(report: StateReport) => void>()
  #last: StateReport = { state: 'opening', reason: '', paused: false }

  get current(): StateReport {
    return this.#last
  }

  opened(): void {
    if (this.#phase === 'opening') this.#phase = 'open'
    this.#publish()
  }

  stopped(reason: string): void {
    if (this.#phase === 'stopped') return
    this.#phase = 'stopped'
    this.#stopReason = reason
    this.#publish()
    this.#listeners.clear()
  }

  /** Told with the state, because a page shows both in one place. */
  setPaused(paused: boolean): void {
    this.#paused = paused
    this.#publish()
  }

  /** An empty reason takes the complaint back. */
  complain(source: StatusSource, reason: string): void {
    if (reason === '') this.#complaints.delete(source)
    else this.#complaints.set(source, reason)
    this.#publish()
  }

  subscribe(listener: (report: StateReport) => void): () => void {
    this.#listeners.add(listener)
    tell(listener, this.#last)
    return () => this.#listeners.delete(listener)
  }

  #report(): StateReport {
    const paused = this.#paused
    if (this.#phase === 'stopped') return { state: 'stopped', reason: this.#stopReason, paused }
    const reason = [...this.#complaints.values()].join(' ')
    if (this.#phase === 'opening') return { state: 'opening', reason, paused }
    return { state: reason === '' ? 'ready' : 'degraded', reason, paused }
  }

  #publish(): void {
    const report = this.#report()
    const { state, reason, paused } = this.#last
    if (report.state === state && report.reason === reason && report.paused === paused) return
    this.#last = report
    for (const listener of [...this.#listeners]) tell(listener, report)
  }
}

/** A listener's own mistake must not stop the others, nor vanish. */
function tell(listener: (report: StateReport) => void, report: StateReport): void {
  try {
    listener(report)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
