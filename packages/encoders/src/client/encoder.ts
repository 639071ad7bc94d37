import type { EmbeddingSpace, LocavoreError, Modality, TagGroup } from '@locavore/core'
import type { Device } from '../shared/model-manifest.js'
import type { RequestRecord } from '../shared/request-record.js'
import type { TagOptions } from './tags/tags.js'

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
 * A sound in any form a page has it: a file of any kind the browser decodes (a string or URL is fetched from the page's own
 * origin; `blob:` and `data:` too), an `AudioBuffer`, or mono samples in -1..1 with their rate in hertz. Of a film, its
 * sound track. Its vector is the mean of overlapping windows; silent ones do not count. Nothing that belongs to the caller is
 * moved or changed.
 */
export type SoundSource =
  | string
  | URL
  | Blob
  | AudioBuffer
  | { readonly samples: Float32Array; readonly sampleRate: number }

/**
 * A film of any kind the browser decodes. A string or URL is fetched from the page's own origin (`blob:`, `data:` too). Its
 * vector is three quarters what is seen (frames of every scene) and one quarter its own sound; one whose sound is silent or
 * cannot be read is what is seen of it, and one without pictures is `no-content`.
 */
export type ClipSource = string | URL | Blob

/**
 * One thing to encode. Of a text the first 10,000 UTF-16 units are read, in NFC, with control characters left out and
 * whitespace as single spaces; then as many tokens as the model takes.
 */
export type Content =
  | { readonly modality: 'text'; readonly text: string }
  | { readonly modality: 'image'; readonly image: PictureSource }
  | { readonly modality: 'audio'; readonly audio: SoundSource }
  | { readonly modality: 'clip'; readonly clip: ClipSource }

export interface Embedding {
  readonly modality: Modality
  readonly spaceId: string
  /** `[dimensions]`, unit length. */
  readonly vector: Float32Array
}

/**
 * One result per input, in order: a bad picture fails alone, the rest of the batch stands. Codes: `invalid-argument` (no words,
 * another origin), `unsupported-media` (no such tower, kind of file or codec), `fetch-failed`; of pictures `invalid-picture`,
 * `picture-too-large`; of sounds and clips `invalid-media` (broken), `media-too-large`, `no-content` (empty, silent, without
 * the track that is wanted), `deadline-exceeded` (the browser's decoder hangs).
 */
export type EncodeResult =
  | { readonly ok: true; readonly embedding: Embedding }
  | { readonly ok: false; readonly error: LocavoreError }

export type EncodeProgress =
  | { readonly phase: 'download'; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly phase: 'prepare'; readonly device: Device }
  | {
      readonly phase: 'encode'
      readonly done: number
      readonly total: number
      /** While a sound or a clip is encoded: how far that one is, in seconds of its own. */
      readonly seconds?: number
      /** How long it is, where that is known. */
      readonly ofSeconds?: number
    }

export interface EncodeOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: EncodeProgress) => void
}

/** Which part of a picture fits a query. */
export interface RelevanceMap {
  readonly kind: 'map'
  readonly rows: number
  readonly columns: number
  /**
   * `[rows * columns]`, rows first. 0: the part of this picture that fits least, 1: the one that fits best; where all fit
   * alike, all stay near 0. Not comparable between pictures: for that there is `best`.
   */
  readonly relevance: Float32Array
  /** Middle of the part that fits best, 0..1 from the left and from the top. */
  readonly peak: { readonly x: number; readonly y: number }
  /** Cosine of the query and the part that fits best, -1..1. */
  readonly best: number
}

/** Which second of a sound or a clip fits a query. */
export interface RelevanceTimeline {
  readonly kind: 'timeline'
  /** `[steps]`: where each step starts, in seconds, ascending. */
  readonly seconds: Float32Array
  /** `[steps]`, on the same scale as `relevance` of a map. Of a clip: the larger of `picture` and `sound`. */
  readonly relevance: Float32Array
  /** Middle of the step that fits best, in seconds. */
  readonly peak: number
  /** Cosine of the query and the step that fits best, -1..1. */
  readonly best: number
  /** Of a clip: what its pictures alone say, `[steps]`. */
  readonly picture?: Float32Array
  /** Of a clip with a sound track: what that alone says, `[steps]`. */
  readonly sound?: Float32Array
}

export type Alignment = RelevanceMap | RelevanceTimeline

/** A moment of a clip that stands for what is seen around it. */
export interface KeyFrame {
  readonly seconds: number
  /** `[dimensions]`, unit length, of the space of pictures. */
  readonly vector: Float32Array
  /** The part of the clip it stands for, in seconds. The parts of all key frames cover the clip without gaps. */
  readonly covers: { readonly from: number; readonly to: number }
}

export interface KeyFrameOptions extends EncodeOptions {
  /** Most key frames, 1..32 (default 12). A clip of more scenes has its most alike neighbours joined. */
  readonly most?: number
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
  /** Every request the encoder made, in its worker or on the page: address, bytes, and whether the cache answered. */
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
  /**
   * Which part of a picture, or which second of a sound or a clip, fits the words, or any vector of this space.
   *
   * @param query Words, or `[dimensions]` of any length but 0.
   * @throws LocavoreError what `encode` gives in a result for such content, and what it throws; `invalid-vector`;
   * `unsupported-media` for text, and where the model cannot tell parts of this medium
   */
  align(query: string | Float32Array, content: Content, options?: EncodeOptions): Promise<Alignment>
  /**
   * Moments that stand for every scene of a clip, in order.
   *
   * @throws LocavoreError what `encode` gives in a result for a clip, and what it throws
   */
  keyFrames(clip: ClipSource, options?: KeyFrameOptions): Promise<readonly KeyFrame[]>
  /**
   * What a content shows, group by group (place, weather, hour, ...): how likely each label is, and that none fits.
   *
   * @param content A content, or an embedding of this space made before.
   * @throws LocavoreError what `encode` gives in a result for such content, and what it throws; `unsupported-media` where
   * the model has no tags, or none for this medium; `invalid-argument`, `space-mismatch`, `invalid-vector`
   */
  tags(content: Content | Embedding, options?: TagOptions): Promise<readonly TagGroup[]>
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
