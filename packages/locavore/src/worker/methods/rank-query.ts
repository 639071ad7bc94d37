import {
  type Catalogue,
  dequantise,
  LocavoreError,
  type QueryEmbedding,
  type RankedList,
  type RankingContext,
  related,
  type SearchRankOptions,
  search,
} from '@locavore/core'
import type { PreparedEmbedding, SearchRequest } from '../../shared/protocol.js'
import { requireSpace } from '../state/store-items.js'

/** A search by words, pictures, sounds, clips, an item, or several of them. @throws `space-mismatch`, `unknown-item`, `invalid-vector` */
export function rankQuery(context: RankingContext, request: SearchRequest): RankedList {
  const { query, itemId, ...options } = request
  if (query.length === 0) {
    if (itemId === undefined) throw new LocavoreError('invalid-argument', 'search: there is nothing to search with.')
    // Asked with an item alone, the item itself is no answer.
    return related(context, itemId, { personalise: 0.2, ...options })
  }
  for (const embedding of query) requireSpace(embedding, context.catalogue.space)
  const given = query.map(({ modality, vector }): QueryEmbedding => ({ modality, vector, thing: 'given' }))
  const item = itemId === undefined ? [] : embeddingsOf(context.catalogue, itemId)
  return search(context, [...given, ...item], options satisfies SearchRankOptions)
}

/** What an item has, medium by medium. @throws `unknown-item` */
export function embeddingsOf(catalogue: Catalogue, itemId: string): Pick<PreparedEmbedding, 'modality' | 'vector'>[] {
  const index = catalogue.require(itemId)
  return catalogue.modalities.flatMap((modality) => {
    const rows = catalogue.modality(modality)
    return rows?.has(index) ? [{ modality, vector: dequantise(rows.matrix.row(index)), thing: 'item' }] : []
  })
}
