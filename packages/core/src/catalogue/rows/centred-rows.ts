import type { Kernels, RetrievalScanner, VectorScanner } from '../../kernels.js'
import { topK } from '../../retrieve/top-k.js'
import type { EmbeddingMatrix } from '../../vector/embedding-matrix.js'
import { settledBitmap } from '../../vector/sets/settled.js'
import { normalise } from '../../vector/vector.js'
import type { RowGeometry } from './geometry.js'
import type { RowSearch } from './row-search.js'

const LARGEST_CODE = 127
/** Where a row has less length than this beside the mean, it has no direction. */
const SHORTEST = 1e-6
/** Below this a row's signs tell too little, and its codes are read as fast. */
const FEWEST_FOR_SIGNS = 192
/** The most a search may be asked for; more than this is a scan. */
const MOST_NEAREST = 65_536

/**
 * Rows of a large catalogue, centred by a mean that is held, at unit length and rounded to int8 once more: a dot product is
 * then the centred cosine itself, so kernels that skip rows can find the nearest without scoring all. The second rounding
 * misses a cosine by a few thousandths at most; whoever ranks what was found compares the rows themselves.
 */
export class CentredRows implements RowSearch {
  readonly #matrix: EmbeddingMatrix
  readonly #geometry: RowGeometry
  readonly #scanner: VectorScanner
  readonly #method: { readonly method?: 'codes' }
  readonly #row: Float64Array
  readonly #codes: Int8Array

  constructor(matrix: EmbeddingMatrix, geometry: RowGeometry, kernels: Kernels) {
    this.#matrix = matrix
    this.#geometry = geometry
    this.#row = new Float64Array(matrix.dimensions)
    this.#codes = new Int8Array(matrix.dimensions)
    this.#method = matrix.dimensions < FEWEST_FOR_SIGNS ? { method: 'codes' } : {}
    this.#scanner = kernels.createScanner(matrix.dimensions, matrix.count)
    for (let index = 0; index < matrix.count; index += 1) this.update(index)
  }

  similarities(query: Float32Array): Float32Array {
    const out = new Float32Array(this.#matrix.count)
    this.#scanner.scan(normalise(query.slice()), out)
    for (let index = 0; index < out.length; index += 1) out[index] = Math.max(-1, Math.min(1, out[index] as number))
    return out
  }

  nearest(queries: readonly Float32Array[], k: number, allowed: Uint8Array): readonly ArrayLike<number>[] {
    const asked = queries.filter((query) => query.some((value) => value !== 0))
    if (!canSearch(this.#scanner) || k > MOST_NEAREST) {
      return asked.map((query) => topK(this.similarities(query), k, allowed))
    }
    return this.#scanner.search(asked, { k, allowed: settledBitmap(allowed), ...this.#method }).map(({ rows }) => rows)
  }

  update(index: number): void {
    const length = this.#geometry.norms[index] ?? 0
    if (length < SHORTEST) this.#scanner.set(index, this.#codes.fill(0), 0)
    else this.#scanner.set(index, this.#codes, this.#encode(index))
  }

  prepare(most: number): number {
    return canSearch(this.#scanner) && this.#method.method === undefined ? this.#scanner.prepare(most) : 0
  }

  close(): void {
    this.#scanner.close()
  }

  /** Writes the codes of a row and gives their scale, of a row that has a length. */
  #encode(index: number): number {
    const row = this.#row
    const { mean } = this.#geometry
    for (let d = 0; d < row.length; d += 1) row[d] = -(mean[d] as number)
    this.#matrix.addRow(index, 1, row)
    let largest = 0
    let squares = 0
    for (let d = 0; d < row.length; d += 1) {
      const value = row[d] as number
      largest = Math.max(largest, Math.abs(value))
      squares += value * value
    }
    const factor = LARGEST_CODE / largest
    for (let d = 0; d < row.length; d += 1) this.#codes[d] = Math.round((row[d] as number) * factor)
    return 1 / (factor * Math.sqrt(squares))
  }
}

function canSearch(scanner: VectorScanner): scanner is RetrievalScanner {
  return 'search' in scanner
}
