import { LocavoreError, type Modality, type TagGroup } from '@locavore/core'
import type { EncodeOutcome, PictureLimits } from '../shared/encoder-protocol.js'
import type { ModelManifest } from '../shared/model-manifest.js'
import { toUnitVector } from '../shared/unit-vector.js'
import { cosines, relevanceMap } from './align/relevance.js'
import { failure, refusal } from './encode-failure.js'
import type {
  Alignment,
  ClipSource,
  Content,
  Embedding,
  EncodeOptions,
  EncodeResult,
  Encoder,
  EncoderReport,
  KeyFrame,
  KeyFrameOptions,
  PictureSource,
  RelevanceMap,
} from './encoder.js'
import type { Ladder, Rung } from './ladder.js'
import { InputFailure, unwrapInput } from './media/input-failure.js'
import type { MediaProgress } from './media/media-progress.js'
import type { MediaEncoder } from './media-encoder.js'
import { type PictureRun, runPictures } from './picture/run-pictures.js'
import { sideBySide } from './side-by-side.js'
import { LazyTagger } from './tags/lazy-tagger.js'
import type { TagOptions } from './tags/tags.js'

/** Inputs per call of the worker: enough to keep the device busy, few enough to hold and to cancel between. */
const PICTURES_PER_CALL = 8
const TEXTS_PER_CALL = 32
/** The worker has the next call already while it answers one. */
const CALLS_AT_ONCE = 2
const MOST_KEY_FRAMES = 12

interface Job<Input> {
  readonly index: number
  readonly input: Input
}

type MediaContent = Extract<Content, { modality: 'audio' | 'clip' }>

/** Everything one call of `encode` needs on its way. */
interface Batch {
  readonly results: (EncodeResult | undefined)[]
  readonly options: EncodeOptions
  done: number
}

export interface EncoderLimits {
  readonly pictures: PictureLimits
  /** Largest file of a sound or a film. */
  readonly mostMediaBytes: number
}

export function createEncoder(manifest: ModelManifest, ladder: Ladder, limits: EncoderLimits): Encoder {
  return new EncoderClient(manifest, ladder, limits)
}

class EncoderClient implements Encoder {
  readonly space: Encoder['space']
  readonly #manifest: ModelManifest
  readonly #ladder: Ladder
  readonly #limits: PictureLimits
  readonly #mostMediaBytes: number
  readonly #tagger: LazyTagger
  #media: Promise<MediaEncoder> | undefined

  constructor(manifest: ModelManifest, ladder: Ladder, limits: EncoderLimits) {
    this.space = manifest.space
    this.#manifest = manifest
    this.#ladder = ladder
    this.#limits = limits.pictures
    this.#mostMediaBytes = limits.mostMediaBytes
    this.#tagger = new LazyTagger(this, ladder)
  }

  async encode(batch: readonly Content[], options: EncodeOptions = {}): Promise<readonly EncodeResult[]> {
    if (!Array.isArray(batch)) throw new LocavoreError('invalid-argument', 'encode takes a list of contents.')
    const work: Batch = { results: batch.map(() => undefined), options, done: 0 }
    const texts: Job<string>[] = []
    const pictures: Job<PictureSource>[] = []
    const media: Job<MediaContent>[] = []
    for (const [index, content] of (batch as readonly Content[]).entries()) {
      if (content?.modality === 'text' && this.#manifest.towers.text) texts.push({ index, input: content.text })
      else if (content?.modality === 'image' && this.#manifest.towers.image)
        pictures.push({ index, input: content.image })
      else if (content?.modality === 'audio' && this.#manifest.towers.audio) media.push({ index, input: content })
      else if (content?.modality === 'clip' && this.#manifest.towers.image) media.push({ index, input: content })
      else this.#settle(work, index, refusal(content))
    }
    await this.#encodeTexts(texts, work)
    await this.#encodePictures(pictures, work)
    await this.#encodeMedia(media, work)
    return work.results.map((result) => result ?? failure(new LocavoreError('internal', 'An input was lost.')))
  }

  async align(query: string | Float32Array, content: Content, options: EncodeOptions = {}): Promise<Alignment> {
    return unwrapInput(async () => {
      checkAborted(options)
      if (content?.modality === 'image') return this.#alignPicture(query, content.image, options)
      if (content?.modality === 'audio') {
        return (await this.#openMedia()).alignSound(await this.#queryVector(query, options), content.audio, options)
      }
      if (content?.modality !== 'clip')
        throw new LocavoreError(
          'unsupported-media',
          'Only pictures, sounds and clips have parts that can be told apart.',
        )
      return (await this.#openMedia()).alignClip(await this.#queryVector(query, options), content.clip, options)
    })
  }

  async keyFrames(
    clip: ClipSource,
    { most = MOST_KEY_FRAMES, ...options }: KeyFrameOptions = {},
  ): Promise<readonly KeyFrame[]> {
    if (!Number.isSafeInteger(most) || most < 1 || most > 32) {
      throw new LocavoreError(
        'invalid-argument',
        `most is ${most}, but must be a whole number of key frames from 1 to 32.`,
      )
    }
    checkAborted(options)
    return unwrapInput(async () => (await this.#openMedia()).keyFrames(clip, most, options))
  }

  async tags(content: Content | Embedding, options: TagOptions = {}): Promise<readonly TagGroup[]> {
    return this.#tagger.tags(content, options)
  }

  async warmUp(modalities: readonly Modality[], options: EncodeOptions = {}): Promise<EncoderReport> {
    await this.#ladder.use(modalities, options, async () => {})
    return this.report()
  }

  report(): EncoderReport {
    return {
      modelId: `${this.#manifest.id}@${this.#manifest.revision}`,
      spaceId: this.space.id,
      ...this.#ladder.report(),
    }
  }

  close(): Promise<void> {
    return this.#ladder.close()
  }

  async #encodeTexts(jobs: readonly Job<string>[], work: Batch): Promise<void> {
    await sideBySide(chunksOf(jobs, TEXTS_PER_CALL), CALLS_AT_ONCE, async (chunk) => {
      checkAborted(work.options)
      const texts = chunk.map(({ input }) => input)
      const outcomes = await this.#ladder.use(['text'], work.options, (rung) =>
        rung.call('encodeText', { texts }, signalOf(work.options)),
      )
      for (const [at, { index }] of chunk.entries()) this.#settle(work, index, this.#resultOf('text', outcomes[at]))
    })
  }

  async #encodePictures(jobs: readonly Job<PictureSource>[], work: Batch): Promise<void> {
    await sideBySide(chunksOf(jobs, PICTURES_PER_CALL), CALLS_AT_ONCE, async (chunk) => {
      checkAborted(work.options)
      const results = await this.#ladder.use(['image'], work.options, (rung) =>
        this.#runPictures(rung, chunk, work.options),
      )
      for (const [at, { index }] of chunk.entries()) {
        this.#settle(work, index, results[at] ?? failure(new LocavoreError('internal', 'A picture was lost.')))
      }
    })
  }

  /** One after the other: each is a batch of its own. */
  async #encodeMedia(jobs: readonly Job<MediaContent>[], work: Batch): Promise<void> {
    for (const { index, input } of jobs) {
      checkAborted(work.options)
      this.#settle(work, index, await this.#encodeMedium(input, work))
    }
  }

  async #encodeMedium(content: MediaContent, work: Batch): Promise<EncodeResult> {
    const { modality } = content
    const onProgress: MediaProgress = (seconds, ofSeconds) => {
      const counts = { done: work.done, total: work.results.length }
      const known = ofSeconds === undefined ? {} : { ofSeconds }
      work.options.onProgress?.({ phase: 'encode', ...counts, seconds, ...known })
    }
    try {
      const media = await this.#openMedia()
      const vector =
        modality === 'audio'
          ? await media.sound(content.audio, work.options, onProgress)
          : await media.clip(content.clip, work.options, onProgress)
      return { ok: true, embedding: { modality, spaceId: this.space.id, vector } }
    } catch (thrown) {
      if (thrown instanceof InputFailure) return failure(thrown.error)
      throw thrown
    }
  }

  async #runPictures(
    rung: Rung,
    chunk: readonly Job<PictureSource>[],
    options: EncodeOptions,
  ): Promise<readonly EncodeResult[]> {
    const pictures = chunk.map(({ input }) => input)
    const outcomes = await runPictures(rung, pictures, this.#pictureRun(options, false))
    return outcomes.map((outcome) => this.#resultOf('image', outcome))
  }

  /** A page that encodes words and pictures only never loads the code for the rest. */
  #openMedia(): Promise<MediaEncoder> {
    const setup = { manifest: this.#manifest, ladder: this.#ladder, mostBytes: this.#mostMediaBytes }
    this.#media ??= import('./media-encoder.js').then(
      ({ MediaEncoder }) => new MediaEncoder(setup),
      (thrown: unknown) => {
        this.#media = undefined
        throw new LocavoreError('fetch-failed', 'The code for sounds and clips could not be loaded.', {}, thrown)
      },
    )
    return this.#media
  }

  #pictureRun({ signal }: EncodeOptions, parts: boolean): PictureRun {
    const tower = this.#manifest.towers.image
    const drawing = { side: Math.max(tower?.width ?? 0, tower?.height ?? 0), note: this.#ladder.note }
    return { limits: this.#limits, drawing, signal, parts }
  }

  async #alignPicture(
    query: string | Float32Array,
    picture: PictureSource,
    options: EncodeOptions,
  ): Promise<RelevanceMap> {
    const { patches } = this.#manifest.towers.image ?? {}
    if (patches === undefined) {
      throw new LocavoreError('unsupported-media', 'This model cannot tell the parts of a picture apart.')
    }
    const wanted = await this.#queryVector(query, options)
    const [outcome] = await this.#ladder.use(['image'], options, (rung) =>
      runPictures(rung, [picture], this.#pictureRun(options, true)),
    )
    const result = this.#resultOf('image', outcome)
    if (!result.ok) throw result.error
    if (outcome?.kind === 'vector' && outcome.parts !== undefined) {
      return relevanceMap(cosines(wanted, outcome.parts), patches.rows, patches.columns)
    }
    throw new LocavoreError('model-invalid', 'The model gave no vectors for the parts of a picture.')
  }

  async #queryVector(query: string | Float32Array, options: EncodeOptions): Promise<Float32Array> {
    if (typeof query === 'string') {
      const [result] = await this.encode([{ modality: 'text', text: query }], options)
      if (result?.ok) return result.embedding.vector
      throw result?.error ?? new LocavoreError('internal', 'The words were lost.')
    }
    const { dimensions } = this.space
    const vector = query instanceof Float32Array && query.length === dimensions ? toUnitVector(query) : undefined
    if (vector !== undefined) return vector
    throw new LocavoreError(
      'invalid-vector',
      `The query must be words, or a Float32Array of ${dimensions} finite numbers that are not all 0.`,
    )
  }

  #resultOf(modality: Modality, outcome: EncodeOutcome | undefined): EncodeResult {
    if (outcome?.kind === 'vector') {
      return { ok: true, embedding: { modality, spaceId: this.space.id, vector: outcome.vector } }
    }
    if (outcome?.kind === 'error') return failure(LocavoreError.fromRecord(outcome.error))
    return failure(new LocavoreError('invalid-picture', 'The drawing could not be turned into a picture.'))
  }

  #settle(work: Batch, index: number, result: EncodeResult): void {
    work.results[index] = result
    work.done += 1
    work.options.onProgress?.({ phase: 'encode', done: work.done, total: work.results.length })
  }
}

function checkAborted({ signal }: EncodeOptions): void {
  if (signal?.aborted) throw new LocavoreError('aborted', 'The call was cancelled.')
}

function signalOf({ signal }: EncodeOptions): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}

function* chunksOf<T>(list: readonly T[], length: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += length) yield list.slice(start, start + length)
}
