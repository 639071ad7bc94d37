import { LocavoreError } from '@locavore/core'
import type { Content, EncodeResult, Encoder, EncoderFactory } from '@locavore/encoders'
import { clusterVector, TEST_SPACE } from './clustered-catalogue.js'

/**
 * An encoder for faults and for telling what was asked of it: `cluster 3` is encoded to the middle of cluster 3, `broken`
 * fails alone, `no device` fails as a whole.
 */
export function clusteredEncoder(space = TEST_SPACE): EncoderFactory & { readonly asked: Content[] } {
  const asked: Content[] = []
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
    align: async () => {
      throw new LocavoreError('unsupported-media', 'The test encoder cannot tell parts of a medium.')
    },
    keyFrames: async () => {
      throw new LocavoreError('unsupported-media', 'The test encoder cannot encode clips.')
    },
    warmUp: async () => report(space.id),
    report: () => report(space.id),
    close: async () => {},
  }
  return { space, create: () => encoder, asked }
}

function encodeOne(content: Content, spaceId: string): EncodeResult {
  const text = content.modality === 'text' ? content.text : 'cluster 0'
  if (text.includes('broken')) {
    return { ok: false, error: new LocavoreError('invalid-picture', 'The picture cannot be decoded.') }
  }
  const cluster = Number(/cluster (\d+)/.exec(text)?.[1] ?? 0)
  const vector = Float32Array.from(clusterVector(cluster, text.length))
  return { ok: true, embedding: { modality: content.modality, spaceId, vector } }
}

function report(spaceId: string) {
  return { state: 'ready', modelId: 'test', spaceId, ladder: [], requests: [] } as const
}
