import { LocavoreError, type RetrievalScanner, type SearchOptions } from '@locavore/core'
import { checkSearch, MOST_RESULTS } from './check-search.js'

const FIRST_SPARE = 22
const GROWTH = 4
/** The chance that rounding to codes hides one of the best, by Hoeffding's inequality over independent roundings. */
const HIDDEN_CHANCE = 1e-4

export interface ExactSearchOptions extends Omit<SearchOptions, 'missChance' | 'method'> {
  /**
   * The float32 vectors of some rows, `[rows, dimensions]`: what their codes were made from, at unit length. Read from
   * wherever they are kept.
   */
  readonly readVectors: (rows: Uint32Array) => Float32Array | Promise<Float32Array>
  readonly signal?: AbortSignal
}

export interface ExactResult {
  readonly rows: Uint32Array
  /** Dot products with the float32 vectors, summed in float64. */
  readonly scores: Float32Array
  readonly report: {
    /** Vectors read. */
    readonly read: number
    /** Whether the first spare rows were too few to be sure. */
    readonly widened: boolean
    /** False where even 65,536 rows could not tell the best apart from the next: they are nearly equal. */
    readonly sure: boolean
  }
}

/**
 * The `k` best rows by their float32 vectors. Codes find somewhat more than `k` rows, whose vectors are read; a row that was
 * not found scores, by its codes, no better than the last found, and by its vector better than that by at most what
 * rounding may hide. While that could reach the best, four times as many are found and read.
 * @throws what `search` throws, what `readVectors` throws, `aborted`
 */
export async function searchExact(
  scanner: RetrievalScanner,
  query: Float32Array,
  { k, readVectors, signal, ...filter }: ExactSearchOptions,
): Promise<ExactResult> {
  checkSearch({ k, ...filter }, scanner.count)
  let read = 0
  for (let wanted = k + FIRST_SPARE, turn = 0; ; wanted = Math.min(MOST_RESULTS, wanted * GROWTH), turn += 1) {
    if (signal?.aborted) throw new LocavoreError('aborted', 'The search was aborted.', {}, signal.reason)
    const found = scanner.search([query], { k: Math.min(MOST_RESULTS, wanted), ...filter })[0]
    const rows = found?.rows ?? new Uint32Array(0)
    const exact = dots(query, await readVectors(rows.slice()), rows.length)
    read += rows.length
    const order = Uint32Array.from(rows.keys()).sort(
      (a, b) => (exact[b] as number) - (exact[a] as number) || (rows[a] as number) - (rows[b] as number),
    )
    const best = order.subarray(0, k)
    const reach = (found?.scores.at(-1) ?? 0) + hiddenByRounding(scanner.largestScale, query)
    const sure = rows.length < wanted || reach < (exact[best.at(-1) ?? 0] ?? 0)
    if (!sure && wanted < MOST_RESULTS) continue
    return {
      rows: best.map((index) => rows[index] as number),
      scores: Float32Array.from(best, (index) => exact[index] as number),
      report: { read, widened: turn > 0, sure },
    }
  }
}

function hiddenByRounding(scale: number, query: Float32Array): number {
  let squares = 0
  for (const value of query) squares += value * value
  return scale * Math.sqrt((squares * Math.log(1 / HIDDEN_CHANCE)) / 2)
}

function dots(query: Float32Array, vectors: Float32Array, rows: number): Float64Array {
  const { length } = query
  if (vectors.length !== rows * length)
    throw new LocavoreError(
      'invalid-vector',
      `readVectors gave ${vectors.length} numbers for ${rows} rows of ${length} dimensions.`,
    )
  const sums = new Float64Array(rows)
  for (let row = 0; row < rows; row += 1) {
    let sum = 0
    for (let d = 0; d < length; d += 1) sum += (query[d] as number) * (vectors[row * length + d] as number)
    sums[row] = sum
  }
  return sums
}
