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
  /** Names the thing this is one medium of. Things count alike, however many media each has (default: all are one thing). */
  readonly thing?: string
}

/** A query ready to be compared: unit length, its modality's mean taken away. */
export interface CentredQuery {
  readonly modality: Modality
  readonly vector: Float32Array
  readonly thing?: string
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
  return queries.map(({ vector, ...named }) => {
    quantise(vector, space.dimensions)
    const unit = normalise(Float32Array.from(vector))
    const rows = catalogue.modality(named.modality)
    return { ...named, vector: rows === undefined ? unit : normalise(subtract(unit, rows.mean)) }
  })
}

/** Centred cosine between what is asked with and each candidate in one modality. */
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

/**
 * The vector to compare with the rows of a modality. A thing asked with is compared in the same modality if it has it,
 * otherwise by the mean of all it has: words find sounds because the encoder put both into one space. Several things (words
 * beside an item) add up to one vector, with equal weight.
 */
export function queryFor(queries: readonly CentredQuery[], modality: Modality): Float32Array {
  const sum = new Float32Array(queries[0]?.vector.length ?? 0)
  for (const thing of new Set(queries.map((query) => query.thing))) {
    const media = queries.filter((query) => query.thing === thing)
    const same = media.filter((query) => query.modality === modality)
    const mean = new Float32Array(sum.length)
    for (const { vector } of same.length > 0 ? same : media) addScaled(mean, vector, 1)
    addScaled(sum, normalise(mean), 1)
  }
  return normalise(sum)
}
