import { LocavoreError } from '../errors.js'
import { choleskyInPlace, solveCholesky } from '../vector/cholesky.js'
import { singularValues } from '../vector/singular-values.js'

/** Pairs of vectors of the same things in two spaces, as they will be mapped: embeddings at unit length. */
export interface Anchors {
  /** `[anchors, from dimensions]` and `[anchors, to dimensions]`, row-major. */
  readonly from: ArrayLike<number>
  readonly to: ArrayLike<number>
  readonly fromDimensions: number
  readonly toDimensions: number
}

export interface FitOptions {
  /** `ridge` (default): any linear map. `procrustes`: a turn without stretching, for few anchors between like spaces. */
  readonly method?: 'ridge' | 'procrustes'
  /** Ridges to choose from, in units of the mean variance of a dimension (default 0.01 to 100). */
  readonly ridges?: readonly number[]
}

export interface FittedMap {
  readonly fromMean: Float32Array
  readonly toMean: Float32Array
  /** `[from dimensions, to dimensions]` */
  readonly weight: Float32Array
  /** Of `ridge`: the one chosen. */
  readonly ridge?: number
  /**
   * Mean cosine between where an anchor lies and where the map of the others puts it, both less the mean, in [-1, 1]. Of
   * `procrustes` the anchor itself is among those: its map has no closed form without it.
   */
  readonly agreement: number
}

const RIDGES = [0.01, 0.1, 1, 10, 100]
const FEWEST_ANCHORS = 2

/**
 * Fits `y - my = (x - mx) W` to pairs, in closed form. `ridge`: `W = (X'X + r 1)^-1 X'Y` (Hoerl and Kennard, Technometrics 1970), r
 * chosen by the exact leave-one-out error (Allen's PRESS, Technometrics 1974). `procrustes`: `W = U V'` of the singular value
 * decomposition `X'Y = U S V'` (Schoenemann, Psychometrika 1966); directions that no anchor shows lead to nothing.
 * @throws `invalid-argument` for fewer than two anchors or shapes that do not fit.
 */
export function fitSpaceMap(anchors: Anchors, { method = 'ridge', ridges = RIDGES }: FitOptions = {}): FittedMap {
  const count = checkAnchors(anchors)
  const x = centredRows(anchors.from, anchors.fromDimensions, count)
  const y = centredRows(anchors.to, anchors.toDimensions, count)
  const sizes = { count, rows: anchors.fromDimensions, columns: anchors.toDimensions }
  const means = { fromMean: Float32Array.from(x.mean), toMean: Float32Array.from(y.mean) }
  if (method === 'procrustes') {
    const weight = turnBetween(x.values, y.values, sizes)
    const guessed = product(x.values, weight, count, sizes.rows, sizes.columns)
    return { ...means, weight: Float32Array.from(weight), agreement: meanCosine(guessed, y.values, sizes.columns) }
  }
  if (ridges.length === 0) throw refused('Give at least one ridge to choose from.')
  const grams = { inner: gram(x.values, count, sizes.rows), cross: crossProduct(x.values, y.values, sizes) }
  const tried = ridges.map((ridge) => ridgeMap(x.values, y.values, grams, sizes, ridge))
  const best = tried.reduce((least, one) => (one.error < least.error ? one : least))
  return { ...means, weight: Float32Array.from(best.weight), ridge: best.ridge, agreement: best.agreement }
}

interface Sizes {
  readonly count: number
  readonly rows: number
  readonly columns: number
}

interface Grams {
  /** Lower triangle of X'X, and X'Y. */
  readonly inner: Float64Array
  readonly cross: Float64Array
}

/** With the hat value h of an anchor, its error without itself is its error with itself over 1 - h. */
function ridgeMap(x: Float64Array, y: Float64Array, grams: Grams, { count, rows, columns }: Sizes, ridge: number) {
  const lower = grams.inner.slice()
  let trace = 0
  for (let d = 0; d < rows; d += 1) trace += lower[d * rows + d] as number
  const added = ridge * Math.max(trace / rows, Number.MIN_VALUE)
  for (let d = 0; d < rows; d += 1) lower[d * rows + d] = (lower[d * rows + d] as number) + added
  choleskyInPlace(lower, rows)
  const weight = grams.cross.slice()
  const column = new Float64Array(rows)
  for (let c = 0; c < columns; c += 1) {
    for (let r = 0; r < rows; r += 1) column[r] = weight[r * columns + c] as number
    solveCholesky(lower, rows, column)
    for (let r = 0; r < rows; r += 1) weight[r * columns + c] = column[r] as number
  }
  const guessed = product(x, weight, count, rows, columns)
  let error = 0
  for (let k = 0; k < count; k += 1) {
    const row = x.slice(k * rows, (k + 1) * rows)
    const solved = row.slice()
    solveCholesky(lower, rows, solved)
    // The mean was taken with the anchor in it, which is one part in `count` of its hat value.
    const hat = 1 / count + row.reduce((sum, value, d) => sum + value * (solved[d] as number), 0)
    for (let c = 0; c < columns; c += 1) {
      const place = k * columns + c
      const left = ((y[place] as number) - (guessed[place] as number)) / Math.max(1 - hat, 1e-9)
      error += left * left
      guessed[place] = (y[place] as number) - left
    }
  }
  return { ridge, weight, error, agreement: meanCosine(guessed, y, columns) }
}

function turnBetween(x: Float64Array, y: Float64Array, sizes: Sizes): Float64Array {
  const { rows, columns } = sizes
  const { u, values, v, rank } = singularValues(crossProduct(x, y, sizes), rows, columns)
  const shown = Array.from(values).filter((value) => value > 1e-9 * (values[0] as number)).length
  const weight = new Float64Array(rows * columns)
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < columns; c += 1) {
      let sum = 0
      for (let k = 0; k < shown; k += 1) sum += (u[r * rank + k] as number) * (v[c * rank + k] as number)
      weight[r * columns + c] = sum
    }
  }
  return weight
}

/** Lower triangle of X'X, `[rows, rows]`. */
function gram(x: Float64Array, count: number, rows: number): Float64Array {
  const out = new Float64Array(rows * rows)
  for (let k = 0; k < count; k += 1) {
    for (let i = 0; i < rows; i += 1) {
      const value = x[k * rows + i] as number
      for (let j = 0; j <= i; j += 1) {
        out[i * rows + j] = (out[i * rows + j] as number) + value * (x[k * rows + j] as number)
      }
    }
  }
  return out
}

/** X'Y, `[rows, columns]`. */
function crossProduct(x: Float64Array, y: Float64Array, { count, rows, columns }: Sizes): Float64Array {
  const out = new Float64Array(rows * columns)
  for (let k = 0; k < count; k += 1) {
    for (let r = 0; r < rows; r += 1) {
      const value = x[k * rows + r] as number
      for (let c = 0; c < columns; c += 1) {
        out[r * columns + c] = (out[r * columns + c] as number) + value * (y[k * columns + c] as number)
      }
    }
  }
  return out
}

/** X W, `[count, columns]`. */
function product(x: Float64Array, weight: Float64Array, count: number, rows: number, columns: number): Float64Array {
  const out = new Float64Array(count * columns)
  for (let k = 0; k < count; k += 1) {
    for (let r = 0; r < rows; r += 1) {
      const value = x[k * rows + r] as number
      for (let c = 0; c < columns; c += 1) {
        out[k * columns + c] = (out[k * columns + c] as number) + value * (weight[r * columns + c] as number)
      }
    }
  }
  return out
}

function meanCosine(a: Float64Array, b: Float64Array, columns: number): number {
  const count = a.length / columns
  let sum = 0
  for (let start = 0; start < a.length; start += columns) {
    let [products, left, right] = [0, 0, 0]
    for (let c = start; c < start + columns; c += 1) {
      products += (a[c] as number) * (b[c] as number)
      left += (a[c] as number) ** 2
      right += (b[c] as number) ** 2
    }
    if (left > 0 && right > 0) sum += products / Math.sqrt(left * right)
  }
  return sum / count
}

function centredRows(rows: ArrayLike<number>, dimensions: number, count: number) {
  const mean = new Float64Array(dimensions)
  const values = Float64Array.from(rows)
  for (let k = 0; k < values.length; k += 1) {
    mean[k % dimensions] = (mean[k % dimensions] as number) + (values[k] as number) / count
  }
  for (let k = 0; k < values.length; k += 1) values[k] = (values[k] as number) - (mean[k % dimensions] as number)
  return { mean, values }
}

function checkAnchors({ from, to, fromDimensions, toDimensions }: Anchors): number {
  const count = from.length / fromDimensions
  if (!Number.isInteger(count) || count < FEWEST_ANCHORS || to.length !== count * toDimensions) {
    throw refused(
      `There are ${from.length} numbers in rows of ${fromDimensions} and ${to.length} in rows of ${toDimensions}: give the same number of rows of both, at least ${FEWEST_ANCHORS}.`,
    )
  }
  for (const rows of [from, to]) {
    for (let k = 0; k < rows.length; k += 1) {
      if (!Number.isFinite(rows[k])) throw refused(`The anchors hold ${rows[k]}; every number must be finite.`)
    }
  }
  return count
}

function refused(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', message)
}
