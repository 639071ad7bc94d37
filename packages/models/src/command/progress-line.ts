import type { AddProgress } from '../add-model.js'
import { formatBytes } from './format-bytes.js'
import type { Surroundings } from './run-command.js'

const WIDTH = 24

/** One line that is written over in a terminal; elsewhere one line for each step. */
export class ProgressLine {
  readonly #status: Surroundings['status']
  #last = ''
  #drawnAt = 0
  #startedAt = 0
  #isOpen = false

  constructor(status: Surroundings['status']) {
    this.#status = status
  }

  show(progress: AddProgress): void {
    if (progress.phase === 'found') {
      const { page, commit, licence } = progress
      this.#line(`${page} at ${commit.slice(0, 12)}, licence ${licence}`)
    } else if (progress.phase === 'retry') {
      this.#line(`${progress.reason} Trying again in ${Math.ceil(progress.waitMs / 1000)} s.`)
    } else if (progress.phase === 'try') this.#step(`trying ${progress.variant}, ${progress.tower}`)
    else if (this.#status.isTTY) this.#bar(progress.path, progress.loadedBytes, progress.totalBytes)
    else this.#step(`fetching ${progress.path}`)
  }

  /** Ends an open line, so that what follows starts on its own. */
  end(): void {
    if (this.#isOpen) this.#status.write('\n')
    this.#isOpen = false
  }

  #line(text: string): void {
    this.end()
    this.#status.write(`${text}\n`)
  }

  #step(text: string): void {
    if (text === this.#last) return
    this.#last = text
    this.#line(text)
  }

  #bar(path: string, loaded: number, total: number): void {
    const now = Date.now()
    if (loaded === 0 || this.#startedAt === 0) this.#startedAt = now
    if (now - this.#drawnAt < 100 && loaded < total) return
    this.#drawnAt = now
    const share = total === 0 ? 1 : Math.max(0, Math.min(1, loaded / total))
    const filled = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.')
    const speed = loaded / Math.max(0.001, (now - this.#startedAt) / 1000)
    const words = `[${filled}] ${formatBytes(loaded)} of ${formatBytes(total)}, ${formatBytes(speed)}/s  ${path}`
    this.#status.write(`\r\u001b[2K${words.slice(0, (this.#status.columns ?? 100) - 1)}`)
    this.#isOpen = true
  }
}
