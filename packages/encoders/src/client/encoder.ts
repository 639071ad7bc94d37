import type { EmbeddingSpace, LocavoreError, Modality } from '@locavore/core'
import type { Device } from '../shared/model-manifest.js'
import type { RequestRecord } from '../shared/request-record.js'

/**
 * A picture in any form a page has it. A string or URL is fetched from the page's own origin (`blob:` and `data:` too).
 * Turned upright by its EXIF orientation; what is transparent shows the model's background. By default at most 40 million
 * pixels and 50 million bytes. Nothing that belongs to the caller is closed or moved.
 */
export type PictureSource =
  | string
  | URL
  | Blob
  | ImageBitmap
  | ImageData
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas

/**
 * One thing to encode. Of a text the first 10,000 UTF-16 units are read, in NFC, with control characters left out and
 * whitespace as single spaces; then as many tokens as the model takes.
 */
export type Content =
  | { readonly modality: 'text'; readonly text: string }
  | { readonly modality: 'image'; readonly image: PictureSource }

export interface Embedding {
  readonly modality: Modality
  readonly spaceId: string
  /** `[dimensions]`, unit length. */
  readonly vector: Float32Array
}

/** One result per input, in order: a bad picture fails alone, the rest of the batch stands. */
export type EncodeResult =
  | { readonly ok: true; readonly embedding: Embedding }
  | { readonly ok: false; readonly error: LocavoreError }

export type EncodeProgress =
  | { readonly phase: 'download'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly phase: 'prepare'; readonly device: Device }
  | { readonly phase: 'encode'; readonly done: number; readonly total: number }

export interface EncodeOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: EncodeProgress) => void
}

/** One step of the device ladder and what came of it. */
export interface LadderStep {
  readonly device: 'webgpu' | 'wasm-threads' | 'wasm'
  readonly outcome: 'chosen' | 'refused' | 'not-tried'
  /** Words for people: `no WebGPU adapter`, `golden check: cosine 0.41 below 0.99`. */
  readonly reason: string
}

export interface EncoderReport {
  readonly state: 'idle' | 'loading' | 'ready' | 'failed' | 'closed'
  readonly modelId: string
  readonly spaceId: string
  readonly variant?: string
  readonly ladder: readonly LadderStep[]
  /** Lowest cosine to the golden outputs, once checked. */
  readonly goldenCosine?: number
  /** Every request the encoder's worker made: address, bytes, and whether the cache answered. */
  readonly requests: readonly RequestRecord[]
}

/** Content in, embeddings out. Made by an `EncoderFactory`; loads nothing until the first call. */
export interface Encoder {
  readonly space: EmbeddingSpace
  /**
   * Vectors of these contents, in order. What is wrong with one input stands in its own result.
   *
   * @throws LocavoreError when nothing can be encoded: `no-device` or `self-check-failed` (with the ladder in `details`),
   * `integrity-mismatch`, `fetch-failed`, `model-invalid`, `encoder-unavailable`, `invalid-argument` (foreign origin),
   * `worker-failed`, `worker-unresponsive`, `closed`, `aborted`
   */
  encode(batch: readonly Content[], options?: EncodeOptions): Promise<readonly EncodeResult[]>
  /** Loads the runtime and the towers of these modalities ahead of need. */
  warmUp(modalities: readonly Modality[], options?: EncodeOptions): Promise<EncoderReport>
  report(): EncoderReport
  close(): Promise<void>
}

export interface EncoderEnvironment {
  /** Folder on the page's own origin that holds `runtime/` and `models/`; ends in `/`. */
  readonly assets: URL
  /** Ends the worker after this long without work (default 60_000 ms). */
  readonly idleAfterMs?: number
  /**
   * Restricts the ladder, for tests and for sites that know better. Named devices are taken as wanted: WebGPU on WebKit,
   * or by software only, is refused by default, but not when `webgpu` is named here.
   */
  readonly devices?: readonly LadderStep['device'][]
  /** A worker made by the host, where a bundler cannot find ours. */
  readonly worker?: () => Worker
}

/** What a model package exports: `nano()`. Creating it touches no browser global, so it is safe in server rendering. */
export interface EncoderFactory {
  readonly space: EmbeddingSpace
  create(environment: EncoderEnvironment): Encoder
}
