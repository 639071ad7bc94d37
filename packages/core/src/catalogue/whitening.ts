import { choleskyInPlace, solveCholesky } from '../vector/cholesky.js'
import type { EmbeddingMatrix } from '../vector/embedding-matrix.js'
import { norm } from '../vector/vector.js'

/** Shrinkage towards a sphere when rows are plentiful, as a share of the mean variance. Measured: 0.05 to 0.5 do alike. */
const LEAST_SHRINKAGE = 0.2
/** Multiplications the estimate may cost; beyond it rows are sampled evenly. About 30 ms of plain JavaScript. */
const MOST_WORK = 20_000_000

/** Turns a centred vector `[dimensions]` into (C + s 1)^-1 times it, as a new vector. */
export type Whitening = (centred: Float32Array) => Float32Array

/**
 * Whitening by the shrunken covariance C of the centred unit rows. Directions in which the whole catalogue varies say
 * little about a taste; those in which it hardly varies say much. Comparing a candidate with a whitened like is Fisher's
 * linear discriminant with the catalogue as background (Hariharan, Malik and Ramanan, ECCV 2012), and the limit of a ridge
 * regression on the catalogue's Gram matrix. The fewer the rows, the more of the sphere: s = (0.2 + dimensions / rows) * mean
 * variance, so that a handful of items is compared as it is.
 */
export function estimateWhitening(matrix: EmbeddingMatrix, mean: Float32Array): Whitening {
  const { dimensions } = matrix
  const sampled = sampleRows(matrix)
  if (sampled.length === 0) return (centred) => centred.slice()
  const lower = covariance(matrix, mean, sampled)
  let trace = 0
  for (let d = 0; d < dimensions; d += 1) trace += lower[d * dimensions + d] as number
  const ridge = (LEAST_SHRINKAGE + dimensions / sampled.length) * (trace / dimensions)
  if (!(ridge > 0)) return (centred) => centred.slice()
  for (let d = 0; d < dimensions; d += 1) lower[d * dimensions + d] = (lower[d * dimensions + d] as number) + ridge
  choleskyInPlace(lower, dimensions)
  return (centred) => {
    const solution = Float64Array.from(centred)
    solveCholesky(lower, dimensions, solution)
    return Float32Array.from(solution)
  }
}

/** Rows present, evenly spaced if there are more than the work allows. */
function sampleRows(matrix: EmbeddingMatrix): number[] {
  const present: number[] = []
  for (let index = 0; index < matrix.count; index += 1) if (matrix.has(index)) present.push(index)
  const most = Math.max(1, Math.floor((2 * MOST_WORK) / matrix.dimensions ** 2))
  if (present.length <= most) return present
  return Array.from({ length: most }, (_, k) => present[Math.floor((k * present.length) / most)] as number)
}

/** Lower triangle of the mean outer product of the centred rows at unit length, `[dimensions, dimensions]`. */
function covariance(matrix: EmbeddingMatrix, mean: Float32Array, rows: readonly number[]): Float64Array {
  const { dimensions } = matrix
  const sums = new Float64Array(dimensions * dimensions)
  const row = new Float64Array(dimensions)
  for (const index of rows) {
    for (let d = 0; d < dimensions; d += 1) row[d] = -(mean[d] as number)
    matrix.addRow(index, 1, row)
    const length = norm(row)
    if (length === 0) continue
    for (let i = 0; i < dimensions; i += 1) {
      const scaled = (row[i] as number) / (length * length * rows.length)
      for (let j = 0; j <= i; j += 1) {
        sums[i * dimensions + j] = (sums[i * dimensions + j] as number) + scaled * (row[j] as number)
      }
    }
  }
  return sums
}
