import type { Kernels, VectorScanner } from '../../kernels.js'
import { topK } from '../../retrieve/top-k.js'
import type { EmbeddingMatrix } from '../../vector/embedding-matrix.js'
import type { RowSearch } from './row-search.js'

/** Rows as they are, every one compared: for catalogues small enough that the mean may move with each change. */
export class ScannedRows implements RowSearch {
  readonly #matrix: EmbeddingMatrix
  readonly #scanner: VectorScanner
  readonly #centre: (query: Float32Array, dots: Float32Array) => Float32Array

  /** @param centre turns dots with a query into centred cosines, in place */
  constructor(
    matrix: EmbeddingMatrix,
    kernels: Kernels,
    centre: (query: Float32Array, dots: Float32Array) => Float32Array,
  ) {
    this.#matrix = matrix
    this.#centre = centre
    this.#scanner = kernels.createScanner(matrix.dimensions, matrix.count)
    for (let index = 0; index < matrix.count; index += 1) this.update(index)
  }

  similarities(query: Float32Array): Float32Array {
    const out = new Float32Array(this.#matrix.count)
    this.#scanner.scan(query, out)
    return this.#centre(query, out)
  }

  nearest(queries: readonly Float32Array[], k: number, allowed: Uint8Array): readonly ArrayLike<number>[] {
    return queries.map((query) => topK(this.similarities(query), k, allowed))
  }

  update(index: number): void {
    const { codes, scale } = this.#matrix.row(index)
    this.#scanner.set(index, codes, scale)
  }

  prepare(): number {
    return 0
  }

  close(): void {
    this.#scanner.close()
  }
}
