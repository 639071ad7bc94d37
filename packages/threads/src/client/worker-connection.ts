import { LocavoreError, toLocavoreError } from '@locavore/core'
import { type Remote, releaseProxy, transfer, wrap } from 'comlink'
import {
  type InvokeRequest,
  type InvokeResult,
  isNotice,
  PROTOCOL_VERSION,
  type WorkerEndpoint,
} from '../shared/protocol.js'
import { Heartbeat } from './heartbeat.js'
import { patientTimeout } from './patient-timeout.js'

export interface WorkerConnectionOptions {
  readonly name: string
  readonly startWithinMs: number
  readonly hungAfterMs: number
  /** Called at most once; the owner then closes the connection. */
  readonly onFailure: (error: LocavoreError) => void
  readonly onProgress: (call: number, report: unknown) => void
}

/** One worker from its start to its end. After `close` nothing of it is heard any more. */
export class WorkerConnection {
  /** Resolves when the worker serves; rejects with the reason why it never will. */
  readonly opened: Promise<void>
  readonly #worker: Worker
  readonly #remote: Remote<WorkerEndpoint>
  readonly #options: WorkerConnectionOptions
  readonly #heartbeat: Heartbeat
  readonly #owed = new Set<number>()
  readonly #listening = new AbortController()
  #open: () => void = () => {}
  #refuse: (error: LocavoreError) => void = () => {}
  #over = false

  constructor(worker: Worker, options: WorkerConnectionOptions) {
    this.#worker = worker
    this.#options = options
    this.#remote = wrap<WorkerEndpoint>(worker)
    this.#heartbeat = new Heartbeat({
      hungAfterMs: options.hungAfterMs,
      ping: () => void this.#remote.ping().catch(() => {}),
      onHung: () => this.#fail('worker-unresponsive', `gave no sign of life for ${options.hungAfterMs} ms`),
    })
    this.opened = new Promise<void>((resolve, reject) => {
      const cancelTimeout = patientTimeout(options.startWithinMs, () =>
        this.#fail('worker-unresponsive', `did not start within ${options.startWithinMs} ms`),
      )
      this.#open = () => {
        cancelTimeout()
        resolve()
      }
      this.#refuse = (error) => {
        cancelTimeout()
        reject(error)
      }
    })
    // Whoever waits sees the rejection; nobody has to wait.
    this.opened.catch(() => {})
    this.#listen()
  }

  async invoke(request: InvokeRequest, transferables: readonly Transferable[]): Promise<InvokeResult> {
    this.#owed.add(request.id)
    this.#heartbeat.start()
    try {
      // A fresh object each time: comlink remembers by object what is to be transferred.
      return await this.#remote.invoke(transfer({ ...request }, [...transferables]))
    } catch (thrown) {
      return { ok: false, error: this.#transportError(thrown, request.method).toRecord() }
    } finally {
      this.#owed.delete(request.id)
      if (this.#owed.size === 0) this.#heartbeat.stop()
    }
  }

  cancel(id: number): void {
    if (this.#owed.has(id)) void this.#remote.cancel(id).catch(() => {})
  }

  close(): void {
    if (this.#listening.signal.aborted) return
    this.#over = true
    this.#listening.abort()
    this.#heartbeat.stop()
    this.#remote[releaseProxy]()
    this.#worker.terminate()
    this.#refuse(new LocavoreError('closed', `The ${this.#options.name} worker was ended.`))
  }

  #listen(): void {
    const { signal } = this.#listening
    this.#worker.addEventListener('message', (event: MessageEvent<unknown>) => this.#hear(event.data), { signal })
    this.#worker.addEventListener('messageerror', () => this.#fail('worker-failed', 'sent an unreadable message'), {
      signal,
    })
    this.#worker.addEventListener(
      'error',
      (event) => {
        // It reaches the host as a rejection with a code; left alone it would also be an uncaught error of the page.
        event.preventDefault()
        this.#fail('worker-failed', describeErrorEvent(event))
      },
      { signal },
    )
  }

  #hear(data: unknown): void {
    this.#heartbeat.heard()
    if (!isNotice(data)) return
    if (data.locavore === 'progress') this.#options.onProgress(data.call, data.report)
    else if (data.protocol === PROTOCOL_VERSION) this.#open()
    else this.#fail('worker-failed', `speaks protocol ${data.protocol}, the page ${PROTOCOL_VERSION}: reload the page`)
  }

  #fail(code: 'worker-failed' | 'worker-unresponsive', what: string): void {
    if (this.#over) return
    this.#over = true
    const error = new LocavoreError(code, `The ${this.#options.name} worker ${what}.`, { worker: this.#options.name })
    this.#refuse(error)
    this.#options.onFailure(error)
  }

  #transportError(thrown: unknown, method: string): LocavoreError {
    const name = this.#options.name
    if (!(thrown instanceof Error) || thrown.name !== 'DataCloneError') return toLocavoreError(thrown)
    const message = `The argument of "${method}" cannot be sent to the ${name} worker: ${thrown.message}`
    return new LocavoreError('invalid-argument', message, { method }, thrown)
  }
}

function describeErrorEvent(event: ErrorEvent): string {
  // A script that could not be loaded gives an event without a message.
  if (!event.message)
    return 'could not load its script: check its address, its MIME type and the worker-src of the page'
  return `failed with "${event.message}" (${event.filename}:${event.lineno})`
}
