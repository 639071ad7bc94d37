import { LocavoreError } from '@locavore/core'
import type { CallOptions } from './options.js'
import { patientTimeout } from './patient-timeout.js'

const DEFAULT_DEADLINE_MS = 60_000

/** A call whose promise has not settled. Every way to settle it is taken once; later ones do nothing. */
export interface PendingCall {
  readonly id: number
  readonly promise: Promise<unknown>
  readonly settled: () => boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (error: LocavoreError) => void
  readonly progress: (report: unknown) => void
}

export interface PendingCallsOptions {
  readonly workerName: string
  /** The caller gave up: the worker may stop working on it. */
  readonly onAbandoned: (id: number) => void
  readonly onEmpty: () => void
}

/** All calls that wait for an answer, by an id that is never used again. */
export class PendingCalls {
  readonly #options: PendingCallsOptions
  readonly #calls = new Map<number, PendingCall>()
  #lastId = 0

  constructor(options: PendingCallsOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#calls.size
  }

  get(id: number): PendingCall | undefined {
    return this.#calls.get(id)
  }

  open(method: string, options: CallOptions): PendingCall {
    this.#lastId += 1
    const id = this.#lastId
    let settled = false
    let cleanUp = () => {}
    let settle: { resolve: (value: unknown) => void; reject: (error: LocavoreError) => void } | undefined
    const promise = new Promise<unknown>((resolve, reject) => {
      settle = { resolve, reject }
    })
    const once = (act: () => void) => {
      if (settled) return
      settled = true
      cleanUp()
      act()
      this.#close(id)
    }
    const call: PendingCall = {
      id,
      promise,
      settled: () => settled,
      resolve: (value) => once(() => settle?.resolve(value)),
      reject: (error) => once(() => settle?.reject(error)),
      progress: (report) => callHost(() => options.onProgress?.(report)),
    }
    cleanUp = this.#watch(call, method, options)
    this.#calls.set(id, call)
    return call
  }

  rejectAll(error: LocavoreError): void {
    for (const call of [...this.#calls.values()]) call.reject(error)
  }

  /** Starts the deadline and listens to the signal; returns the function that ends both. */
  #watch(call: PendingCall, method: string, options: CallOptions): () => void {
    const { workerName, onAbandoned } = this.#options
    const abandon = (error: LocavoreError) => {
      call.reject(error)
      onAbandoned(call.id)
    }
    const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS
    const cancelTimeout = patientTimeout(deadlineMs, () =>
      abandon(
        new LocavoreError(
          'deadline-exceeded',
          `"${method}" of the ${workerName} worker gave no answer within ${deadlineMs} ms. Give it less at once or a longer deadline.`,
          { method, deadlineMs },
        ),
      ),
    )
    const onAbort = () => abandon(abortedError(method))
    options.signal?.addEventListener('abort', onAbort, { once: true })
    return () => {
      cancelTimeout()
      options.signal?.removeEventListener('abort', onAbort)
    }
  }

  #close(id: number): void {
    this.#calls.delete(id)
    if (this.#calls.size === 0) this.#options.onEmpty()
  }
}

export function abortedError(method: string): LocavoreError {
  return new LocavoreError('aborted', `"${method}" was aborted by its signal.`, { method })
}

/** Runs a function of the host. What it throws is reported as the host's own uncaught error; ours goes on. */
export function callHost(run: () => void): void {
  try {
    run()
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown
    })
  }
}
