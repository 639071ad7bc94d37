import type { BuildProgress } from '../progress.js'
import type { Surroundings } from './surroundings.js'

const WIDTH = 24
const EVERY_MS = 100
/** Where nobody watches, a line now and then tells a log that work goes on. */
const QUIET_EVERY_MS = 10_000

const VERBS = { read: 'reading', encode: 'encoding', learn: 'learning', write: 'writing' } as const

/** One line that is written over in a terminal; elsewhere a line every ten seconds. */
export class ProgressLine {
  readonly #status: Surroundings['status']
  #phase: BuildProgress['phase'] | undefined
  #startedAt = 0
  #startedFrom = 0
  #drawnAt = 0
  #isOpen = false

  constructor(status: Surroundings['status']) {
    this.#status = status
  }

  show(progress: BuildProgress): void {
    const now = Date.now()
    if (progress.phase !== this.#phase) {
      this.#phase = progress.phase
      this.#startedAt = now
      this.#startedFrom = progress.done
      this.#drawnAt = 0
    }
    const isLast = progress.done === progress.total
    if (!isLast && now - this.#drawnAt < (this.#status.isTTY ? EVERY_MS : QUIET_EVERY_MS)) return
    this.#drawnAt = now
    const words = this.#words(progress, now)
    if (!this.#status.isTTY) this.#status.write(`${words}\n`)
    else {
      this.#status.write(`\r\u001b[2K${words.slice(0, (this.#status.columns ?? 100) - 1)}`)
      this.#isOpen = true
    }
  }

  /** A line of its own. */
  tell(words: string): void {
    this.end()
    this.#status.write(`${words}\n`)
  }

  /** Ends an open line, so that what follows starts on its own. */
  end(): void {
    if (this.#isOpen) this.#status.write('\n')
    this.#isOpen = false
  }

  #words({ phase, done, total, note }: BuildProgress, now: number): string {
    const speed = (done - this.#startedFrom) / Math.max(0.001, (now - this.#startedAt) / 1000)
    const end = note === undefined ? '' : `  ${note}`
    if (total === undefined) return `${VERBS[phase]} ${done} items, ${speed.toFixed(1)}/s${end}`
    const filled = '#'.repeat(Math.round((total === 0 ? 1 : done / total) * WIDTH)).padEnd(WIDTH, '.')
    const left = speed > 0 ? `, ${Math.ceil((total - done) / speed)} s left` : ''
    return `[${filled}] ${VERBS[phase]} ${done} of ${total}${done < total ? left : ''}${end}`
  }
}
