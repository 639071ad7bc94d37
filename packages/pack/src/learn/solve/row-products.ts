/**
 * Dense products of rows with rows, by blocks that stay in a processor's cache. All matrices are row-major, so that both
 * factors are read along their rows.
 */

/** `sum over k in [from, to) of a[i, k] b[j, k]`, rows of `width`. */
export function rowDot(
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
  width: number,
  from: number,
  to: number,
): number {
  let [x, y] = [i * width + from, j * width + from]
  const end = i * width + to
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  for (; x + 3 < end; x += 4, y += 4) {
    s0 += (a[x] as number) * (b[y] as number)
    s1 += (a[x + 1] as number) * (b[y + 1] as number)
    s2 += (a[x + 2] as number) * (b[y + 2] as number)
    s3 += (a[x + 3] as number) * (b[y + 3] as number)
  }
  for (; x < end; x += 1, y += 1) s0 += (a[x] as number) * (b[y] as number)
  return s0 + s1 + (s2 + s3)
}

/** Rows handled together, so that each is read from the cache many times before it leaves. */
export const BLOCK = 32

/** Told after each block of rows; may wait, and may throw to end the work. */
export type OnBlock = (doneRows: number) => Promise<void>

/**
 * Cholesky factorisation A = L L' in place of the lower triangle, `[order, order]` (as `choleskyInPlace` of the core, for
 * orders of thousands).
 * @returns false if the matrix is not positive definite
 */
export async function blockedCholesky(matrix: Float64Array, order: number, onBlock: OnBlock): Promise<boolean> {
  for (let top = 0; top < order; top += BLOCK) {
    const bottom = Math.min(order, top + BLOCK)
    for (let left = 0; left <= top; left += BLOCK) {
      const right = Math.min(bottom, left + BLOCK)
      for (let i = top; i < bottom; i += 1) {
        for (let j = left; j < Math.min(right, i + 1); j += 1) {
          const rest = (matrix[i * order + j] as number) - rowDot(matrix, i, matrix, j, order, 0, j)
          if (j < i) matrix[i * order + j] = rest / (matrix[j * order + j] as number)
          else if (rest > 0) matrix[i * order + i] = Math.sqrt(rest)
          else return false
        }
      }
    }
    await onBlock(bottom)
  }
  return true
}

/** The inverse of a lower triangle, transposed: `[order, order]` row-major with row j of the result its column j. */
export async function invertedTransposed(lower: Float64Array, order: number, onBlock: OnBlock): Promise<Float64Array> {
  const inverse = new Float64Array(order * order)
  for (let top = 0; top < order; top += BLOCK) {
    const bottom = Math.min(order, top + BLOCK)
    for (let j = 0; j < bottom; j += 1) {
      for (let i = Math.max(top, j); i < bottom; i += 1) {
        const pivot = lower[i * order + i] as number
        inverse[j * order + i] = i === j ? 1 / pivot : -rowDot(lower, i, inverse, j, order, j, i) / pivot
      }
    }
    await onBlock(bottom)
  }
  return inverse
}
