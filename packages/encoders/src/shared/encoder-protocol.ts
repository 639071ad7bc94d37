import type { ErrorRecord, Modality } from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'
import type { ModelManifest } from './model-manifest.js'
import type { NotedRequest } from './request-record.js'

/** Order of preference. Each rung is tried in a worker of its own. */
export const LADDER = ['webgpu', 'wasm-threads', 'wasm'] as const

export type LadderDevice = (typeof LADDER)[number]

/** What a worker must know. It travels with every call, so that a restarted worker needs no other preparation. */
export interface WorkerSetup {
  readonly manifest: ModelManifest
  /** Absolute addresses of folders on the page's own origin, ending in `/`. */
  readonly modelFolder: string
  readonly runtimeFolder: string
  readonly device: LadderDevice
  /** Whether WebGPU may serve even where it is known to be slow (software adapters) or to leak (WebKit). */
  readonly anyGpu: boolean
  /** Whether a device that failed its check on an earlier visit is tried again all the same. */
  readonly recheck: boolean
}

export interface PictureLimits {
  readonly bytes: number
  readonly pixels: number
}

/** A picture as it crosses to the worker. `file` is a `Blob`, `bitmap` an `ImageBitmap` that the worker closes. */
export type WirePicture =
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'file'; readonly file: unknown }
  | { readonly kind: 'bitmap'; readonly bitmap: unknown }
  /** RGBA at the tower's own size, opaque: the frame of a clip. */
  | { readonly kind: 'pixels'; readonly pixels: Uint8ClampedArray }

/**
 * What came of one input. `drawing`: vector graphics, which only a page can turn into pixels; `file` is a `Blob`. Text
 * never is one.
 */
export type EncodeOutcome =
  /** `parts`: unit vectors of its parts, `[parts, dimensions]`, where they were asked for. */
  | { readonly kind: 'vector'; readonly vector: Float32Array; readonly parts?: Float32Array }
  | { readonly kind: 'error'; readonly error: ErrorRecord }
  | { readonly kind: 'drawing'; readonly file: unknown }

/** A stretch of one sound that holds so many windows of the tower, the first one at its start. */
export interface WireSound {
  /** Mono, at the tower's rate. */
  readonly samples: Float32Array
  readonly windows: number
}

/** What came of one window. Silence has no vector. */
export type WindowOutcome =
  | { readonly kind: 'silence' }
  /** `parts`: unit vectors of its steps, `[steps, dimensions]`, where they were asked for and the tower has any. */
  | { readonly kind: 'vector'; readonly vector: Float32Array; readonly parts?: Float32Array }

export interface LoadedReport {
  readonly variant: string
  readonly goldenCosine: number
  /** Whether a whole check on an earlier visit was believed, and one input checked now. */
  readonly fromCache: boolean
}

export type WorkerProgress =
  | ({ readonly kind: 'request' } & NotedRequest)
  | { readonly kind: 'download'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly kind: 'prepare' }

/** What the encoder worker offers. */
export type EncoderService = {
  load: (
    argument: { readonly setup: WorkerSetup; readonly modalities: readonly Modality[] },
    context: CallContext,
  ) => Promise<LoadedReport>
  encodeText: (
    argument: { readonly setup: WorkerSetup; readonly texts: readonly string[] },
    context: CallContext,
  ) => Promise<readonly EncodeOutcome[]>
  encodePictures: (
    argument: {
      readonly setup: WorkerSetup
      readonly pictures: readonly WirePicture[]
      readonly limits: PictureLimits
      /** Whether the vectors of the parts of each picture are wanted too. */
      readonly parts?: boolean
    },
    context: CallContext,
  ) => Promise<readonly EncodeOutcome[]>
  encodeSound: (
    argument: { readonly setup: WorkerSetup; readonly sound: WireSound; readonly parts?: boolean },
    context: CallContext,
  ) => Promise<readonly WindowOutcome[]>
  /** The text of the model's file of tags, verified; undefined where it has none. */
  readTags: (argument: { readonly setup: WorkerSetup }, context: CallContext) => Promise<string | undefined>
}
