import { LocavoreError } from '@locavore/core'
import type { Content, Encoder } from '@locavore/encoders'
import type { PreparedEmbedding } from '../../shared/protocol.js'
import type { SearchQuery } from '../contract/media.js'
import { describe, refuseUnknownOptions } from '../validate.js'

/** Longer texts are no queries; the encoders would cut them anyway. */
const MOST_CHARACTERS = 2000

export interface PreparedQuery {
  readonly itemId?: string
  readonly query: readonly PreparedEmbedding[]
}

/** Words, pictures, sounds and clips as embeddings. An item alone needs no encoder. */
export async function prepareQuery(
  query: SearchQuery,
  encoder: Encoder | undefined,
  signal: AbortSignal | undefined,
): Promise<PreparedQuery> {
  const parts = typeof query === 'string' ? { text: query } : query
  refuseUnknownOptions(parts, ['text', 'image', 'audio', 'clip', 'itemId'], 'search')
  const contents = contentsOf(parts)
  const itemId = parts?.itemId
  if (contents.length === 0 && itemId === undefined) {
    throw new LocavoreError(
      'invalid-argument',
      `search: the query is ${describe(query)}; give words, an image, a sound (audio), a clip or an itemId.`,
    )
  }
  const named = itemId === undefined ? {} : { itemId }
  if (contents.length === 0) return { ...named, query: [] }
  return { ...named, query: await encodeContents(contents, encoder, signal) }
}

function contentsOf(parts: Exclude<SearchQuery, string>): Content[] {
  const contents: Content[] = []
  if (parts?.text !== undefined) {
    if (typeof parts.text !== 'string' || parts.text.trim() === '') {
      throw new LocavoreError('invalid-argument', `search: the words are ${describe(parts.text)}; give some.`)
    }
    contents.push({ modality: 'text', text: parts.text.slice(0, MOST_CHARACTERS) })
  }
  if (parts?.image !== undefined) contents.push({ modality: 'image', image: parts.image })
  if (parts?.audio !== undefined) contents.push({ modality: 'audio', audio: parts.audio })
  if (parts?.clip !== undefined) contents.push({ modality: 'clip', clip: parts.clip })
  return contents
}

async function encodeContents(
  contents: readonly Content[],
  encoder: Encoder | undefined,
  signal: AbortSignal | undefined,
): Promise<PreparedEmbedding[]> {
  if (encoder === undefined) {
    throw new LocavoreError(
      'encoder-unavailable',
      'search: words and other media need an encoder. Give createRecommender an "encoder", or search by { itemId }.',
    )
  }
  const results = await encoder.encode(contents, signal === undefined ? {} : { signal })
  return results.map((result) => {
    if (result.ok) return result.embedding
    throw result.error
  })
}
