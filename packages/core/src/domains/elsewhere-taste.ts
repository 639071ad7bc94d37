import type { Catalogue } from '../catalogue/catalogue.js'
import { type TasteInput, tasteFrom } from '../score/content-taste.js'
import type { Signal } from '../score/signal.js'
import type { Modality } from '../types.js'
import { norm, subtract } from '../vector/vector.js'
import type { ElsewhereEvidence, ElsewhereVector } from './elsewhere.js'

/** Content affinity to what was liked in another catalogue, measured as taste is measured here. Undefined if nothing is comparable. */
export function elsewhereTaste(
  input: TasteInput,
  elsewhere: readonly ElsewhereEvidence[],
  modality: Modality,
  weight: number,
): Signal | undefined {
  const index = input.catalogue.modality(modality)
  const held = elsewhere.flatMap(({ evidence, vectors }) => {
    const vector = vectors[modality]
    const centred = vector && centredVector(input.catalogue, modality, vector)
    if (index === undefined || centred === undefined) return []
    return [{ evidence, weight: evidence.currentWeight, vector: index.whiten(centred), except: -1 }]
  })
  const affinities = input.rows.ofQueries(
    modality,
    held.map(({ vector }) => vector),
  )
  return held.length === 0 || affinities === undefined
    ? undefined
    : tasteFrom(held, affinities, input, { name: 'elsewhere', modality, weight })
}

/** Undefined for what has another length than the catalogue's vectors, or no direction. */
export function centredVector(
  catalogue: Catalogue,
  modality: Modality,
  { vector, centred }: ElsewhereVector,
): Float32Array | undefined {
  const rows = catalogue.modality(modality)
  if (rows === undefined || vector.length !== rows.matrix.dimensions) return undefined
  const direction = centred ? vector : subtract(vector, rows.mean)
  return norm(direction) > 0 ? direction : undefined
}
