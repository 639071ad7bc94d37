/** A = U diag(s) V', s descending: `u` is `[rows, rank]`, `v` is `[columns, rank]`, row-major; rank = min(rows, columns). */
export interface SingularValues {
  readonly u: Float64Array
  readonly values: Float64Array
  readonly v: Float64Array
  readonly rank: number
}

const MOST_SWEEPS = 60
/** Cosine of two columns below which they stand at right angles, as far as float64 can tell. */
const ORTHOGONAL = 1e-14

/**
 * Singular value decomposition by one-sided Jacobi rotations (Hestenes 1958): pairs of columns are turned until all stand at right
 * angles. Slow beside others, and exact to the last digits for small and large values alike.
 * @param matrix `[rows, columns]`, row-major, finite.
 */
export function singularValues(matrix: ArrayLike<number>, rows: number, columns: number): SingularValues {
  if (columns > rows) {
    const { u, v, ...rest } = singularValues(transposed(matrix, rows, columns), columns, rows)
    return { u: v, v: u, ...rest }
  }
  // Column by column, so that a rotation reads memory in order.
  const work = transposed(matrix, rows, columns)
  const right = new Float64Array(columns * columns)
  for (let c = 0; c < columns; c += 1) right[c * columns + c] = 1
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
    let turned = false
    for (let p = 0; p < columns - 1; p += 1) {
      for (let q = p + 1; q < columns; q += 1) if (rotate(work, right, p, q, rows, columns)) turned = true
    }
    if (!turned) break
  }
  return sortedParts(work, right, rows, columns)
}

/** Turns columns p and q against each other until they stand at right angles. @returns whether they did not before. */
function rotate(work: Float64Array, right: Float64Array, p: number, q: number, rows: number, columns: number): boolean {
  let [alpha, beta, gamma] = [0, 0, 0]
  for (let r = 0; r < rows; r += 1) {
    const a = work[p * rows + r] as number
    const b = work[q * rows + r] as number
    alpha += a * a
    beta += b * b
    gamma += a * b
  }
  if (Math.abs(gamma) <= ORTHOGONAL * Math.sqrt(alpha * beta) || gamma === 0) return false
  const zeta = (beta - alpha) / (2 * gamma)
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta))
  const cosine = 1 / Math.sqrt(1 + tangent * tangent)
  turn(work, p * rows, q * rows, rows, cosine, cosine * tangent)
  turn(right, p * columns, q * columns, columns, cosine, cosine * tangent)
  return true
}

function turn(values: Float64Array, p: number, q: number, length: number, cosine: number, sine: number): void {
  for (let k = 0; k < length; k += 1) {
    const a = values[p + k] as number
    const b = values[q + k] as number
    values[p + k] = cosine * a - sine * b
    values[q + k] = sine * a + cosine * b
  }
}

/** Lengths of the turned columns are the singular values, their directions U. */
function sortedParts(work: Float64Array, right: Float64Array, rows: number, columns: number): SingularValues {
  const lengths = Float64Array.from({ length: columns }, (_, c) =>
    Math.sqrt(work.subarray(c * rows, (c + 1) * rows).reduce((sum, value) => sum + value * value, 0)),
  )
  const order = Array.from(lengths.keys()).sort((a, b) => (lengths[b] as number) - (lengths[a] as number))
  const u = new Float64Array(rows * columns)
  const v = new Float64Array(columns * columns)
  const values = new Float64Array(columns)
  order.forEach((column, k) => {
    const length = lengths[column] as number
    values[k] = length
    for (let r = 0; r < rows; r += 1) u[r * columns + k] = length > 0 ? (work[column * rows + r] as number) / length : 0
    for (let r = 0; r < columns; r += 1) v[r * columns + k] = right[column * columns + r] as number
  })
  return { u, values, v, rank: columns }
}

function transposed(matrix: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns)
  for (let r = 0; r < rows; r += 1)
    for (let c = 0; c < columns; c += 1) out[c * rows + r] = matrix[r * columns + c] as number
  return out
}
