import { LocavoreError } from '@locavore/core'
import type { ModelManifest } from '../shared/model-manifest.js'
import type { ClipSource, EncodeOptions, SoundSource } from './encoder.js'
import type { Ladder } from './ladder.js'
import { asInput } from './media/input-failure.js'
import type { MediaFileOptions } from './media/media-file.js'
import { encodeSound, type SoundWork } from './sound/encode-sound.js'
import { openSound } from './sound/open-sound.js'

export interface MediaEncoderSetup {
  readonly manifest: ModelManifest
  readonly ladder: Ladder
  /** Largest file of a sound or a film. */
  readonly mostBytes: number
}

/** How far one sound or clip is, in seconds of its own. */
export type MediaProgress = (seconds: number, ofSeconds: number | undefined) => void

/** Sounds and films to vectors. What is wrong with one of them is thrown as `InputFailure`. */
export class MediaEncoder {
  readonly #setup: MediaEncoderSetup

  constructor(setup: MediaEncoderSetup) {
    this.#setup = setup
  }

  async sound(
    source: SoundSource,
    options: EncodeOptions,
    extra: Pick<SoundWork, 'onWindow' | 'onProgress'> = {},
  ): Promise<Float32Array> {
    const { ladder, manifest } = this.#setup
    const tower = manifest.towers.audio
    if (tower === undefined) throw new LocavoreError('unsupported-media', 'This model has no tower for audio.')
    const sound = await asInput(() => openSound(source, tower.features.sampleRate, this.#fileOptions(options)))
    return encodeSound(sound, { ladder, tower, options, ...extra })
  }

  async clip(_source: ClipSource, _options: EncodeOptions): Promise<Float32Array> {
    return asInput(() => {
      throw new LocavoreError('unsupported-media', 'This model cannot encode clips.')
    })
  }

  #fileOptions({ signal }: EncodeOptions): MediaFileOptions {
    const { mostBytes, ladder } = this.#setup
    return { mostBytes, signal, note: ladder.note }
  }
}
