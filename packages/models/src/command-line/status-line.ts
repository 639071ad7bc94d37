import type { Surroundings } from './surroundings.js'

const WIDTH = 24
const UNKNOWN_COLUMNS = 100

/** A line that is written over in a terminal, and lines of their own. */
export class StatusLine {
  readonly #status: Surroundings['status']
  #isOpen = false

  constructor(status: Surroundings['status']) {
    this.#status = status
  }

  get isTerminal(): boolean {
    return this.#status.isTTY === true
  }

  /** Writes over what was written over before; only where it is a terminal. */
  over(words: string): void {
    this.#status.write(`\r\u001b[2K${words.slice(0, (this.#status.columns ?? UNKNOWN_COLUMNS) - 1)}`)
    this.#isOpen = true
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
}

/** `[######..................]` @param share in [0, 1] */
export function bar(share: number): string {
  return `[${'#'.repeat(Math.round(Math.max(0, Math.min(1, share)) * WIDTH)).padEnd(WIDTH, '.')}]`
}

/** `12.3 MB`, in millions of bytes. */
export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
