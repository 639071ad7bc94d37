import { LocavoreError } from '../errors.js'

/**
 * Cholesky factorisation A = L L' in place. Reads and writes the lower triangle of `matrix`, `[order, order]` row-major;
 * what stands above the diagonal is left alone.
 * @throws `invalid-argument` if the matrix is not positive definite.
 */
export function choleskyInPlace(matrix: Float64Array, order: number): void {
  for (let i = 0; i < order; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * order + j] as number
      for (let k = 0; k < j; k += 1) sum -= (matrix[i * order + k] as number) * (matrix[j * order + k] as number)
      if (j < i) matrix[i * order + j] = sum / (matrix[j * order + j] as number)
      else matrix[i * order + i] = Math.sqrt(positivePivot(sum, i))
    }
  }
}

/** Solves L L' x = b in place of b. @param lower what `choleskyInPlace` left; @param vector `[order]`. */
export function solveCholesky(lower: Float64Array, order: number, vector: Float64Array): void {
  for (let i = 0; i < order; i += 1) {
    let sum = vector[i] as number
    for (let k = 0; k < i; k += 1) sum -= (lower[i * order + k] as number) * (vector[k] as number)
    vector[i] = sum / (lower[i * order + i] as number)
  }
  // Each number that is known is taken out of those before it, so that the matrix is read row by row.
  for (let i = order - 1; i >= 0; i -= 1) {
    const value = (vector[i] as number) / (lower[i * order + i] as number)
    vector[i] = value
    for (let k = 0; k < i; k += 1) vector[k] = (vector[k] as number) - (lower[i * order + k] as number) * value
  }
}

function positivePivot(pivot: number, row: number): number {
  if (pivot > 0 && pivot < Infinity) return pivot
  throw new LocavoreError(
    'invalid-argument',
    `The matrix to be solved is not positive definite (pivot ${pivot} in row ${row}). Set lambda or tau above 0, and see that all factors are finite.`,
  )
}
