import { type EmbeddingSpace, type ErrorCode, type Modality, type TagGroup, toLocavoreError } from '@locavore/core'
import type {
  Alignment,
  ClipSource,
  Content,
  Embedding,
  EncodeOptions,
  EncodeResult,
  Encoder,
  EncoderEnvironment,
  EncoderFactory,
  EncoderReport,
  KeyFrame,
  KeyFrameOptions,
  TagOptions,
} from '@locavore/encoders'
import type { StatusBoard } from './status-board.js'

/** A caller who gave up, asked wrongly or gave what nobody can read is no fault of the encoder. */
const CALLERS_FAULTS: ReadonlySet<ErrorCode> = new Set([
  'aborted',
  'closed',
  'invalid-argument',
  'invalid-media',
  'invalid-picture',
  'invalid-vector',
  'media-too-large',
  'no-content',
  'picture-too-large',
  'unsupported-media',
])

/** The encoder, made on first need; says in the status when it cannot work. */
export class EncoderHost implements Encoder {
  readonly space: EmbeddingSpace
  readonly #factory: EncoderFactory
  readonly #environment: EncoderEnvironment
  readonly #board: StatusBoard
  #encoder: Encoder | undefined

  constructor(factory: EncoderFactory, environment: EncoderEnvironment, board: StatusBoard) {
    this.space = factory.space
    this.#factory = factory
    this.#environment = environment
    this.#board = board
  }

  encode(batch: readonly Content[], options?: EncodeOptions): Promise<readonly EncodeResult[]> {
    return this.#watch(() => this.#open().encode(batch, options))
  }

  align(query: string | Float32Array, content: Content, options?: EncodeOptions): Promise<Alignment> {
    return this.#watch(() => this.#open().align(query, content, options))
  }

  keyFrames(clip: ClipSource, options?: KeyFrameOptions): Promise<readonly KeyFrame[]> {
    return this.#watch(() => this.#open().keyFrames(clip, options))
  }

  tags(content: Content | Embedding, options?: TagOptions): Promise<readonly TagGroup[]> {
    return this.#watch(() => this.#open().tags(content, options))
  }

  warmUp(modalities: readonly Modality[], options?: EncodeOptions): Promise<EncoderReport> {
    return this.#watch(() => this.#open().warmUp(modalities, options))
  }

  report(): EncoderReport {
    return this.#open().report()
  }

  async close(): Promise<void> {
    await this.#encoder?.close()
  }

  #open(): Encoder {
    this.#encoder ??= this.#factory.create(this.#environment)
    return this.#encoder
  }

  async #watch<T>(work: () => Promise<T>): Promise<T> {
    try {
      const result = await work()
      this.#board.complain('encoder', '')
      return result
    } catch (thrown) {
      const error = toLocavoreError(thrown, 'encoder-unavailable')
      if (!CALLERS_FAULTS.has(error.code)) {
        this.#board.complain('encoder', `Nothing can be encoded now (${error.code}): ${error.message}`)
      }
      throw error
    }
  }
}
