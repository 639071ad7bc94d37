/** Where a command reads and writes. */
export interface Surroundings {
  readonly print: (line: string) => void
  /** Gets the progress bar, when it is a terminal, and lines when it is none. */
  readonly status: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number }
  readonly signal: AbortSignal
}
