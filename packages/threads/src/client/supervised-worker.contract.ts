// The shape others build against; the implementation replaces this file.
import type { LocavoreError } from '@locavore/core'
import type { ArgumentOf, ResultOf, Service } from '../shared/service.js'

export interface SupervisedWorkerOptions<S extends Service> {
  /** For messages: `engine`, `encoder`. */
  readonly name: string
  /** Makes a fresh worker. Called again after each failure, at most `restarts.most` times in `restarts.withinMs`. */
  readonly start: () => Worker
  /** Runs on every fresh worker before any call: opens what the service needs. */
  readonly prepare?: (
    call: <K extends keyof S>(method: K, argument: ArgumentOf<S, K>) => Promise<ResultOf<S, K>>,
  ) => Promise<void>
  /** No answer to a heartbeat for this long, while calls wait, means hung (default 4000 ms). */
  readonly hungAfterMs?: number
  /** Ends the worker after this long without a call (default: never). The next call starts a fresh one. */
  readonly idleAfterMs?: number
  readonly restarts?: { readonly most: number; readonly withinMs: number } // default 3 in 60_000
  readonly onStateChange?: (state: WorkerState) => void
}

export type WorkerState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'restarting'; readonly error: LocavoreError }
  | { readonly kind: 'failed'; readonly error: LocavoreError }
  | { readonly kind: 'stopped' }

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Rejects with `deadline-exceeded` after this long (default 60_000). */
  readonly deadlineMs?: number
  readonly onProgress?: (report: unknown) => void
  readonly transfer?: readonly Transferable[]
}

/** A worker whose every call settles: with its result, or with a `LocavoreError` within `hungAfterMs + 1000`. */
export interface SupervisedWorker<S extends Service> {
  readonly state: WorkerState
  call<K extends keyof S>(method: K, argument: ArgumentOf<S, K>, options?: CallOptions): Promise<ResultOf<S, K>>
  /** Ends the worker; pending calls reject with `closed`. */
  stop(): Promise<void>
}

export declare function superviseWorker<S extends Service>(options: SupervisedWorkerOptions<S>): SupervisedWorker<S>
