import { bar, StatusLine, type Surroundings } from '@locavore/models/command-line'
import type { BuildProgress } from '../progress.js'

const EVERY_MS = 100
/** Where nobody watches, a line now and then tells a log that work goes on. */
const QUIET_EVERY_MS = 10_000

const VERBS = { read: 'reading', encode: 'encoding', learn: 'learning', write: 'writing' } as const

/** One line that is written over in a terminal; elsewhere a line every ten seconds. */
export class ProgressLine {
  readonly #line: StatusLine
  #phase: BuildProgress['phase'] | undefined
  #startedAt = 0
  #startedFrom = 0
  #drawnAt = 0

  constructor(status: Surroundings['status']) {
    this.#line = new StatusLine(status)
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
    if (!isLast && now - this.#drawnAt < (this.#line.isTerminal ? EVERY_MS : QUIET_EVERY_MS)) return
    this.#drawnAt = now
    const words = this.#words(progress, now)
    if (this.#line.isTerminal) this.#line.over(words)
    else this.#line.tell(words)
  }

  /** A line of its own. */
  tell(words: string): void {
    this.#line.tell(words)
  }

  /** Ends an open line, so that what follows starts on its own. */
  end(): void {
    this.#line.end()
  }

  #words({ phase, done, total, note }: BuildProgress, now: number): string {
    const speed = (done - this.#startedFrom) / Math.max(0.001, (now - this.#startedAt) / 1000)
    const end = note === undefined ? '' : `  ${note}`
    if (total === undefined) return `${VERBS[phase]} ${done} items, ${speed.toFixed(1)}/s${end}`
    const left = speed > 0 ? `, ${Math.ceil((total - done) / speed)} s left` : ''
    return `${bar(total === 0 ? 1 : done / total)} ${VERBS[phase]} ${done} of ${total}${done < total ? left : ''}${end}`
  }
}
