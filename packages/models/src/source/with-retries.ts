import { setTimeout as sleep } from 'node:timers/promises'
import { LocavoreError } from '@locavore/core'
import { PassingFailure } from './http-client.js'

export interface RetryOptions {
  readonly retries: number
  readonly signal: AbortSignal
  /** Told before each wait. */
  readonly onRetry?: (failure: PassingFailure, waitMs: number) => void
  /** First wait in milliseconds; each next one is twice as long. */
  readonly firstWaitMs?: number
  /** Whether the last try gained something: then the count starts again, because the line is alive. */
  readonly hasGained?: () => boolean
}

/**
 * Tries again after what may pass, with longer and longer waits, or as long as the server asks for.
 *
 * @throws whatever the last try threw; LocavoreError `aborted`
 */
export async function withRetries<T>(task: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { retries, signal, onRetry, firstWaitMs = 500, hasGained = () => false } = options
  for (let attempt = 0; ; attempt++) {
    try {
      return await task()
    } catch (thrown) {
      if (hasGained()) attempt = 0
      if (!(thrown instanceof PassingFailure) || attempt >= retries) throw thrown
      const waitMs = thrown.waitMs ?? firstWaitMs * 2 ** attempt
      onRetry?.(thrown, waitMs)
      await sleep(waitMs, undefined, { signal }).catch(() => {
        throw new LocavoreError('aborted', 'Stopped. What was fetched is kept: run the same again to go on.')
      })
    }
  }
}
