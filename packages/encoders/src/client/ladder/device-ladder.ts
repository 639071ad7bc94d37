import { LocavoreError, type Modality, toLocavoreError } from '@locavore/core'
import { type CallOptions, type SupervisedWorker, superviseWorker } from '@locavore/threads/client'
import type {
  EncoderService,
  LadderDevice,
  LoadedReport,
  WorkerProgress,
  WorkerSetup,
} from '../../shared/encoder-protocol.js'
import type { EncodeOptions, EncoderEnvironment, EncoderReport } from '../encoder.js'
import type { BaseSetup, Ladder, Rung } from '../ladder.js'
import { startEncoderWorker } from '../start-worker.js'
import { DeviceSteps } from './device-steps.js'
import { DEVICE_FAILURES, RUN_FAILURES } from './failure-kinds.js'
import { orAborted } from './or-aborted.js'
import { RequestLog } from './request-log.js'

/** A model on a slow line takes minutes; a line that stalls is given up long before, by the worker itself. */
const LOAD_DEADLINE_MS = 30 * 60_000
/** One batch of a large model keeps a slow machine's worker busy for seconds, without an answer to anything else. */
const HUNG_AFTER_MS = 20_000
const DEFAULT_IDLE_MS = 60_000

type EncoderWorker = SupervisedWorker<EncoderService>

export class DeviceLadder implements Ladder {
  readonly #setup: BaseSetup
  readonly #environment: EncoderEnvironment
  readonly #runDeadlineMs: number
  readonly #requests = new RequestLog()
  readonly #steps: DeviceSteps
  #worker: EncoderWorker | undefined
  #loaded: LoadedReport | undefined
  /** What the worker has open for certain: it need not be asked again before every run. */
  readonly #open = new Set<Modality>()
  #state: EncoderReport['state'] = 'idle'
  #turn: Promise<unknown> = Promise.resolve()

  constructor(setup: BaseSetup, environment: EncoderEnvironment, runDeadlineMs: number) {
    this.#setup = setup
    this.#runDeadlineMs = runDeadlineMs
    this.#environment = environment
    this.#steps = new DeviceSteps(environment.devices)
  }

  readonly use: Ladder['use'] = async (modalities, options, work) => {
    for (;;) {
      const turn = this.#inTurn(() => this.#choose(modalities, options))
      const { worker, device } = await orAborted(turn, options.signal)
      try {
        return await work(this.#rung(worker, device, options))
      } catch (thrown) {
        const error = toLocavoreError(thrown)
        const isOfWorker = error.code === 'closed' || RUN_FAILURES.has(error.code)
        if (isOfWorker && this.#isDropped(worker)) continue
        if (this.#steps.isRefusal(error, device, RUN_FAILURES)) await this.#refuse(worker, device, error)
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
    ladder: this.#steps.list(),
    requests: this.#requests.list(),
  })

  readonly note: Ladder['note'] = (record) => this.#requests.note(record)

  readonly close: Ladder['close'] = async () => {
    this.#state = 'closed'
    await this.#worker?.stop()
  }

  #rung(worker: EncoderWorker, device: LadderDevice, options: EncodeOptions): Rung {
    const onProgress = (progress: unknown) => this.#hear(progress as WorkerProgress, options, device)
    return {
      // The setup completes every argument; the compiler cannot see that for a method it does not know yet.
      call: ((method: keyof EncoderService, argument: object, callOptions: CallOptions) =>
        worker.call(method, { ...argument, setup: this.#setupFor(device) } as never, {
          deadlineMs: this.#runDeadlineMs,
          ...callOptions,
          onProgress,
        })) as Rung['call'],
    }
  }

  #isClosed(): boolean {
    return this.#state === 'closed'
  }

  #setupFor(device: LadderDevice): WorkerSetup {
    const anyGpu = this.#environment.devices !== undefined
    return { ...this.#setup, device, anyGpu, recheck: this.#steps.isLastHope(device) }
  }

  /** Whether the worker was given up, by another caller as it may be, while the encoder goes on. */
  #isDropped(worker: EncoderWorker): boolean {
    return this.#worker !== worker && !this.#isClosed()
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
  ): Promise<{ worker: EncoderWorker; device: LadderDevice }> {
    if (this.#state === 'failed') this.#steps.startAgain()
    for (;;) {
      if (this.#isClosed()) throw closedError()
      const device = this.#steps.current()
      if (device === undefined) throw this.#exhausted()
      this.#worker ??= this.#supervise()
      const worker = this.#worker
      if (this.#state === 'ready' && modalities.every((modality) => this.#open.has(modality))) return { worker, device }
      if (this.#state !== 'ready') this.#state = 'loading'
      try {
        const loaded = await this.#load(worker, device, modalities, options)
        if (this.#isDropped(worker)) continue
        this.#keep(device, modalities, loaded)
        return { worker, device }
      } catch (thrown) {
        const error = toLocavoreError(thrown)
        if (this.#isClosed()) throw closedError()
        if (error.code === 'closed' && this.#isDropped(worker)) continue
        this.#state = this.#loaded === undefined ? 'idle' : 'ready'
        if (!this.#steps.isRefusal(error, device, DEVICE_FAILURES)) throw error
        await this.#refuse(worker, device, error)
      }
    }
  }

  #load(
    worker: EncoderWorker,
    device: LadderDevice,
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

  #keep(device: LadderDevice, modalities: readonly Modality[], loaded: LoadedReport): void {
    this.#loaded = loaded
    this.#steps.choose(device, loaded)
    this.#state = 'ready'
    for (const modality of modalities) this.#open.add(modality)
  }

  #hear(progress: WorkerProgress, options: EncodeOptions, device: LadderDevice): void {
    if (progress.kind === 'request') this.#requests.noteWorker(progress)
    else if (progress.kind === 'prepare')
      options.onProgress?.({ phase: 'prepare', device: device === 'webgpu' ? 'webgpu' : 'wasm' })
    else options.onProgress?.({ phase: 'download', loadedBytes: progress.loadedBytes, totalBytes: progress.totalBytes })
  }

  /**
   * The next rung gets a worker of its own, because the runtime of this one cannot be configured again. Waits for no
   * turn: the one whose turn it is may itself be waiting for this worker.
   */
  async #refuse(worker: EncoderWorker, device: LadderDevice, error: LocavoreError): Promise<void> {
    if (this.#worker !== worker) return
    this.#steps.refuse(device, error)
    await this.#drop(worker)
  }

  /** Ends the worker; whoever waits for it starts again with a fresh one. */
  async #drop(worker: EncoderWorker): Promise<void> {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#loaded = undefined
    this.#open.clear()
    if (this.#state === 'ready') this.#state = 'idle'
    await worker.stop()
  }

  #exhausted(): LocavoreError {
    this.#state = 'failed'
    return this.#steps.exhausted()
  }

  #supervise(): EncoderWorker {
    const worker: EncoderWorker = superviseWorker<EncoderService>({
      name: 'encoder',
      start: this.#environment.worker ?? startEncoderWorker,
      hungAfterMs: HUNG_AFTER_MS,
      idleAfterMs: this.#environment.idleAfterMs ?? DEFAULT_IDLE_MS,
      onStateChange: (state) => {
        if (this.#worker !== worker || state.kind === 'ready') return
        // The next one to serve has nothing open.
        this.#open.clear()
        if (state.kind === 'idle' && this.#state === 'ready') this.#state = 'idle'
      },
    })
    return worker
  }
}

function closedError(): LocavoreError {
  return new LocavoreError('closed', 'The encoder was closed. Make a new one to go on.')
}
