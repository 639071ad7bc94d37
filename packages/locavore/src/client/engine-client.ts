import { LocavoreError, toLocavoreError } from '@locavore/core'
import type { CallOptions as ThreadCallOptions, WorkerState } from '@locavore/threads/client'
import { type SupervisedWorker, superviseWorker } from '@locavore/threads/client'
import type { EngineReport, EngineService, OpenRequest } from '../shared/protocol.js'
import type { StatusBoard } from './status-board.js'

/** Catalogue downloads and whole-file calls may take as long as they make progress; hanging is the supervisor's matter. */
export const LONG_DEADLINE_MS = 600_000
/** How long `close` waits for the profile to be saved before it ends the worker anyway. */
const CLOSE_DEADLINE_MS = 2_000

type Argument<K extends keyof EngineService> = Parameters<EngineService[K]>[0]
type Result<K extends keyof EngineService> = Awaited<ReturnType<EngineService[K]>>

/** The engine worker as the page sees it: every call settles, and a dead worker is opened again where it left off. */
export class EngineClient {
  readonly #worker: SupervisedWorker<EngineService>
  readonly #board: StatusBoard
  #storage: EngineReport['storage'] | undefined
  #waiting = 0
  #restarted = false
  #closed = false

  constructor(request: OpenRequest, start: () => Worker, board: StatusBoard) {
    this.#board = board
    this.#worker = superviseWorker<EngineService>({
      name: 'engine',
      start,
      prepare: async (call) => {
        this.#noteReport(await call('open', request))
      },
      onStateChange: (state) => this.#follow(state),
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Items that only another model has encoded, as of the last report. */
  get waiting(): number {
    return this.#waiting
  }

  async call<K extends keyof EngineService>(
    method: K,
    argument: Argument<K>,
    options: ThreadCallOptions = {},
  ): Promise<Result<K>> {
    if (this.#closed) throw closedError()
    try {
      return await this.#worker.call(method, argument, options)
    } catch (thrown) {
      const error = toLocavoreError(thrown)
      // The engine closes by itself when another tab erases the data.
      if (error.code === 'closed' && !this.#closed) this.#board.stopped(error.message)
      throw error
    }
  }

  /** Loads the catalogue if the device holds none. */
  async load(options: ThreadCallOptions): Promise<EngineReport> {
    return this.#noteReport(await this.call('load', {}, { ...options, deadlineMs: LONG_DEADLINE_MS }))
  }

  /** Never rejects: what fails here leaves a catalogue serving and is said in the status. */
  async refresh(): Promise<void> {
    try {
      this.#noteReport(await this.call('refresh', {}, { deadlineMs: LONG_DEADLINE_MS }))
    } catch {
      // A worker that died has told the board itself, and a closed one has nothing left to refresh.
    }
  }

  /** Asks how things stand and tells the board. */
  async status(options: ThreadCallOptions = {}): Promise<EngineReport> {
    return this.#noteReport(await this.call('status', {}, options))
  }

  /** The same, and never rejects. */
  async update(): Promise<void> {
    try {
      await this.status()
    } catch {
      // As with `refresh`: who cannot answer has said so already.
    }
  }

  /** @param last what the worker is told before it is ended. */
  async stop(last: 'close' | 'none'): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    if (last === 'close') {
      await this.#worker.call('close', {}, { deadlineMs: CLOSE_DEADLINE_MS }).catch(() => undefined)
    }
    await this.#worker.stop()
  }

  #noteReport(report: EngineReport): EngineReport {
    this.#storage = report.storage
    this.#waiting = report.waiting
    this.#board.complain('engine', report.degraded.join(' '))
    return report
  }

  #follow(state: WorkerState): void {
    if (this.#closed) return
    if (state.kind === 'restarting') {
      this.#restarted = true
      this.#board.complain('worker', `The engine worker failed (${state.error.code}) and is being restarted.`)
      return
    }
    if (state.kind === 'failed') {
      this.#board.complain('worker', `The engine worker failed too often (${state.error.code}); reload the page.`)
      return
    }
    if (state.kind !== 'ready') return
    this.#board.complain('worker', '')
    if (!this.#restarted) return
    this.#restarted = false
    if (this.#storage === 'memory') {
      this.#board.complain('memory', 'The engine worker was restarted, and memory storage lost what it held.')
    }
    void this.refresh()
  }
}

export function closedError(): LocavoreError {
  return new LocavoreError('closed', 'This recommender was closed or erased; create a new one.')
}
