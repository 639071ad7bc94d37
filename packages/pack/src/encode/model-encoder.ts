import { type EmbeddingSpace, LocavoreError, type Modality } from '@locavore/core'
import { clipVector, FOR_VECTOR, planScenes } from '@locavore/encoders/towers'
import { type DecoderFile, Ffmpeg } from '../media/film/ffmpeg.js'
import { readFilm } from '../media/film/read-film.js'
import { readSound, soundTrack } from '../media/film/read-sound.js'
import { decodePicture } from '../media/picture/decode-picture.js'
import type { ModelFiles } from './open-model.js'
import { type EncodingTower, noTower } from './towers/open-tower.js'
import { openPictures, type TowerPixels } from './towers/picture-tower.js'
import { openSounds, type Samples } from './towers/sound-tower.js'
import { openTexts } from './towers/text-tower.js'

/** Of the sound of a film: it is seen all the same. */
const UNHEARD = new Set(['no-content', 'invalid-media', 'unsupported-media'])

type Opening<Input> = Promise<EncodingTower<Input>>

export interface ModelEncoderOptions {
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
  readonly #ffmpeg: Ffmpeg
  #texts: Opening<string> | undefined
  #pictures: Opening<TowerPixels> | undefined
  #sounds: Opening<Samples> | undefined

  constructor(files: ModelFiles, { ffmpeg = new Ffmpeg() }: ModelEncoderOptions = {}) {
    this.#files = files
    this.#ffmpeg = ffmpeg
    this.space = files.manifest.space
    this.key = `${files.manifestHash} ${files.variant} ${files.hasKernel ? 'kernel' : 'runtime'}`
  }

  /** Whether the model reads this medium at all. */
  reads(medium: Modality): boolean {
    const { towers, space } = this.#files.manifest
    return space.modalities.includes(medium) && towers[medium === 'clip' ? 'image' : medium] !== undefined
  }

  /** @returns `[dimensions]`, unit length @throws LocavoreError of the text, or `self-check-failed` */
  async text(words: string): Promise<Float32Array> {
    this.#texts ??= openTexts(this.#files)
    return (await this.#texts).encode(words)
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

  /** What was encoded with, in words; empty where nothing was. */
  async account(): Promise<string> {
    const { manifest, variant } = this.#files
    const towers = { words: this.#texts, pictures: this.#pictures, sounds: this.#sounds }
    const computed = await Promise.all(
      Object.entries(towers).map(async ([name, tower]) => (tower === undefined ? [] : [[name, (await tower).by]])),
    )
    const parts = computed
      .flat()
      .map(([name, by]) => `${name} by ${by === 'kernel' ? "browsers' own kernel" : 'ONNX Runtime'}`)
    return parts.length === 0 ? '' : `${manifest.id}, variant ${variant}: ${parts.join(', ')}`
  }

  async close(): Promise<void> {
    const towers = [this.#texts, this.#pictures, this.#sounds]
    // One that could not be opened has nothing to close.
    for (const settled of await Promise.allSettled(towers)) {
      if (settled.status === 'fulfilled') await settled.value?.close()
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

  async #seen(pixels: TowerPixels): Promise<Float32Array> {
    this.#pictures ??= openPictures(this.#files)
    return (await this.#pictures).encode(pixels)
  }

  async #heard(samples: Samples): Promise<Float32Array> {
    this.#sounds ??= openSounds(this.#files)
    return (await this.#sounds).encode(samples)
  }

  #imageTower() {
    return this.#files.manifest.towers.image ?? noTower('pictures')
  }

  #audioTower() {
    return this.#files.manifest.towers.audio ?? noTower('sounds')
  }
}
