import { LocavoreError } from '@locavore/core'

/** Something the publisher gave that cannot be used, with what to do. */
export function refused(message: string, cause?: unknown): LocavoreError {
  return new LocavoreError('invalid-argument', message, {}, cause)
}

/** @throws LocavoreError `aborted` */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new LocavoreError('aborted', 'Stopped. What is done is kept: run the same again to go on.')
}

/** What any thrown value has to say, in one line. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
