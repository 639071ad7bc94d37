import { LocavoreError } from '@locavore/core'
import { MOST_DIMENSIONS } from '../../check-arguments.js'

const LARGEST_CODE = 127

/** Rows of int8 codes: `value[i, d] = codes[i * dimensions + d] * scales[i]`. */
export interface QuantisedRows {
  readonly codes: Int8Array
  readonly scales: Float32Array
}

/**
 * Mean of the rows of a matrix, `[dimensions]`.
 * @param vectors `[rows, dimensions]`, finite. Without rows the mean is zero.
 * @throws `invalid-argument`, `invalid-vector`
 */
export function meanOfRows(vectors: Float32Array, dimensions: number): Float32Array {
  const rows = countRows(vectors, dimensions)
  const sums = new Float64Array(dimensions)
  for (let row = 0; row < rows; row += 1)
    for (let d = 0; d < dimensions; d += 1)
      sums[d] = (sums[d] as number) + finite(vectors[row * dimensions + d] as number, row)
  return Float32Array.from(sums, (sum) => (rows === 0 ? 0 : sum / rows))
}

/**
 * Takes a mean from every row, brings it to unit length and rounds it to int8 codes, as `quantise` of core does for one. A
 * row equal to the mean has no direction: its scale is 0, and a scanner treats it as absent.
 * @param vectors `[rows, dimensions]`, finite. @param mean `[dimensions]`, default zero.
 * @throws `invalid-argument`, `invalid-vector`
 */
export function quantiseRows(vectors: Float32Array, dimensions: number, mean?: Float32Array): QuantisedRows {
  const rows = countRows(vectors, dimensions)
  if (mean !== undefined && mean.length !== dimensions)
    throw new LocavoreError(
      'invalid-vector',
      `A mean of ${mean.length} numbers was given for ${dimensions} dimensions.`,
    )
  const codes = new Int8Array(vectors.length)
  const scales = new Float32Array(rows)
  const centred = new Float64Array(dimensions)
  for (let row = 0; row < rows; row += 1) {
    const start = row * dimensions
    let largest = 0
    for (let d = 0; d < dimensions; d += 1) {
      const value = finite((vectors[start + d] as number) - (mean?.[d] ?? 0), row)
      centred[d] = value
      largest = Math.max(largest, Math.abs(value))
    }
    if (largest > 0) scales[row] = writeCodes(centred, largest, codes, start)
  }
  return { codes, scales }
}

/** Dividing by the largest first keeps the squares finite for any finite row. */
function writeCodes(centred: Float64Array, largest: number, codes: Int8Array, start: number): number {
  let squares = 0
  for (let d = 0; d < centred.length; d += 1) {
    const relative = (centred[d] as number) / largest
    squares += relative * relative
    const level = relative * LARGEST_CODE
    codes[start + d] = level < 0 ? -Math.round(-level) : Math.round(level)
  }
  return 1 / (LARGEST_CODE * Math.sqrt(squares))
}

function countRows(vectors: Float32Array, dimensions: number): number {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MOST_DIMENSIONS)
    throw new LocavoreError('invalid-argument', `Rows have 1 to ${MOST_DIMENSIONS} dimensions, not ${dimensions}.`)
  if (vectors.length % dimensions !== 0)
    throw new LocavoreError(
      'invalid-vector',
      `${vectors.length} numbers are no whole count of rows of ${dimensions} dimensions.`,
    )
  return vectors.length / dimensions
}

function finite(value: number, row: number): number {
  if (!Number.isFinite(value))
    throw new LocavoreError('invalid-vector', `Row ${row} holds ${value}; every number must be finite.`, { row })
  return value
}
