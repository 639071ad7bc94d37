import { rotated } from './rotation.js'

/** Two sums of table entries are added in 8 bits, and all of a row in 16. */
const LARGEST_ENTRY = 127
const LARGEST_SUM = 65_535

/**
 * Keeps an upper bound an upper bound where numbers are too small for float32: far below any score that is compared by
 * signs (see `signsCanBound`).
 */
const SMALLEST_BOUND = 1e-36

/** A query as the signs of rows are compared with it. */
export interface SignQuery {
  /** uint8 `[4-dimension groups, 16]`: `base + step * sum of entries` bounds the product of query and signs from above. */
  readonly tables: Uint8Array
  /** `[base, step, product of query and mean, confidence times the query's length]`. */
  readonly bounds: readonly [number, number, number, number]
}

/**
 * Upper bounds of dot products from one bit a dimension. A centred, randomly rotated row r is known by its signs b: the
 * estimate is gain * (b . q) with gain = |r|^2 / |r|_1, which is exact along r; what is missed is the product of q with
 * g = gain * b - r, at right angles to r. Under a random rotation that product is at most
 * `confidence * |q| * |g| / sqrt(dimensions - 1)` but for a chance of exp(-confidence^2 / 2) (the measure of a cap of the
 * sphere: Ball, "An elementary introduction to modern convex geometry", 1997, lemma 2.2). Gao and Long, "RaBitQ", SIGMOD
 * 2024, section 3, give the estimate and its error; rounding of the tables is added in full.
 * @param query `[dimensions]`, overwritten. @param signs of the rotation. @param bitBytes bytes of signs in a row.
 */
export function signQuery(
  query: Float64Array,
  mean: Float32Array,
  signs: Float32Array,
  bitBytes: number,
  confidence: number,
): SignQuery {
  let squares = 0
  let meanDot = 0
  for (let d = 0; d < query.length; d += 1) {
    squares += (query[d] as number) ** 2
    meanDot += (query[d] as number) * (mean[d] as number)
  }
  const groups = 2 * bitBytes
  const turned = new Float64Array(4 * groups)
  turned.set(rotated(query, signs))
  const { total, widest } = magnitudes(turned)
  const step = (2 * widest) / Math.min(LARGEST_ENTRY, Math.floor(LARGEST_SUM / groups))
  const tables = new Uint8Array(16 * groups)
  let missed = 0
  if (step > 0) for (let group = 0; group < groups; group += 1) missed += writeTable(turned, group, step, tables)
  return { tables, bounds: [missed - total, step, meanDot + SMALLEST_BOUND, confidence * Math.sqrt(squares)] }
}

/** Sum of all magnitudes, and of the group of four where it is largest. */
function magnitudes(turned: Float64Array): { total: number; widest: number } {
  let total = 0
  let widest = 0
  for (let start = 0; start < turned.length; start += 4) {
    let width = 0
    for (let d = start; d < start + 4; d += 1) width += Math.abs(turned[d] as number)
    total += width
    widest = Math.max(widest, width)
  }
  return { total, widest }
}

/** Entries count from the least sum of the group upwards. Returns how far the worst entry lies below its sum. */
function writeTable(turned: Float64Array, group: number, step: number, tables: Uint8Array): number {
  let missed = 0
  for (let pattern = 0; pattern < 16; pattern += 1) {
    let sum = 0
    for (let b = 0; b < 4; b += 1) {
      const value = turned[4 * group + b] as number
      sum += Math.abs(value) + (pattern & (1 << b) ? -value : value)
    }
    const entry = Math.round(sum / step)
    tables[16 * group + pattern] = entry
    missed = Math.max(missed, sum - entry * step)
  }
  return missed
}

/** How sure a bound must be, so that none of `k` rows falls above its own but for `missChance`. */
export function confidenceFor(k: number, missChance: number): number {
  return Math.sqrt(2 * Math.log(k / missChance))
}

/** Whether float32 holds the scores of rows up to `longest` with a query of this length well within its range. */
export function signsCanBound(queryLength: number, longest: number): boolean {
  const largest = queryLength * longest
  return queryLength > 1e-25 && queryLength < 1e25 && longest < 1e25 && largest > 1e-25 && largest < 1e25
}
