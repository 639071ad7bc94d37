import { type Item, LocavoreError, type Modality, type QuantisedVector, quantise } from '@locavore/core'
import { reasonOf } from '../failure.js'
import type { SourcedItem } from '../items/read-items.js'
import type { MediaReader } from '../media/media-reader.js'
import type { ModelEncoder } from './model-encoder.js'

export type ItemVectors = Partial<Record<Modality, QuantisedVector>>

/** What Node can encode; clips, and sounds that are no WAVE files, where there is an ffmpeg. */
export const ENCODED = ['text', 'image', 'audio', 'clip'] as const
export type EncodedModality = (typeof ENCODED)[number]

/** A medium of an item that could not be encoded; the item stays, without it. */
export interface MediumFault {
  readonly modality: EncodedModality
  readonly problem: string
}

export interface EncodedItem {
  readonly vectors: ItemVectors
  readonly faults: readonly MediumFault[]
}

/** Codes of the calling itself, which no other item would do better with. */
const FATAL = new Set(['aborted', 'self-check-failed', 'model-invalid', 'integrity-mismatch', 'internal'])

/** Encodes what an item has, as the library would in a browser: title and text are one text. */
export class ItemEncoder {
  readonly #encoder: ModelEncoder
  readonly #media: MediaReader
  readonly #modalities: readonly EncodedModality[]

  constructor(encoder: ModelEncoder, media: MediaReader, modalities: readonly EncodedModality[]) {
    this.#encoder = encoder
    this.#media = media
    this.#modalities = modalities
  }

  get encoder(): ModelEncoder {
    return this.#encoder
  }

  /** Reads the media of an item ahead of encoding it. */
  prepare({ item, file }: SourcedItem): Promise<PreparedItem> {
    const read = (modality: Medium) => {
      const address = item[modality]
      if (address === undefined || !this.#modalities.includes(modality)) return undefined
      // Looked at when its turn comes; until then a failure must not be unheard.
      return this.#media.read(address, file).catch((thrown: unknown) => new Failure(thrown))
    }
    return Promise.all(MEDIA.map(read)).then(([image, audio, clip]) => ({ item, image, audio, clip }))
  }

  /** @param brought vectors that need not be made @throws LocavoreError only what is not the item's own fault */
  async encode({ item, image, audio, clip }: PreparedItem, brought: ItemVectors): Promise<EncodedItem> {
    const vectors: ItemVectors = { ...brought }
    const faults: MediumFault[] = []
    const take = async (modality: EncodedModality, task: () => Promise<Float32Array>) => {
      if (vectors[modality] !== undefined) return
      try {
        const vector = await task()
        vectors[modality] = quantise(vector, vector.length)
      } catch (thrown) {
        if (thrown instanceof LocavoreError && FATAL.has(thrown.code)) throw thrown
        faults.push({ modality, problem: reasonOf(thrown) })
      }
    }
    const words = wordsOf(item)
    if (words !== '' && this.#modalities.includes('text')) await take('text', () => this.#encoder.text(words))
    if (image !== undefined) await take('image', async () => this.#encoder.picture(bytesOf(image)))
    if (audio !== undefined) await take('audio', async () => this.#encoder.sound(bytesOf(audio)))
    if (clip !== undefined) await take('clip', async () => this.#encoder.clip(bytesOf(clip)))
    return { vectors, faults }
  }

  #needsDecoder({ audio, clip }: Item): boolean {
    const isPacked = audio !== undefined && !/\.wav$/i.test(audio)
    return (clip !== undefined && this.#modalities.includes('clip')) || (isPacked && this.#modalities.includes('audio'))
  }

  /** Changes with whatever the vectors of an item depend on. */
  async stamp({ item, file }: SourcedItem): Promise<string> {
    const stamps = MEDIA.filter((modality) => this.#modalities.includes(modality)).map((modality) => {
      const address = item[modality]
      return address === undefined ? undefined : this.#media.stamp(address, file).catch(() => undefined)
    })
    // Once a decoder is there, what it was missing for is tried again.
    const decoder = this.#needsDecoder(item) ? await this.#encoder.decoder() : undefined
    return JSON.stringify([wordsOf(item), ...(await Promise.all(stamps)), decoder])
  }
}

export interface PreparedItem {
  readonly item: Item
  readonly image: Uint8Array | Failure | undefined
  readonly audio: Uint8Array | Failure | undefined
  readonly clip: Uint8Array | Failure | undefined
}

const MEDIA = ['image', 'audio', 'clip'] as const
type Medium = (typeof MEDIA)[number]

class Failure {
  readonly thrown: unknown
  constructor(thrown: unknown) {
    this.thrown = thrown
  }
}

function bytesOf(read: Uint8Array | Failure): Uint8Array {
  if (read instanceof Failure) throw read.thrown
  return read
}

function wordsOf({ title, text }: Item): string {
  return [title, text].filter((part) => part !== undefined && part.trim() !== '').join('\n')
}
