import { LocavoreError, poolTags, type TagGroup } from '@locavore/core'
import type { Encoder } from '@locavore/encoders'
import type { SearchQuery, TagsOptions } from '../contract/media.js'
import type { EngineClient } from '../engine-client.js'
import { prepareQuery } from './prepare-query.js'

interface TagParts {
  readonly engine: EngineClient
  readonly encoder: Encoder | undefined
}

/** What all media of a subject show together; an item is judged by the embeddings it has. */
export async function tagSubject(
  subject: SearchQuery,
  options: TagsOptions,
  { engine, encoder }: TagParts,
): Promise<readonly TagGroup[]> {
  if (encoder === undefined)
    throw new LocavoreError('encoder-unavailable', 'tags: give createRecommender an "encoder" first.')
  const { itemId, query } = await prepareQuery(subject, encoder, options.signal)
  const ofItem = itemId === undefined ? [] : await embeddingsOf(itemId, engine, options)
  const opinions: (readonly TagGroup[])[] = []
  for (const embedding of [...query, ...ofItem]) opinions.push(await encoder.tags(embedding, options))
  return poolTags(opinions)
}

async function embeddingsOf(itemId: string, engine: EngineClient, { signal }: TagsOptions) {
  const limits = signal === undefined ? {} : { signal }
  const { embeddings } = await engine.call('getEmbeddings', { itemId }, limits)
  if (embeddings.length > 0) return embeddings
  throw new LocavoreError(
    'unsupported-media',
    `tags: the item ${JSON.stringify(itemId.slice(0, 60))} has no embeddings, so nothing is known of what it shows.`,
  )
}
