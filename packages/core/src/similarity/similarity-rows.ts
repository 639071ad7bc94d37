import type { Catalogue } from '../catalogue/catalogue.js'
import type { ModalityIndex } from '../catalogue/modality-index.js'
import type { Modality } from '../types.js'
import { countUp } from '../vector/sets/touch.js'
import { type Affinities, BlockAffinities, rowAffinities } from './affinities.js'
import { type BlockQuery, CandidateBlock } from './candidate-block.js'
import type { SimilarityCache } from './similarity-cache.js'

/** Similarities between anything and the candidates of one list. */
export interface SimilarityRows {
  /** `slots[j]` is where candidate j stands in a row. */
  readonly slots: Int32Array
  /** Taste affinities of items that have the modality; undefined if there is no such modality. */
  ofTastes(modality: Modality, indexes: readonly number[]): Affinities | undefined
  /** The same for queries that are centred by their own modality's mean. */
  ofQueries(modality: Modality, queries: readonly Float32Array[]): Affinities | undefined
  /** Centred cosines of one such query, by slot; undefined if no item has the modality. */
  ofQuery(modality: Modality, query: Float32Array): Float32Array | undefined
}

/** Chooses the way that fits the size of the catalogue. @param candidates item indexes. */
export function similarityRows(cache: SimilarityCache, catalogue: Catalogue, candidates: Int32Array): SimilarityRows {
  return cache.worthwhile ? cachedRows(cache, catalogue, candidates) : gatheredRows(cache, catalogue, candidates)
}

function cachedRows(cache: SimilarityCache, catalogue: Catalogue, slots: Int32Array): SimilarityRows {
  return {
    slots,
    ofTastes: (modality, indexes) =>
      rowAffinities(
        indexes.map((index) => cache.tasteRow(modality, index) ?? new Float32Array(0)),
        slots,
      ),
    ofQueries: (modality, queries) => {
      const rows = catalogue.modality(modality)
      return (
        rows &&
        rowAffinities(
          queries.map((query) => rows.similarities(query)),
          slots,
        )
      )
    },
    ofQuery: (modality, query) => catalogue.modality(modality)?.similarities(query),
  }
}

/** Copies the candidates' rows together once, then compares only those. */
function gatheredRows(cache: SimilarityCache, catalogue: Catalogue, candidates: Int32Array): SimilarityRows {
  const blocks = new Map<Modality, CandidateBlock>()
  const inBlock = (modality: Modality, ask: (rows: ModalityIndex) => BlockQuery[]): BlockAffinities | undefined => {
    const rows = catalogue.modality(modality)
    if (rows === undefined) return undefined
    const block = blocks.get(modality) ?? new CandidateBlock(rows, candidates, cache.scratch)
    blocks.set(modality, block)
    return new BlockAffinities(block, ask(rows))
  }
  const ofQueries = (modality: Modality, queries: readonly Float32Array[]) =>
    inBlock(modality, (rows) => queries.map((vector) => ({ vector, ...rows.groundOf(vector) })))
  return {
    slots: countUp(candidates.length),
    ofTastes: (modality, indexes) => inBlock(modality, (rows) => indexes.map((index) => rows.whitenedQuery(index))),
    ofQueries,
    ofQuery: (modality, query) => {
      let found: Float32Array | undefined
      ofQueries(modality, [query])?.each((_, row) => {
        found = row.slice()
      })
      return found
    },
  }
}
