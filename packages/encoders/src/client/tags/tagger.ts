import {
  LocavoreError,
  type Modality,
  normalise,
  type TagCalibration,
  type TagGroup,
  type TagPrototype,
  tagProbabilities,
} from '@locavore/core'
import { parseTagSettings, type TagLabel, type TagSettings } from '../../shared/tag-settings.js'
import type { Content, Embedding, EncodeOptions, Encoder } from '../encoder.js'
import { checkGroups } from './check-groups.js'
import type { TagOptions } from './tags.js'

/** Vectors of label texts that are kept: the model's own and a few sites' worth. */
const MOST_KEPT_TEXTS = 4_000
const NOT_YET = new Float32Array(0)

export interface TaggerParts {
  readonly spaceId: string
  readonly encode: Encoder['encode']
  /** The text of `tags.json`, verified; undefined where the model has none. */
  readonly readSettings: (options: EncodeOptions) => Promise<string | undefined>
}

/** Names what contents show, by holding them against the words of labels. */
export class Tagger {
  readonly #parts: TaggerParts
  readonly #kept = new Map<string, Float32Array>()
  #settings: TagSettings | undefined

  constructor(parts: TaggerParts) {
    this.#parts = parts
  }

  async tags(content: Content | Embedding, options: TagOptions): Promise<readonly TagGroup[]> {
    const asked = options.groups === undefined ? undefined : checkGroups(options.groups)
    const settings = await this.#read(options)
    const groups = asked ?? settings.groups
    const { modality, vector } = await this.#embed(content, options)
    const calibrations = groups.map(({ id }) => calibrationOf(settings, id, modality))
    const texts = groups.flatMap(({ labels }) => labels.flatMap((label) => label.texts))
    const vectors = await this.#vectorsOf(texts, options)
    return groups.map(({ id, labels }, at) =>
      tagProbabilities(id, vector, prototypesOf(labels, vectors), calibrations[at] ?? uncalibrated(modality)),
    )
  }

  async #read(options: EncodeOptions): Promise<TagSettings> {
    if (this.#settings !== undefined) return this.#settings
    const json = await this.#parts.readSettings(plain(options))
    if (json === undefined)
      throw new LocavoreError('unsupported-media', 'tags: this model has none; its manifest names no file of tags.')
    this.#settings = parseTagSettings(json)
    return this.#settings
  }

  async #embed(content: Content | Embedding, options: EncodeOptions): Promise<Embedding> {
    if (content !== null && typeof content === 'object' && 'vector' in content) {
      if (content.spaceId === this.#parts.spaceId) return content
      throw new LocavoreError(
        'space-mismatch',
        `tags: the vector is of the space ${content.spaceId}, the model of ${this.#parts.spaceId}. Encode the content anew.`,
      )
    }
    const [result] = await this.#parts.encode([content], plain(options))
    if (result?.ok) return result.embedding
    throw result?.error ?? new LocavoreError('internal', 'An input was lost.')
  }

  /** What is not kept yet is encoded. The answer is the caller's own: another call may empty what is kept meanwhile. */
  async #vectorsOf(texts: readonly string[], options: EncodeOptions): Promise<ReadonlyMap<string, Float32Array>> {
    const vectors = new Map<string, Float32Array>()
    for (const text of texts) vectors.set(text, this.#kept.get(text) ?? NOT_YET)
    const missing = [...vectors].flatMap(([text, vector]) => (vector === NOT_YET ? [text] : []))
    if (missing.length === 0) return vectors
    const contents = missing.map((text) => ({ modality: 'text', text }) as const)
    const results = await this.#parts.encode(contents, plain(options))
    if (this.#kept.size + missing.length > MOST_KEPT_TEXTS) this.#kept.clear()
    for (const [at, text] of missing.entries()) {
      const result = results[at]
      if (!result?.ok) throw result?.error ?? new LocavoreError('internal', 'An input was lost.')
      vectors.set(text, result.embedding.vector)
      this.#kept.set(text, result.embedding.vector)
    }
    return vectors
  }
}

function prototypesOf(
  labels: readonly TagLabel[],
  vectors: ReadonlyMap<string, Float32Array>,
): readonly TagPrototype[] {
  return labels.map(({ id, texts }) => ({ id, vector: meanOf(texts.map((text) => vectors.get(text) ?? NOT_YET)) }))
}

/** Of unit length. */
function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (const [d, value] of vector.entries()) sum[d] = (sum[d] ?? 0) + value
  return normalise(sum)
}

function calibrationOf(settings: TagSettings, group: string, modality: Modality): TagCalibration {
  const own = settings.groups.find(({ id }) => id === group)?.calibration[modality]
  return own ?? settings.other[modality] ?? uncalibrated(modality)
}

function uncalibrated(modality: Modality): never {
  throw new LocavoreError(
    'unsupported-media',
    `tags: this model's tags are not fitted for the modality "${modality}".`,
    {
      modality,
    },
  )
}

/** Without `groups`, which `encode` does not know. */
function plain({ signal, onProgress }: EncodeOptions): EncodeOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(onProgress === undefined ? {} : { onProgress }) }
}
