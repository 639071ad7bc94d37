import { type EmbeddingSpace, LocavoreError, type Modality } from '@locavore/core'
import {
  clipVector,
  createFrontEnd,
  createTokeniser,
  cutWindows,
  FOR_VECTOR,
  normaliseText,
  peakOf,
  planeLength,
  planScenes,
  SILENCE,
  toUnitVector,
  windowPlan,
  writePlanes,
} from '@locavore/encoders/towers'
import { type OpenTower, openTower, runPictures, runSounds, runTexts } from '@locavore/models/run'
import { type DecoderFile, Ffmpeg } from '../media/film/ffmpeg.js'
import { readFilm } from '../media/film/read-film.js'
import { readSound, soundTrack } from '../media/film/read-sound.js'
import { decodePicture } from '../media/picture/decode-picture.js'
import { checkGolden, LEAST_COSINE } from './golden-check.js'
import type { ModelFiles } from './open-model.js'

/** Mono, at the rate of the tower, piece by piece. */
type Samples = AsyncIterable<Float32Array>

/** Of the sound of a film: it is seen all the same. */
const UNHEARD = new Set(['no-content', 'invalid-media', 'unsupported-media'])

type Encode<Input> = (input: Input) => Promise<Float32Array>

export interface ModelEncoderOptions {
  /** How near each tower must come to its golden vectors. */
  readonly leastCosine?: number
  /** Decodes clips, and sounds that are no WAVE files. */
  readonly ffmpeg?: Ffmpeg
}

/**
 * A model that encodes in Node what the browser encodes, one input at a time: models in whole numbers answer a little
 * differently to every batch, and a pack must not depend on how its items were dealt out. Towers open on first use, each
 * held against its golden vectors.
 */
export class ModelEncoder {
  readonly space: EmbeddingSpace
  /** Changes with whatever could change a vector. */
  readonly key: string
  readonly #files: ModelFiles
  readonly #leastCosine: number
  readonly #ffmpeg: Ffmpeg
  readonly #open: OpenTower[] = []
  #text: Promise<Encode<string>> | undefined
  #pixels: Promise<Encode<ArrayLike<number>>> | undefined
  #samples: Promise<Encode<Samples>> | undefined

  constructor(files: ModelFiles, { leastCosine = LEAST_COSINE, ffmpeg = new Ffmpeg() }: ModelEncoderOptions = {}) {
    this.#files = files
    this.#ffmpeg = ffmpeg
    this.#leastCosine = leastCosine
    this.space = files.manifest.space
    this.key = `${files.manifestHash} ${files.variant}`
  }

  /** Whether the model reads this medium at all. */
  reads(medium: Modality): boolean {
    const { towers, space } = this.#files.manifest
    return space.modalities.includes(medium) && towers[medium === 'clip' ? 'image' : medium] !== undefined
  }

  /** @returns `[dimensions]`, unit length @throws LocavoreError of the text, or `self-check-failed` */
  async text(words: string): Promise<Float32Array> {
    this.#text ??= this.#openText()
    return (await this.#text)(words)
  }

  /** @param file a picture as it lies on a server @throws LocavoreError of the picture, or `self-check-failed` */
  async picture(file: Uint8Array): Promise<Float32Array> {
    const { data } = await decodePicture(file, this.#imageTower())
    return this.#seen(data)
  }

  /**
   * @param file a sound as it lies on a server; all but WAVE take ffmpeg
   * @throws LocavoreError of the sound (`no-content` for silence), or `self-check-failed`
   */
  async sound(file: Uint8Array): Promise<Float32Array> {
    const { sampleRate } = this.#audioTower().features
    return this.#heard(readSound(file, sampleRate, this.#ffmpeg))
  }

  /**
   * What is seen of a film, and heard where it has a sound: as in a browser.
   *
   * @throws LocavoreError of the film, `unsupported-media` without ffmpeg, or `self-check-failed`
   */
  async clip(file: Uint8Array): Promise<Float32Array> {
    const copy = await this.#ffmpeg.open(file)
    try {
      const film = await readFilm(this.#ffmpeg, copy, this.#imageTower())
      const frames: Float32Array[] = []
      for (const place of planScenes(film.frames, film, FOR_VECTOR).chosen) {
        const frame = film.frames[place]
        if (frame !== undefined) frames.push(await this.#seen(frame.pixels))
      }
      const vector = clipVector(frames, await this.#soundOf(copy))
      if (vector !== undefined) return vector
      throw new LocavoreError('no-content', 'the parts of the clip have nothing in common: their vectors cancel out')
    } finally {
      await copy.close()
    }
  }

  /** What decodes clips and packed sounds; empty where nothing does. */
  async decoder(): Promise<string> {
    return (await this.#ffmpeg.version()) ?? ''
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((tower) => tower.close()))
  }

  async #openText(): Promise<Encode<string>> {
    const { manifest, golden, variant, read } = this.#files
    const tower = manifest.towers.text ?? noTower('texts')
    const [tokenizer, config] = [await read(tower.tokenizer), await read(tower.tokenizerConfig)].map(String)
    const tokenise = createTokeniser(tokenizer ?? '', config ?? '', tower)
    const isSame = golden.text.every(({ input, ids }) => tokenise(input).join() === ids.join())
    if (!isSame) throw new LocavoreError('self-check-failed', 'The tokenizer splits a golden text differently.')
    const open = await this.#openTower(tower.files)
    const ids = golden.text.map((text) => text.ids)
    checkGolden('text', await runTexts(open, tower, ids), golden.outputs[variant]?.text, this.#leastCosine)
    return async (words) => {
      const [answer] = await runTexts(open, tower, [tokenise(normaliseText(words))])
      return usable(answer)
    }
  }

  /** A film whose sound cannot be read, or is silent, is what is seen of it. */
  async #soundOf(film: DecoderFile): Promise<Float32Array | undefined> {
    if (!this.reads('audio')) return undefined
    try {
      return await this.#heard(soundTrack(this.#ffmpeg, film, this.#audioTower().features.sampleRate))
    } catch (thrown) {
      if (thrown instanceof LocavoreError && UNHEARD.has(thrown.code)) return undefined
      throw thrown
    }
  }

  async #seen(pixels: ArrayLike<number>): Promise<Float32Array> {
    this.#pixels ??= this.#openPixels()
    return (await this.#pixels)(pixels)
  }

  async #heard(samples: Samples): Promise<Float32Array> {
    this.#samples ??= this.#openSamples()
    return (await this.#samples)(samples)
  }

  #imageTower() {
    return this.#files.manifest.towers.image ?? noTower('pictures')
  }

  #audioTower() {
    return this.#files.manifest.towers.audio ?? noTower('sounds')
  }

  async #openPixels(): Promise<Encode<ArrayLike<number>>> {
    const { golden, variant } = this.#files
    const tower = this.#imageTower()
    const open = await this.#openTower(tower.files)
    checkGolden(
      'image',
      await runPictures(open, tower, golden.image),
      golden.outputs[variant]?.image,
      this.#leastCosine,
    )
    return async (pixels) => {
      const values = new Float32Array(planeLength(tower))
      writePlanes(pixels, 4, tower, values, 0)
      return usable(
        await open.run({ [tower.input]: { values, shape: [1, 3, tower.height, tower.width] } }, tower.output),
      )
    }
  }

  async #openSamples(): Promise<Encode<Samples>> {
    const { manifest, golden, variant } = this.#files
    const tower = this.#audioTower()
    const open = await this.#openTower(tower.files)
    checkGolden('audio', await runSounds(open, tower, golden.audio), golden.outputs[variant]?.audio, this.#leastCosine)
    const frontEnd = createFrontEnd(tower)
    const plan = windowPlan(tower)
    return async (samples) => {
      const sum = new Float64Array(manifest.space.dimensions)
      for await (const { samples: cut } of cutWindows(samples, plan, 1)) {
        if (peakOf(cut) < SILENCE) continue
        const { frames, mel } = frontEnd(cut)
        const shape = [1, 1, frames, tower.features.melBands]
        add(usable(await open.run({ [tower.input]: { values: mel, shape } }, tower.output)), sum)
      }
      const mean = toUnitVector(sum)
      if (mean !== undefined) return mean
      throw new LocavoreError('no-content', 'there is nothing to hear: the sound is empty, or silent throughout')
    }
  }

  async #openTower(files: Readonly<Record<string, string>>): Promise<OpenTower> {
    const { variant, read } = this.#files
    const path = files[variant]
    if (path === undefined) throw new LocavoreError('model-invalid', `A tower has no file for variant ${variant}.`)
    const open = await openTower(await read(path), path)
    this.#open.push(open)
    return open
  }
}

function add(vector: Float32Array, sum: Float64Array): void {
  for (let d = 0; d < sum.length; d += 1) sum[d] = (sum[d] as number) + (vector[d] as number)
}

function usable(answer: Float32Array | undefined): Float32Array {
  const vector = answer === undefined ? undefined : toUnitVector(answer)
  if (vector !== undefined) return vector
  throw new LocavoreError('self-check-failed', 'the model answered with a vector of length 0, or not of finite numbers')
}

function noTower(what: string): never {
  throw new LocavoreError('unsupported-media', `the model does not read ${what}`)
}
