import { LocavoreError } from '@locavore/core'
import type { ArgumentOf, ResultOf, Service } from '../shared/service.js'
import {
  type CallOptions,
  checkCallOptions,
  checkWorkerOptions,
  type SupervisedWorkerOptions,
  type WorkerState,
} from './options.js'
import { abortedError, callHost, type PendingCall, PendingCalls } from './pending-calls.js'
import { RestartBudget } from './restart-budget.js'
import { startError, startTrusted } from './trusted-start.js'
import { WorkerConnection } from './worker-connection.js'

const DEFAULTS = { hungAfterMs: 4000, startWithinMs: 30_000, restarts: { most: 3, withinMs: 60_000 } } as const

/** Preparing may wait for another tab and then rewrite a whole database, which the store gives 120 s. */
const PREPARE_DEADLINE_MS = 150_000

/** Pause before the first, second and every later restart in the window: a lost network deserves a moment. */
const RESTART_PAUSES_MS = [0, 200, 1000] as const

/** A worker whose every call settles: with its result, or with a `LocavoreError` within `hungAfterMs + 1000`. */
export interface SupervisedWorker<S extends Service> {
  readonly state: WorkerState
  /**
   * Calls a method of the service; the first call starts the worker.
   *
   * @throws LocavoreError what the method threw, with its code, or `aborted`, `deadline-exceeded`, `worker-failed`,
   * `worker-unresponsive`, `closed`, `invalid-argument` (cannot be cloned), `unknown-option`
   */
  call<K extends keyof S>(method: K, argument: ArgumentOf<S, K>, options?: CallOptions): Promise<ResultOf<S, K>>
  /** Ends the worker; pending calls, and all later ones, reject with `closed`. */
  stop(): Promise<void>
}

/**
 * Supervises a worker that calls `serve`: deadline and cancellation per call, a heartbeat while an answer is owed,
 * bounded restarts, and an end when idle. Makes nothing before the first call.
 *
 * @throws LocavoreError `unknown-option`, `invalid-argument`
 */
export function superviseWorker<S extends Service>(options: SupervisedWorkerOptions<S>): SupervisedWorker<S> {
  checkWorkerOptions(options)
  return new Supervisor(options)
}

class Supervisor<S extends Service> implements SupervisedWorker<S> {
  readonly #options: SupervisedWorkerOptions<S>
  readonly #pending: PendingCalls
  readonly #budget: RestartBudget
  #state: WorkerState = { kind: 'idle' }
  #connection: WorkerConnection | undefined
  /** The worker that serves or is about to; undefined inside when it failed, and its calls are rejected by then. */
  #ready: Promise<WorkerConnection | undefined> | undefined
  #idleTimer: ReturnType<typeof setTimeout> | undefined
  #restartTimer: ReturnType<typeof setTimeout> | undefined

  constructor(options: SupervisedWorkerOptions<S>) {
    this.#options = options
    this.#budget = new RestartBudget(options.restarts ?? DEFAULTS.restarts)
    this.#pending = new PendingCalls({
      workerName: options.name,
      onAbandoned: (id) => this.#connection?.cancel(id),
      onEmpty: () => this.#endWhenIdle(),
    })
  }

  get state(): WorkerState {
    return this.#state
  }

  async call<K extends keyof S>(
    method: K,
    argument: ArgumentOf<S, K>,
    options: CallOptions = {},
  ): Promise<ResultOf<S, K>> {
    checkCallOptions(options)
    const name = String(method)
    if (options.signal?.aborted) throw abortedError(name)
    const ready = this.#whenReady()
    const call = this.#pending.open(name, options)
    clearTimeout(this.#idleTimer)
    void ready.then((connection) => {
      if (connection === undefined) call.reject(this.#closedError())
      else this.#send(connection, call, { method: name, argument }, options)
    })
    return (await call.promise) as ResultOf<S, K>
  }

  async stop(): Promise<void> {
    if (this.#state.kind === 'stopped') return
    clearTimeout(this.#restartTimer)
    this.#dropConnection()
    this.#state = { kind: 'stopped' }
    this.#pending.rejectAll(this.#closedError())
    this.#enter(this.#state)
  }

  #send(
    connection: WorkerConnection,
    call: PendingCall,
    what: { readonly method: string; readonly argument: unknown },
    options: CallOptions,
  ): void {
    if (call.settled()) return
    void connection.invoke({ id: call.id, ...what }, options.transfer ?? []).then((result) => {
      if (result.ok) call.resolve(result.value)
      else call.reject(LocavoreError.fromRecord(result.error))
    })
  }

  #whenReady(): Promise<WorkerConnection | undefined> {
    if (this.#state.kind === 'stopped') throw this.#closedError()
    if (this.#ready !== undefined) return this.#ready
    if (this.#state.kind === 'failed' && !this.#budget.take(performance.now())) throw this.#state.error
    this.#ready = this.#bringUp()
    this.#enter({ kind: 'starting' })
    return this.#ready
  }

  async #bringUp(): Promise<WorkerConnection | undefined> {
    // Let the caller set its fields before anything here can fail.
    await Promise.resolve()
    if (this.#state.kind === 'stopped') return undefined
    let connection: WorkerConnection | undefined
    try {
      connection = this.#connect()
      this.#connection = connection
      await connection.opened
      await this.#prepare(connection)
    } catch (thrown) {
      if (this.#connection === connection) this.#recover(startError(this.#options.name, thrown))
      return undefined
    }
    if (this.#connection !== connection) return undefined
    this.#enter({ kind: 'ready' })
    this.#endWhenIdle()
    return connection
  }

  #connect(): WorkerConnection {
    const { name, start, hungAfterMs, startWithinMs } = this.#options
    const connection = new WorkerConnection(startTrusted(start), {
      name,
      hungAfterMs: hungAfterMs ?? DEFAULTS.hungAfterMs,
      startWithinMs: startWithinMs ?? DEFAULTS.startWithinMs,
      onFailure: (error) => {
        if (this.#connection === connection) this.#recover(error)
      },
      onProgress: (id, report) => this.#pending.get(id)?.progress(report),
    })
    return connection
  }

  async #prepare(connection: WorkerConnection): Promise<void> {
    await this.#options.prepare?.(async (method, argument) => {
      if (this.#connection !== connection) throw this.#closedError()
      const name = String(method)
      const call = this.#pending.open(name, { deadlineMs: PREPARE_DEADLINE_MS })
      this.#send(connection, call, { method: name, argument }, {})
      return (await call.promise) as ResultOf<S, typeof method>
    })
  }

  /** The worker is lost: rejects what waited for it and makes another, while the budget lasts. */
  #recover(error: LocavoreError): void {
    this.#dropConnection()
    if (this.#state.kind === 'stopped') return
    const restart = this.#budget.take(performance.now())
    if (restart) this.#ready = this.#pause().then(() => this.#bringUp())
    this.#state = restart ? { kind: 'restarting', error } : { kind: 'failed', error: this.#failedError(error) }
    this.#pending.rejectAll(error)
    // Told last: a host that calls again from its listener must not have that call rejected with the old ones.
    this.#enter(this.#state)
  }

  #pause(): Promise<void> {
    const ms = RESTART_PAUSES_MS[Math.min(this.#budget.used, RESTART_PAUSES_MS.length) - 1] ?? 0
    return new Promise((resolve) => {
      this.#restartTimer = setTimeout(resolve, ms)
    })
  }

  #endWhenIdle(): void {
    const { idleAfterMs } = this.#options
    clearTimeout(this.#idleTimer)
    if (idleAfterMs === undefined || this.#state.kind !== 'ready' || this.#pending.size > 0) return
    this.#idleTimer = setTimeout(() => {
      this.#dropConnection()
      this.#enter({ kind: 'idle' })
    }, idleAfterMs)
  }

  #dropConnection(): void {
    clearTimeout(this.#idleTimer)
    this.#connection?.close()
    this.#connection = undefined
    this.#ready = undefined
  }

  #enter(state: WorkerState): void {
    this.#state = state
    callHost(() => this.#options.onStateChange?.(state))
  }

  #closedError(): LocavoreError {
    return new LocavoreError('closed', `The ${this.#options.name} worker was stopped. Make a new one to go on.`)
  }

  #failedError(last: LocavoreError): LocavoreError {
    const { most, withinMs } = this.#options.restarts ?? DEFAULTS.restarts
    const message = `The ${this.#options.name} worker failed again after ${most} restarts in ${withinMs} ms and now rests for so long. Last: ${last.message}`
    return new LocavoreError('worker-failed', message, { cause: last.code }, last)
  }
}
