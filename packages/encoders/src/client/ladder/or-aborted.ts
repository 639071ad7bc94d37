import { LocavoreError } from '@locavore/core'

/** Gives the caller up at once, even while another caller's download has to end first. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  let give: () => void = () => {}
  const aborted = new Promise<never>((_, reject) => {
    give = () => reject(new LocavoreError('aborted', 'The call was cancelled.'))
    if (signal.aborted) give()
    else signal.addEventListener('abort', give)
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', give)
  }
}
