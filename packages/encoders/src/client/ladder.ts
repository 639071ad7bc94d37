import { LocavoreError, type Modality, toLocavoreError } from '@locavore/core'
import { type CallOptions, type SupervisedWorker, superviseWorker } from '@locavore/threads/client'
import {
  type EncoderService,
  LADDER,
  type LoadedReport,
  type WorkerProgress,
  type WorkerSetup,
} from '../shared/encoder-protocol.js'
import type { NotedRequest, RequestRecord } from '../shared/request-record.js'
import type { EncodeOptions, EncoderEnvironment, EncoderReport, LadderStep } from './encoder.js'
import { startEncoderWorker } from './start-worker.js'

/** A model on a slow line takes minutes; a line that stalls is given up long before, by the worker itself. */
const LOAD_DEADLINE_MS = 30 * 60_000
const RUN_DEADLINE_MS = 5 * 60_000
/** One batch of a large model keeps a slow machine's worker busy for seconds, without an answer to anything else. */
const HUNG_AFTER_MS = 20_000
const DEFAULT_IDLE_MS = 60_000

/** Failures of a device. Everything else (network, wrong bytes, bad input, cancelled) is no reason to try another. */
const DEVICE_FAILURES = new Set(['no-device', 'self-check-failed', 'worker-failed', 'worker-unresponsive'])

/** Of a run only: a device that hangs keeps every later run waiting. A load may be late for its download alone. */
const RUN_FAILURES = new Set([...DEVICE_FAILURES, 'deadline-exceeded'])

/** Of these a fresh worker may be cured: with no rung below, the caller is told and may call again. */
const WORKER_FAILURES = new Set(['worker-failed', 'worker-unresponsive', 'deadline-exceeded'])

export type BaseSetup = Omit<WorkerSetup, 'device' | 'anyGpu'>
type EncoderWorker = SupervisedWorker<EncoderService>
type Report = Pick<EncoderReport, 'state' | 'variant' | 'ladder' | 'goldenCosine' | 'requests'>

/** One rung with a worker that has the wanted towers open. */
export interface Rung {
  readonly call: <K extends keyof EncoderService>(
    method: K,
    argument: Omit<Parameters<EncoderService[K]>[0], 'setup'>,
    options: CallOptions,
  ) => ReturnType<EncoderService[K]>
}

export interface Ladder {
  /** Runs `work` on the best device that loads these towers and answers rightly; goes down a rung when it fails. */
  readonly use: <T>(
    modalities: readonly Modality[],
    options: EncodeOptions,
    work: (rung: Rung) => Promise<T>,
  ) => Promise<T>
  readonly report: () => Report
  /** Notes a request made on the page itself. */
  readonly note: (record: RequestRecord) => void
  readonly close: () => Promise<void>
}

/** `runDeadlineMs`: how long one batch may take on a device before it counts as hung. */
export function createLadder(
  setup: BaseSetup,
  environment: EncoderEnvironment,
  runDeadlineMs: number = RUN_DEADLINE_MS,
): Ladder {
  return new DeviceLadder(setup, environment, runDeadlineMs)
}

class DeviceLadder implements Ladder {
  readonly #setup: BaseSetup
  readonly #environment: EncoderEnvironment
  readonly #runDeadlineMs: number
  readonly #requests: RequestRecord[] = []
  /** Where the worker's requests stand in the list. */
  readonly #places = new Map<string, number>()
  #steps: LadderStep[]
  #worker: EncoderWorker | undefined
  #loaded: LoadedReport | undefined
  #state: EncoderReport['state'] = 'idle'
  #turn: Promise<unknown> = Promise.resolve()

  constructor(setup: BaseSetup, environment: EncoderEnvironment, runDeadlineMs: number) {
    this.#setup = setup
    this.#runDeadlineMs = runDeadlineMs
    this.#environment = environment
    this.#steps = this.#freshSteps()
  }

  readonly use: Ladder['use'] = async (modalities, options, work) => {
    for (;;) {
      const turn = this.#inTurn(() => this.#choose(modalities, options))
      const { worker, device } = await orAborted(turn, options.signal)
      const rung: Rung = {
        // The setup completes every argument; the compiler cannot see that for a method it does not know yet.
        call: ((method: keyof EncoderService, argument: object, callOptions: CallOptions) =>
          worker.call(method, { ...argument, setup: this.#setupFor(device) } as never, {
            deadlineMs: this.#runDeadlineMs,
            ...callOptions,
            onProgress: (progress) => this.#hear(progress as WorkerProgress, options, device),
          })) as Rung['call'],
      }
      try {
        return await work(rung)
      } catch (thrown) {
        const error = toLocavoreError(thrown)
        const isOfWorker = error.code === 'closed' || RUN_FAILURES.has(error.code)
        if (isOfWorker && this.#isDropped(worker)) continue
        if (this.#isRefusal(error, device, RUN_FAILURES)) await this.#refuse(worker, device, error)
        else {
          if (error.code === 'deadline-exceeded') await this.#drop(worker)
          throw error
        }
      }
    }
  }

  readonly report: Ladder['report'] = () => ({
    state: this.#state,
    ...(this.#loaded === undefined ? {} : { variant: this.#loaded.variant, goldenCosine: this.#loaded.goldenCosine }),
    ladder: [...this.#steps],
    requests: [...this.#requests],
  })

  readonly note: Ladder['note'] = (record) => {
    this.#requests.push(record)
  }

  readonly close: Ladder['close'] = async () => {
    this.#state = 'closed'
    await this.#worker?.stop()
  }

  #isClosed(): boolean {
    return this.#state === 'closed'
  }

  #setupFor(device: LadderStep['device']): WorkerSetup {
    return { ...this.#setup, device, anyGpu: this.#environment.devices !== undefined }
  }

  /** Whether the worker was given up, by another caller as it may be, while the encoder goes on. */
  #isDropped(worker: EncoderWorker): boolean {
    return this.#worker !== worker && !this.#isClosed()
  }

  #isRefusal(error: LocavoreError, device: LadderStep['device'], failures: ReadonlySet<string>): boolean {
    const below = this.#steps.some((step) => step.outcome === 'not-tried' && step.device !== device)
    return failures.has(error.code) && (below || !WORKER_FAILURES.has(error.code))
  }

  #freshSteps(): LadderStep[] {
    const allowed = this.#environment.devices ?? LADDER
    return LADDER.map((device) =>
      allowed.includes(device)
        ? { device, outcome: 'not-tried', reason: '' }
        : { device, outcome: 'refused', reason: 'not among the devices the site allows' },
    )
  }

  /** Only one caller at a time may change the rung; an aborted one does not keep the others. */
  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(task)
    this.#turn = result.catch(() => {})
    return result
  }

  async #choose(
    modalities: readonly Modality[],
    options: EncodeOptions,
  ): Promise<{ worker: EncoderWorker; device: LadderStep['device'] }> {
    // After a failure of all devices every call may try again: memory may be free by now.
    if (this.#state === 'failed') this.#steps = this.#freshSteps()
    for (;;) {
      if (this.#isClosed()) throw closedError()
      const step = this.#steps.find(({ outcome }) => outcome !== 'refused')
      if (step === undefined) throw this.#exhausted()
      this.#worker ??= this.#supervise()
      const worker = this.#worker
      if (this.#state !== 'ready') this.#state = 'loading'
      try {
        const loaded = await this.#load(worker, step.device, modalities, options)
        if (this.#isDropped(worker)) continue
        this.#loaded = loaded
        this.#mark(step.device, 'chosen', loaded.goldenCosine)
        this.#state = 'ready'
        return { worker, device: step.device }
      } catch (thrown) {
        const error = toLocavoreError(thrown)
        if (this.#isClosed()) throw closedError()
        if (error.code === 'closed' && this.#isDropped(worker)) continue
        this.#state = this.#loaded === undefined ? 'idle' : 'ready'
        if (!this.#isRefusal(error, step.device, DEVICE_FAILURES)) throw error
        await this.#refuse(worker, step.device, error)
      }
    }
  }

  #load(
    worker: EncoderWorker,
    device: LadderStep['device'],
    modalities: readonly Modality[],
    options: EncodeOptions,
  ): Promise<LoadedReport> {
    const setup = this.#setupFor(device)
    return worker.call(
      'load',
      { setup, modalities },
      {
        deadlineMs: LOAD_DEADLINE_MS,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        onProgress: (progress) => this.#hear(progress as WorkerProgress, options, device),
      },
    )
  }

  #hear(progress: WorkerProgress, options: EncodeOptions, device: LadderStep['device']): void {
    if (progress.kind === 'request') this.#noteWorker(progress)
    else if (progress.kind === 'prepare')
      options.onProgress?.({ phase: 'prepare', device: device === 'webgpu' ? 'webgpu' : 'wasm' })
    else options.onProgress?.({ phase: 'download', loadedBytes: progress.loadedBytes, totalBytes: progress.totalBytes })
  }

  #noteWorker({ id, record }: NotedRequest): void {
    const place = this.#places.get(id) ?? this.#requests.length
    this.#places.set(id, place)
    this.#requests[place] = record
  }

  #mark(device: LadderStep['device'], outcome: 'chosen' | 'refused', detail: number | string): void {
    const reason = typeof detail === 'number' ? `golden check passed: cosine ${detail.toFixed(4)}` : detail
    this.#steps = this.#steps.map((step) => (step.device === device ? { device, outcome, reason } : step))
  }

  /**
   * The next rung gets a worker of its own, because the runtime of this one cannot be configured again. Waits for no
   * turn: the one whose turn it is may itself be waiting for this worker.
   */
  async #refuse(worker: EncoderWorker, device: LadderStep['device'], error: LocavoreError): Promise<void> {
    if (this.#worker !== worker) return
    const { reason } = error.details
    this.#mark(
      device,
      'refused',
      error.code === 'self-check-failed' ? `golden check: ${String(reason ?? error.message)}` : error.message,
    )
    await this.#drop(worker)
  }

  /** Ends the worker; whoever waits for it starts again with a fresh one. */
  async #drop(worker: EncoderWorker): Promise<void> {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#loaded = undefined
    if (this.#state === 'ready') this.#state = 'idle'
    await worker.stop()
  }

  #exhausted(): LocavoreError {
    this.#state = 'failed'
    const ladder = this.#steps.map(({ device, reason }) => `${device}: ${reason}`).join('; ')
    const wrong = this.#steps.some(({ reason }) => reason.startsWith('golden check'))
    const code = wrong ? 'self-check-failed' : 'no-device'
    return new LocavoreError(code, `No device of this machine can run the model. ${ladder}.`, { ladder })
  }

  #supervise(): EncoderWorker {
    const worker: EncoderWorker = superviseWorker<EncoderService>({
      name: 'encoder',
      start: this.#environment.worker ?? startEncoderWorker,
      hungAfterMs: HUNG_AFTER_MS,
      idleAfterMs: this.#environment.idleAfterMs ?? DEFAULT_IDLE_MS,
      onStateChange: (state) => {
        if (state.kind === 'idle' && this.#worker === worker && this.#state === 'ready') this.#state = 'idle'
      },
    })
    return worker
  }
}

function closedError(): LocavoreError {
  return new LocavoreError('closed', 'The encoder was closed. Make a new one to go on.')
}

/** Gives the caller up at once, even while another caller's download has to end first. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
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
