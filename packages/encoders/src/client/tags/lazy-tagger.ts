import { LocavoreError, type TagGroup } from '@locavore/core'
import type { Content, Embedding, EncodeOptions, Encoder } from '../encoder.js'
import type { Ladder } from '../ladder.js'
import type { Tagger } from './tagger.js'
import type { TagOptions } from './tags.js'

/** The tags of an encoder. A page that never asks for them never loads their code. */
export class LazyTagger {
  readonly #encoder: Pick<Encoder, 'space' | 'encode'>
  readonly #ladder: Ladder
  #tagger: Promise<Tagger> | undefined

  constructor(encoder: Pick<Encoder, 'space' | 'encode'>, ladder: Ladder) {
    this.#encoder = encoder
    this.#ladder = ladder
  }

  async tags(content: Content | Embedding, options: TagOptions): Promise<readonly TagGroup[]> {
    if (options.signal?.aborted) throw new LocavoreError('aborted', 'The call was cancelled.')
    return (await this.#open()).tags(content, options)
  }

  #open(): Promise<Tagger> {
    this.#tagger ??= import('./tagger.js').then(
      ({ Tagger }) =>
        new Tagger({
          spaceId: this.#encoder.space.id,
          encode: (batch, options) => this.#encoder.encode(batch, options),
          readSettings: (options) => this.#readSettings(options),
        }),
      (thrown: unknown) => {
        this.#tagger = undefined
        throw new LocavoreError('fetch-failed', 'The code for tags could not be loaded.', {}, thrown)
      },
    )
    return this.#tagger
  }

  #readSettings(options: EncodeOptions): Promise<string | undefined> {
    const { signal } = options
    return this.#ladder.use(['text'], options, (rung) =>
      rung.call('readTags', {}, signal === undefined ? {} : { signal }),
    )
  }
}
