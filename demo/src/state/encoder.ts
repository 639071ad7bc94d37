import { signal } from '@preact/signals'
import type { Modality, SearchQuery } from 'locavore'
import { say } from '../language/texts.js'
import { recommender } from './connection.js'

export interface EncoderProgress {
  readonly label: string
  /** 0 to 1, or nothing while it cannot be known. */
  readonly share?: number
}

/** What the encoder is busy with, while it is. */
export const encoderProgress = signal<EncoderProgress | undefined>(undefined)

type Step =
  | { readonly phase: 'download'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly phase: 'prepare'; readonly device: string }
  | { readonly phase: 'encode' | 'store'; readonly done: number; readonly total: number }

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

/** One step of the encoder's work in words. */
export function describeStep(step: Step): EncoderProgress {
  switch (step.phase) {
    case 'download': {
      const { loadedBytes, totalBytes } = step
      const label = say().reading.fetching(megabytes(loadedBytes), megabytes(totalBytes))
      return totalBytes === 0 ? { label } : { label, share: loadedBytes / totalBytes }
    }
    case 'prepare':
      return { label: say().reading.preparing(step.device === 'webgpu' ? 'WebGPU' : 'WebAssembly') }
    case 'encode':
      return { label: say().reading.encoding(step.done, step.total), share: step.done / Math.max(1, step.total) }
    case 'store':
      return { label: say().reading.storing(step.done, step.total), share: step.done / Math.max(1, step.total) }
  }
}

function neededBy(asked: SearchQuery): readonly Modality[] {
  if (typeof asked === 'string') return ['text']
  return (['text', 'image', 'audio', 'clip'] as const).filter((each) => asked[each] !== undefined)
}

/** Loads what a query needs, and says how far it is. */
export async function prepareEncoder(asked: SearchQuery, stop: AbortSignal): Promise<void> {
  const made = await recommender()
  try {
    await made.warmUp(neededBy(asked), {
      signal: stop,
      onProgress: (step) => {
        encoderProgress.value = describeStep(step)
      },
    })
  } finally {
    encoderProgress.value = undefined
  }
}
