/** Where a command reads and writes. */
export interface Surroundings {
  readonly print: (line: string) => void
  /** Gets the progress bar, when it is a terminal, and lines when it is none. */
  readonly status: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number }
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
}

/** Those of this process. Ctrl-C stops what runs; a second time means now. */
export function processSurroundings(): Surroundings {
  // A reader that closes early, as `head` does, is no fault.
  process.stdout.on('error', () => process.exit(0))
  const stop = new AbortController()
  process.once('SIGINT', () => {
    stop.abort()
    process.once('SIGINT', () => process.exit(130))
  })
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    status: process.stderr,
    environment: process.env,
    signal: stop.signal,
  }
}
