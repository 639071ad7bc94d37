import { LocavoreError } from '@locavore/core'
import type { ArgumentOf, ResultOf, Service } from '../shared/service.js'

export interface RestartLimit {
  readonly most: number
  readonly withinMs: number
}

export interface SupervisedWorkerOptions<S extends Service> {
  /** For messages: `engine`, `encoder`. */
  readonly name: string
  /**
   * Makes a fresh worker. Called again after each failure, at most `restarts.most` times in `restarts.withinMs`.
   * Write `new Worker(new URL('./x.js', import.meta.url), { type: 'module' })` inside it: bundlers find the worker by
   * that expression, and under Trusted Types its address is passed through the policy `locavore` (see `trusted-start.ts`).
   */
  readonly start: () => Worker
  /** Runs on every fresh worker before any call: opens what the service needs. Each of its calls has 150 s. */
  readonly prepare?: (
    call: <K extends keyof S>(method: K, argument: ArgumentOf<S, K>) => Promise<ResultOf<S, K>>,
  ) => Promise<void>
  /** Time in which a fresh worker must have loaded its script and called `serve` (default 30_000 ms). */
  readonly startWithinMs?: number
  /** No answer to a heartbeat for this long, while the worker owes an answer, means hung (default 4000 ms). */
  readonly hungAfterMs?: number
  /** Ends the worker after this long without a call (default: never). The next call starts a fresh one. */
  readonly idleAfterMs?: number
  /** Default 3 in 60_000 ms; then calls reject with `worker-failed` until the oldest restart is that long ago. */
  readonly restarts?: RestartLimit
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
  /** Buffers inside the argument to be moved to the worker, not copied. */
  readonly transfer?: readonly Transferable[]
}

/** Timers of browsers count milliseconds in 32 bits: a longer one fires at once. */
const LONGEST_MS = 2_147_483_647

const WORKER_OPTIONS = new Set([
  'name',
  'start',
  'prepare',
  'startWithinMs',
  'hungAfterMs',
  'idleAfterMs',
  'restarts',
  'onStateChange',
])
const CALL_OPTIONS = new Set(['signal', 'deadlineMs', 'onProgress', 'transfer'])

export function checkWorkerOptions<S extends Service>(options: SupervisedWorkerOptions<S>): void {
  refuseUnknown(options, WORKER_OPTIONS, 'superviseWorker')
  checkMilliseconds('startWithinMs', options.startWithinMs)
  checkMilliseconds('hungAfterMs', options.hungAfterMs)
  checkMilliseconds('idleAfterMs', options.idleAfterMs)
  checkMilliseconds('restarts.withinMs', options.restarts?.withinMs)
}

export function checkCallOptions(options: CallOptions): void {
  refuseUnknown(options, CALL_OPTIONS, 'call')
  checkMilliseconds('deadlineMs', options.deadlineMs)
}

function refuseUnknown(options: object, known: ReadonlySet<string>, caller: string): void {
  const unknown = Object.keys(options).find((key) => !known.has(key))
  if (unknown === undefined) return
  const list = [...known].join(', ')
  throw new LocavoreError('unknown-option', `${caller} knows no option "${unknown}". It knows: ${list}.`, {
    option: unknown,
  })
}

function checkMilliseconds(name: string, value: number | undefined): void {
  if (value === undefined || (value > 0 && value <= LONGEST_MS)) return
  throw new LocavoreError(
    'invalid-argument',
    `${name} is ${value}, but must be more than 0 and at most ${LONGEST_MS} milliseconds.`,
    { option: name },
  )
}
