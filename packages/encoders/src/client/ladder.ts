import { LocavoreError, type Modality, toLocavoreError } from '@locavore/core'
import { type CallOptions, type SupervisedWorker, superviseWorker } from '@locavore/threads/client'
import {
  type EncoderService,
  LADDER,
  type LoadedReport,
  type WorkerProgress,
  type WorkerSetup,
} from '../shared/encoder-protocol.js'
import type { RequestRecord } from '../shared/request-record.js'
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

/** Of these a fresh worker may be cured: with no rung below, the caller is told and may call again. */
const WORKER_FAILURES = new Set(['worker-failed', 'worker-unresponsive'])

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

export function createLadder(setup: BaseSetup, environment: EncoderEnvironment): Ladder {
  return new DeviceLadder(setup, environment)
}

class DeviceLadder implements Ladder {
  readonly #setup: BaseSetup
  readonly #environment: EncoderEnvironment
  readonly #requests: RequestRecord[] = []
  #steps: LadderStep[]
  #worker: EncoderWorker | undefined
  #loaded: LoadedReport | undefined
  #state: EncoderReport['state'] = 'idle'
  #turn: Promise<unknown> = Promise.resolve()

  constructor(setup: BaseSetup, environment: EncoderEnvironment) {
    this.#setup = setup
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
            deadlineMs: RUN_DEADLINE_MS,
            ...callOptions,
            onProgress: (progress) => this.#hear(progress as WorkerProgress, options, device),
          })) as Rung['call'],
      }
      try {
        return await work(rung)
      } catch (thrown) {
        const error = toLocavoreError(thrown)
        if (!this.#isRefusal(error, device)) throw error
        await this.#inTurn(() => this.#refuse(worker, device, error))
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

  #isRefusal(error: LocavoreError, device: LadderStep['device']): boolean {
    const below = this.#steps.some((step) => step.outcome === 'not-tried' && step.device !== device)
    return DEVICE_FAILURES.has(error.code) && (below || !WORKER_FAILURES.has(error.code))
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
        this.#loaded = await this.#load(worker, step.device, modalities, options)
        this.#mark(step.device, 'chosen', this.#loaded.goldenCosine)
        this.#state = 'ready'
        return { worker, device: step.device }
      } catch (thrown) {
        const error = toLocavoreError(thrown)
        if (this.#isClosed()) throw closedError()
        this.#state = this.#loaded === undefined ? 'idle' : 'ready'
        if (!this.#isRefusal(error, step.device)) throw error
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
    if (progress.kind === 'request') this.#requests.push(progress.record)
    else if (progress.kind === 'prepare')
      options.onProgress?.({ phase: 'prepare', device: device === 'webgpu' ? 'webgpu' : 'wasm' })
    else options.onProgress?.({ phase: 'download', loadedBytes: progress.loadedBytes, totalBytes: progress.totalBytes })
  }

  #mark(device: LadderStep['device'], outcome: 'chosen' | 'refused', detail: number | string): void {
    const reason = typeof detail === 'number' ? `golden check passed: cosine ${detail.toFixed(4)}` : detail
    this.#steps = this.#steps.map((step) => (step.device === device ? { device, outcome, reason } : step))
  }

  /** The next rung gets a worker of its own, because the runtime of this one cannot be configured again. */
  async #refuse(worker: EncoderWorker, device: LadderStep['device'], error: LocavoreError): Promise<void> {
    if (this.#worker !== worker) return
    const { reason } = error.details
    this.#mark(
      device,
      'refused',
      error.code === 'self-check-failed' ? `golden check: ${String(reason ?? error.message)}` : error.message,
    )
    this.#worker = undefined
    this.#loaded = undefined
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
