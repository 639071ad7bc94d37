import { LocavoreError, type Modality, toLocavoreError } from '@locavore/core'
import type { EncodeOutcome, PictureLimits, WirePicture } from '../shared/encoder-protocol.js'
import type { ModelManifest } from '../shared/model-manifest.js'
import type { Content, EncodeOptions, EncodeResult, Encoder, EncoderReport, PictureSource } from './encoder.js'
import type { Ladder, Rung } from './ladder.js'
import { InputFailure } from './media/input-failure.js'
import { MediaEncoder, type MediaProgress } from './media-encoder.js'
import { packPicture, transferablesOf } from './pack-picture.js'
import { type RasteriseOptions, rasterise } from './rasterise.js'

/** Pictures per run: enough to keep the device busy, few enough to hold and to cancel between. */
const PICTURES_PER_RUN = 8
const TEXTS_PER_RUN = 32

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
  readonly #media: MediaEncoder

  constructor(manifest: ModelManifest, ladder: Ladder, limits: EncoderLimits) {
    this.space = manifest.space
    this.#manifest = manifest
    this.#ladder = ladder
    this.#limits = limits.pictures
    this.#media = new MediaEncoder({ manifest, ladder, mostBytes: limits.mostMediaBytes })
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

  async align(): Promise<never> {
    throw new LocavoreError('unsupported-media', 'This model cannot tell parts of a medium.')
  }

  async keyFrames(): Promise<never> {
    throw new LocavoreError('unsupported-media', 'This model cannot encode clips.')
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
    for (const chunk of chunksOf(jobs, TEXTS_PER_RUN)) {
      checkAborted(work.options)
      const texts = chunk.map(({ input }) => input)
      const outcomes = await this.#ladder.use(['text'], work.options, (rung) =>
        rung.call('encodeText', { texts }, signalOf(work.options)),
      )
      for (const [at, { index }] of chunk.entries()) this.#settle(work, index, this.#resultOf('text', outcomes[at]))
    }
  }

  async #encodePictures(jobs: readonly Job<PictureSource>[], work: Batch): Promise<void> {
    for (const chunk of chunksOf(jobs, PICTURES_PER_RUN)) {
      checkAborted(work.options)
      const results = await this.#ladder.use(['image'], work.options, (rung) =>
        this.#runPictures(rung, chunk, work.options),
      )
      for (const [at, { index }] of chunk.entries()) {
        this.#settle(work, index, results[at] ?? failure(new LocavoreError('internal', 'A picture was lost.')))
      }
    }
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
      const vector =
        modality === 'audio'
          ? await this.#media.sound(content.audio, work.options, { onProgress })
          : await this.#media.clip(content.clip, work.options)
      return { ok: true, embedding: { modality, spaceId: this.space.id, vector } }
    } catch (thrown) {
      if (thrown instanceof InputFailure) return failure(thrown.error)
      throw thrown
    }
  }

  /** Packs each picture for itself: one that cannot be read fails alone. Drawings go round by way of the page. */
  async #runPictures(
    rung: Rung,
    chunk: readonly Job<PictureSource>[],
    options: EncodeOptions,
  ): Promise<readonly EncodeResult[]> {
    const packed = await Promise.all(
      chunk.map(({ input }) => attempt(() => packPicture(input, { limits: this.#limits, ...this.#drawing() }))),
    )
    const first = await this.#sendPictures(rung, packed, options)
    const redrawn = await Promise.all(
      first.map((outcome, at) =>
        outcome.kind === 'drawing' && outcome.file instanceof Blob
          ? attempt(() => rasterise(addressOf(packed[at]) ?? (outcome.file as Blob), this.#drawing()))
          : undefined,
      ),
    )
    const drawn = redrawn.filter((picture) => picture !== undefined)
    const second = drawn.length === 0 ? [] : await this.#sendPictures(rung, drawn, options)
    let next = 0
    return first.map((outcome, at) => this.#resultOf('image', redrawn[at] === undefined ? outcome : second[next++]))
  }

  async #sendPictures(
    rung: Rung,
    packed: readonly (WirePicture | LocavoreError)[],
    options: EncodeOptions,
  ): Promise<readonly EncodeOutcome[]> {
    const pictures = packed.filter((picture): picture is WirePicture => !(picture instanceof LocavoreError))
    const argument = { pictures, limits: this.#limits }
    const transfer = transferablesOf(pictures)
    const outcomes =
      pictures.length === 0 ? [] : await rung.call('encodePictures', argument, { ...signalOf(options), transfer })
    let next = 0
    return packed.map((picture): EncodeOutcome => {
      if (picture instanceof LocavoreError) return { kind: 'error', error: picture.toRecord() }
      return (
        outcomes[next++] ?? { kind: 'error', error: new LocavoreError('internal', 'A picture was lost.').toRecord() }
      )
    })
  }

  #drawing(): RasteriseOptions {
    const tower = this.#manifest.towers.image
    return { side: Math.max(tower?.width ?? 0, tower?.height ?? 0), note: this.#ladder.note }
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

function failure(error: LocavoreError): EncodeResult {
  return { ok: false, error }
}

function refusal(content: unknown): EncodeResult {
  const modality =
    typeof content === 'object' && content !== null && 'modality' in content ? String(content.modality) : 'none'
  return failure(
    new LocavoreError('unsupported-media', `This model cannot encode the modality "${modality}".`, { modality }),
  )
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

async function attempt<T>(task: () => Promise<T>): Promise<T | LocavoreError> {
  try {
    return await task()
  } catch (thrown) {
    return toLocavoreError(thrown, 'invalid-picture')
  }
}

function addressOf(picture: WirePicture | LocavoreError | undefined): string | undefined {
  return picture !== undefined && 'kind' in picture && picture.kind === 'address' ? picture.url : undefined
}
