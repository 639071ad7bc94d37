import { LocavoreError } from 'locavore'
import { say } from '../language/texts.js'

/** What went wrong, in words a person can use: the page's own, where it can say better what a library does not know. */
export function messageOf(error: unknown): string {
  const words: Readonly<Record<string, string>> = say().errors
  if (error instanceof LocavoreError) return words[error.code] ?? error.message
  if (error instanceof Error && error.message !== '') return error.message
  return say().errors.nameless
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
