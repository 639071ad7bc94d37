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

/** The same for four right sides side by side, `[order, 4]`: none of their steps waits for another's. */
export function solveFour(lower: Float64Array, order: number, four: Float64Array): void {
  for (let i = 0; i < order; i += 1) {
    let a = four[4 * i] as number
    let b = four[4 * i + 1] as number
    let c = four[4 * i + 2] as number
    let e = four[4 * i + 3] as number
    for (let k = 0; k < i; k += 1) {
      const factor = lower[i * order + k] as number
      a -= factor * (four[4 * k] as number)
      b -= factor * (four[4 * k + 1] as number)
      c -= factor * (four[4 * k + 2] as number)
      e -= factor * (four[4 * k + 3] as number)
    }
    const pivot = lower[i * order + i] as number
    four[4 * i] = a / pivot
    four[4 * i + 1] = b / pivot
    four[4 * i + 2] = c / pivot
    four[4 * i + 3] = e / pivot
  }
  for (let i = order - 1; i >= 0; i -= 1) takeOut(lower, order, four, i)
}

/** Settles row `i` of four solutions, and takes it out of the rows before it. */
function takeOut(lower: Float64Array, order: number, four: Float64Array, i: number): void {
  const pivot = lower[i * order + i] as number
  const a = (four[4 * i] as number) / pivot
  const b = (four[4 * i + 1] as number) / pivot
  const c = (four[4 * i + 2] as number) / pivot
  const e = (four[4 * i + 3] as number) / pivot
  four[4 * i] = a
  four[4 * i + 1] = b
  four[4 * i + 2] = c
  four[4 * i + 3] = e
  for (let k = 0; k < i; k += 1) {
    const factor = lower[i * order + k] as number
    four[4 * k] = (four[4 * k] as number) - factor * a
    four[4 * k + 1] = (four[4 * k + 1] as number) - factor * b
    four[4 * k + 2] = (four[4 * k + 2] as number) - factor * c
    four[4 * k + 3] = (four[4 * k + 3] as number) - factor * e
  }
}

function positivePivot(pivot: number, row: number): number {
  if (pivot > 0 && pivot < Infinity) return pivot
  throw new LocavoreError(
    'invalid-argument',
    `The matrix to be solved is not positive definite (pivot ${pivot} in row ${row}). Set lambda or tau above 0, and see that all factors are finite.`,
  )
}
