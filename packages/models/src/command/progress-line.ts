import type { AddProgress } from '../add-model.js'
import { bar, formatBytes, StatusLine, type Surroundings } from '../command-line/index.js'

/** One line that is written over in a terminal; elsewhere one line for each step. */
export class ProgressLine {
  readonly #open: StatusLine
  #last = ''
  #drawnAt = 0
  #startedAt = 0

  constructor(status: Surroundings['status']) {
    this.#open = new StatusLine(status)
  }

  show(progress: AddProgress): void {
    if (progress.phase === 'found') {
      const { page, commit, licence } = progress
      this.#open.tell(`${page} at ${commit.slice(0, 12)}, licence ${licence}`)
    } else if (progress.phase === 'retry') {
      this.#open.tell(`${progress.reason} Trying again in ${Math.ceil(progress.waitMs / 1000)} s.`)
    } else if (progress.phase === 'try') this.#step(`trying ${progress.variant}, ${progress.tower}`)
    else if (this.#open.isTerminal) this.#bar(progress.path, progress.loadedBytes, progress.totalBytes)
    else this.#step(`fetching ${progress.path}`)
  }

  /** Ends an open line, so that what follows starts on its own. */
  end(): void {
    this.#open.end()
  }

  #step(text: string): void {
    if (text === this.#last) return
    this.#last = text
    this.#open.tell(text)
  }

  #bar(path: string, loaded: number, total: number): void {
    const now = Date.now()
    if (loaded === 0 || this.#startedAt === 0) this.#startedAt = now
    if (now - this.#drawnAt < 100 && loaded < total) return
    this.#drawnAt = now
    const speed = loaded / Math.max(0.001, (now - this.#startedAt) / 1000)
    const words = `${bar(total === 0 ? 1 : loaded / total)} ${formatBytes(loaded)} of ${formatBytes(total)}, ${formatBytes(speed)}/s  ${path}`
    this.#open.over(words)
  }
}
