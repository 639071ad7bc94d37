import { LocavoreError } from '@locavore/core'
import { FOR_VECTOR } from '../shared/clip/scenes.js'
import type { ImageTower, ModelManifest } from '../shared/model-manifest.js'
import { pictureLine, SoundLine, stepSecondsOf } from './align/align-media.js'
import { relevanceTimeline } from './align/relevance.js'
import { chooseKeyFrames } from './clip/choose-key-frames.js'
import { vectorOfClip } from './clip/encode-clip.js'
import { type LookOptions, lookAtClip, type SeenScene } from './clip/look-at-clip.js'
import { type OpenClip, openClip } from './clip/open-clip.js'
import type { ClipSource, EncodeOptions, KeyFrame, RelevanceTimeline, SoundSource } from './encoder.js'
import type { Ladder } from './ladder.js'
import { asInput, InputFailure } from './media/input-failure.js'
import type { MediaFileOptions } from './media/media-file.js'
import type { MediaProgress } from './media/media-progress.js'
import { type EncodedSound, encodeSound, type SoundWork } from './sound/encode-sound.js'
import { openSound } from './sound/open-sound.js'

export interface MediaEncoderSetup {
  readonly manifest: ModelManifest
  readonly ladder: Ladder
  /** Largest file of a sound or a film. */
  readonly mostBytes: number
}

/** For a time line: close enough that events can be told apart. */
const FOR_TIMELINE: LookOptions = { most: 64, spacing: 0.32 }
/** Without an audio tower, that gives the steps. */
const PICTURE_STEP_SECONDS = 0.32

/** Sounds and films to vectors. What is wrong with one of them is thrown as `InputFailure`. */
export class MediaEncoder {
  readonly #setup: MediaEncoderSetup

  constructor(setup: MediaEncoderSetup) {
    this.#setup = setup
  }

  async sound(source: SoundSource, options: EncodeOptions, onProgress?: MediaProgress): Promise<Float32Array> {
    return (await this.#encodeSound(source, options, { onProgress })).vector
  }

  async clip(source: ClipSource, options: EncodeOptions, onProgress?: MediaProgress): Promise<Float32Array> {
    return this.#withClip(source, options, async (clip) => {
      const scenes = await this.#look(clip, options, { ...FOR_VECTOR, onProgress })
      const sound = await this.#soundTrack(clip, options, {})
      const frames = scenes.flatMap((scene) => scene.frames.map(({ vector }) => vector))
      return vectorOfClip(frames, sound?.vector)
    })
  }

  async keyFrames(source: ClipSource, most: number, options: EncodeOptions): Promise<KeyFrame[]> {
    return this.#withClip(source, options, async (clip) => {
      return chooseKeyFrames(await this.#look(clip, options, FOR_VECTOR), most)
    })
  }

  async alignSound(query: Float32Array, source: SoundSource, options: EncodeOptions): Promise<RelevanceTimeline> {
    const tower = this.#setup.manifest.towers.audio
    if (tower === undefined) throw noTower('audio')
    const line = new SoundLine(query, tower)
    const { seconds } = await this.#encodeSound(source, options, { onWindow: line.add })
    return relevanceTimeline({ stepSeconds: stepSecondsOf(tower), sound: line.toLine(seconds) })
  }

  async alignClip(query: Float32Array, source: ClipSource, options: EncodeOptions): Promise<RelevanceTimeline> {
    const tower = this.#setup.manifest.towers.audio
    return this.#withClip(source, options, async (clip) => {
      const stepSeconds = tower === undefined ? PICTURE_STEP_SECONDS : stepSecondsOf(tower)
      const picture = pictureLine(query, await this.#look(clip, options, FOR_TIMELINE), stepSeconds)
      const line = tower === undefined ? undefined : new SoundLine(query, tower)
      const sound = await this.#soundTrack(clip, options, { onWindow: line?.add })
      if (line === undefined || sound === undefined) return relevanceTimeline({ stepSeconds, picture })
      return relevanceTimeline({ stepSeconds, picture, sound: line.toLine(sound.seconds) })
    })
  }

  async #encodeSound(
    source: SoundSource,
    options: EncodeOptions,
    extra: Pick<SoundWork, 'onWindow' | 'onProgress'>,
  ): Promise<EncodedSound> {
    const { ladder, manifest } = this.#setup
    const tower = manifest.towers.audio
    if (tower === undefined) throw noTower('audio')
    const sound = await asInput(() => openSound(source, tower.features.sampleRate, this.#fileOptions(options)))
    return encodeSound(sound, { ladder, tower, options, ...extra })
  }

  async #withClip<T>(source: ClipSource, options: EncodeOptions, work: (clip: OpenClip) => Promise<T>): Promise<T> {
    const sampleRate = this.#setup.manifest.towers.audio?.features.sampleRate
    const clip = await asInput(() => openClip(source, sampleRate, this.#fileOptions(options)))
    try {
      return await work(clip)
    } finally {
      clip.close()
    }
  }

  #look(clip: OpenClip, options: EncodeOptions, look: LookOptions): Promise<SeenScene[]> {
    return lookAtClip(clip.pictures, { ladder: this.#setup.ladder, tower: this.#imageTower(), options }, look)
  }

  #imageTower(): ImageTower {
    const tower = this.#setup.manifest.towers.image
    if (tower === undefined) throw noTower('clips')
    return tower
  }

  /** A film whose sound cannot be read, or is silent, is what is seen of it. */
  async #soundTrack(
    { sound }: OpenClip,
    options: EncodeOptions,
    extra: Pick<SoundWork, 'onWindow'>,
  ): Promise<EncodedSound | undefined> {
    const tower = this.#setup.manifest.towers.audio
    if (sound === undefined || tower === undefined) return undefined
    try {
      return await encodeSound(sound, { ladder: this.#setup.ladder, tower, options, ...extra })
    } catch (thrown) {
      if (thrown instanceof InputFailure) return undefined
      throw thrown
    }
  }

  #fileOptions({ signal }: EncodeOptions): MediaFileOptions {
    const { mostBytes, ladder } = this.#setup
    return { mostBytes, signal, note: ladder.note }
  }
}

function noTower(modality: string): LocavoreError {
  return new LocavoreError('unsupported-media', `This model has no tower for ${modality}.`, { modality })
}
