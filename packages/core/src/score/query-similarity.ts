import type { Catalogue } from '../catalogue/catalogue.js'
import { LocavoreError } from '../errors.js'
import type { SimilarityRows } from '../similarity/similarity-rows.js'
import type { Modality } from '../types.js'
import { quantise } from '../vector/quantise.js'
import { addScaled, normalise, subtract } from '../vector/vector.js'
import { knownIn } from './content-taste.js'
import type { Signal } from './signal.js'

/** What is asked with: words, a picture or an item, as the encoder embedded it. */
export interface QueryEmbedding {
  readonly modality: Modality
  /** `[dimensions]` of the catalogue's space, finite, not zero. */
  readonly vector: ArrayLike<number>
}

/** A query ready to be compared: unit length, its modality's mean taken away. */
export interface CentredQuery {
  readonly modality: Modality
  readonly vector: Float32Array
}

/** The embeddings an item is asked with. Empty if it has none. */
export function queryFromItem(catalogue: Catalogue, index: number): CentredQuery[] {
  return catalogue.modalities.flatMap((modality) => {
    const rows = catalogue.modality(modality)
    return rows?.has(index) ? [{ modality, vector: normalise(rows.centredRow(index)) }] : []
  })
}

/** Checks and centres what a person asked with. @throws `invalid-vector`, `invalid-argument`, `space-mismatch` */
export function centreQueries(catalogue: Catalogue, queries: readonly QueryEmbedding[]): CentredQuery[] {
  const { space } = catalogue
  if (space === undefined) {
    throw new LocavoreError(
      'space-mismatch',
      'The catalogue has no embedding space, so nothing can be searched in it. Give it an encoder.',
    )
  }
  if (queries.length === 0)
    throw new LocavoreError('invalid-argument', 'A search needs words, a picture or an item to ask with.')
  return queries.map(({ modality, vector }) => {
    quantise(vector, space.dimensions)
    const unit = normalise(Float32Array.from(vector))
    const rows = catalogue.modality(modality)
    return { modality, vector: rows === undefined ? unit : normalise(subtract(unit, rows.mean)) }
  })
}

/**
 * Centred cosine between the query and each candidate in one modality. A query in the same modality is compared if there
 * is one; otherwise the mean of all queries: words find pictures because the encoder put both into one space.
 */
export function querySimilarity(
  input: { readonly catalogue: Catalogue; readonly rows: SimilarityRows; readonly candidates: Int32Array },
  queries: readonly CentredQuery[],
  modality: Modality,
  weight: number,
): Signal | undefined {
  const row = input.rows.ofQuery(modality, queryFor(queries, modality))
  if (row === undefined) return undefined
  const values = Float64Array.from(input.rows.slots, (slot) => row[slot] ?? 0)
  return { name: 'query', modality, weight, values, known: knownIn(input, modality) }
}

/** The vector to compare with the rows of a modality. */
export function queryFor(queries: readonly CentredQuery[], modality: Modality): Float32Array {
  const same = queries.filter((query) => query.modality === modality)
  const used = same.length > 0 ? same : queries
  const sum = new Float32Array(used[0]?.vector.length ?? 0)
  for (const { vector } of used) addScaled(sum, vector, 1)
  return normalise(sum)
}
