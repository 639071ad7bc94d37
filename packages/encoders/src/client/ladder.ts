import type { Modality } from '@locavore/core'
import type { CallOptions } from '@locavore/threads/client'
import type { EncoderService, WorkerSetup } from '../shared/encoder-protocol.js'
import type { RequestRecord } from '../shared/request-record.js'
import type { EncodeOptions, EncoderEnvironment, EncoderReport } from './encoder.js'
import { DeviceLadder } from './ladder/device-ladder.js'

const RUN_DEADLINE_MS = 5 * 60_000

export type BaseSetup = Omit<WorkerSetup, 'device' | 'anyGpu' | 'recheck'>

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
  readonly report: () => Pick<EncoderReport, 'state' | 'variant' | 'ladder' | 'goldenCosine' | 'requests'>
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
