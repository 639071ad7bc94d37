import { LocavoreError, normalise, type TagGroup, tagProbabilities, toLocavoreError } from '@locavore/core'
import type { Alignment, Content, Embedding, EncodeResult, Encoder, EncoderFactory } from '@locavore/encoders'
import { clusterVector, TEST_SPACE } from './clustered-catalogue.js'

/** One call of `align`. */
export interface AskedAlignment {
  readonly query: string | Float32Array
  readonly content: Content
}

/**
 * An encoder for faults and for telling what was asked of it: `cluster 3` in a text or an address is encoded to the middle of
 * cluster 3, `broken` fails alone, `no device` fails as a whole.
 */
export function clusteredEncoder(space = TEST_SPACE) {
  const asked: Content[] = []
  const aligned: AskedAlignment[] = []
  const encoder: Encoder = {
    space,
    encode: async (batch, options) => {
      asked.push(...batch)
      options?.onProgress?.({ phase: 'encode', done: batch.length, total: batch.length })
      if (batch.some((content) => content.modality === 'text' && content.text === 'no device')) {
        throw new LocavoreError('no-device', 'There is no device to encode on.')
      }
      return batch.map((content) => encodeOne(content, space.id))
    },
    align: async (query, content) => {
      aligned.push({ query, content })
      return alignOne(content)
    },
    keyFrames: async (clip) => {
      refuseBroken(String(clip))
      return [{ seconds: 0.5, vector: Float32Array.from(clusterVector(1, 1)), covers: { from: 0, to: 2 } }]
    },
    tags: async (content) => [clusterTags(content, space.id)],
    warmUp: async () => report(space.id),
    report: () => report(space.id),
    close: async () => {},
  }
  const factory: EncoderFactory = { space, create: () => encoder }
  return { ...factory, asked, aligned }
}

function encodeOne(content: Content, spaceId: string): EncodeResult {
  const words = wordsOf(content)
  try {
    refuseBroken(words)
  } catch (error) {
    return { ok: false, error: toLocavoreError(error) }
  }
  const cluster = Number(/cluster[- ](\d+)/.exec(words)?.[1] ?? 0)
  const vector = Float32Array.from(clusterVector(cluster, words.length))
  return { ok: true, embedding: { modality: content.modality, spaceId, vector } }
}

function alignOne(content: Content): Alignment {
  refuseBroken(wordsOf(content))
  const relevance = Float32Array.of(0, 1)
  if (content.modality === 'image') {
    return { kind: 'map', rows: 1, columns: 2, relevance, peak: { x: 0.75, y: 0.5 }, best: 0.5 }
  }
  return { kind: 'timeline', seconds: Float32Array.of(0, 0.32), relevance, peak: 0.48, best: 0.5 }
}

/** The text, or the address of a medium; media that are data stand for themselves. */
function wordsOf(content: Content): string {
  if (content.modality === 'text') return content.text
  const source: unknown =
    content.modality === 'image' ? content.image : content.modality === 'audio' ? content.audio : content.clip
  return typeof source === 'string' ? source : ''
}

function refuseBroken(words: string): void {
  if (words.includes('broken')) throw new LocavoreError('invalid-picture', 'The picture cannot be decoded.')
}
/** One group: which of the first three clusters it is. */
function clusterTags(content: Content | Embedding, spaceId: string): TagGroup {
  const result = 'vector' in content ? { ok: true as const, embedding: content } : encodeOne(content, spaceId)
  if (!result.ok) throw result.error
  const prototypes = [0, 1, 2].map((cluster) => ({ id: `c${cluster}`, vector: unit(clusterVector(cluster, 0, 0)) }))
  const vector = unit(result.embedding.vector)
  return tagProbabilities('cluster', vector, prototypes, { temperature: 0.1, none: 0.5, follow: 0 })
}

const unit = (values: ArrayLike<number>) => normalise(Float32Array.from(values))

function report(spaceId: string) {
  return { state: 'ready', modelId: 'test', spaceId, ladder: [], requests: [] } as const
}
