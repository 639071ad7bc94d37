import type { Kernels } from '../kernels.js'
import type { QuantisedRows } from '../types.js'
import { EmbeddingMatrix } from '../vector/embedding-matrix.js'
import type { QuantisedVector } from '../vector/quantise.js'
import { dot, norm } from '../vector/vector.js'
import { CentredRows } from './rows/centred-rows.js'
import { RowGeometry, SHORTEST } from './rows/geometry.js'
import type { RowSearch } from './rows/row-search.js'
import { ScannedRows } from './rows/scanned-rows.js'
import { estimateWhitening, type Whitening } from './whitening.js'

export { FEWEST_ROWS_FOR_A_MEAN } from './rows/geometry.js'

/** Up to this many rows everything is compared and the mean follows each change; beyond it rows are searched. */
export const LARGEST_SCANNED = 8_192
/** Part of the rows of a large index that may change before its mean is taken again. */
const DRIFT = 0.01
/** Whitened rows that are kept: more than the evidence that reaches a score, several times over. */
const MOST_WHITENED = 1_024

/** A centred vector: a plain dot with it is a centred cosine as `(dot - meanDot) / (length of the row * norm)`. */
export interface GroundedQuery {
  /** `[dimensions]` */
  readonly vector: Float32Array
  /** Its dot with the mean of the rows. */
  readonly meanDot: number
  readonly norm: number
}

/**
 * The rows of one modality, ready to be compared by centred cosine: cos(e_i - m, q), m the mean over the rows present.
 * Encoders put each modality in a narrow cone of its own (Liang et al., NeurIPS 2022, "Mind the gap"); taking the mean
 * away before comparing removes the cone, and with it most of the gap between modalities.
 *
 * In a small index (`LARGEST_SCANNED`) the mean is that of the rows as they are. In a large one it is held until one row in
 * a hundred has changed, so that a single change costs microseconds and is in the next answer; it moves the mean of 100,000
 * rows by a hundred-thousandth of its own length.
 */
export class ModalityIndex {
  readonly matrix: EmbeddingMatrix
  readonly #kernels: Kernels
  #geometry: RowGeometry | undefined
  /** Changes that the geometry has followed, and how many it may. */
  #changes = 0
  #mostChanges = 0
  #search: RowSearch | undefined
  #whitening: Whitening | undefined
  readonly #whitened = new Map<number, GroundedQuery>()

  /** @param capacity rows to make room for; more are made room for as they come */
  constructor(dimensions: number, kernels: Kernels, capacity?: number) {
    this.matrix = new EmbeddingMatrix(dimensions, capacity)
    this.#kernels = kernels
  }

  /** Changes with every row; a similarity of a small index computed at another version is stale, because the mean has moved. */
  get version(): number {
    return this.matrix.version
  }

  /** Items that have this medium. */
  get present(): number {
    return this.matrix.present
  }

  has(index: number): boolean {
    return this.matrix.has(index)
  }

  set(index: number, vector: QuantisedVector): void {
    const wasLarge = this.#isLarge
    this.matrix.set(index, vector)
    if (wasLarge !== this.#isLarge) this.#forget()
    this.#follow(index)
  }

  /** Many rows at once, as `EmbeddingMatrix.setRows`: whatever follows from the rows is worked out anew when it is needed. */
  setRows(indexes: Int32Array, rows: QuantisedRows): void {
    this.matrix.setRows(indexes, rows)
    this.#forget()
    this.close()
  }

  clear(index: number): void {
    if (!this.matrix.has(index)) return
    this.matrix.clear(index)
    this.#follow(index)
  }

  /** Mean over the rows present `[dimensions]`; zero with fewer than `FEWEST_ROWS_FOR_A_MEAN` rows. */
  get mean(): Float32Array {
    return this.#current().mean
  }

  /** Row `index` minus the mean, `[dimensions]`. */
  centredRow(index: number): Float32Array {
    const row = new Float32Array(this.matrix.dimensions)
    this.readCentred(index, row)
    return row
  }

  /** The same into `out`, `[dimensions]`. */
  readCentred(index: number, out: Float32Array): void {
    const { mean } = this
    this.matrix.addRow(index, 1, out.fill(0))
    for (let d = 0; d < out.length; d += 1) out[d] = (out[d] as number) - (mean[d] as number)
  }

  /**
   * Row `index` minus the mean, whitened by the covariance of the rows, `[dimensions]`: what a candidate is compared with
   * when the row stands for a taste. Not to be written to.
   */
  whitenedRow(index: number): Float32Array {
    return this.whitenedQuery(index).vector
  }

  /** The same, with what plain dots with it need to become cosines. */
  whitenedQuery(index: number): GroundedQuery {
    const known = this.#whitened.get(index)
    if (known !== undefined) return known
    if (this.#whitened.size >= MOST_WHITENED) this.#whitened.clear()
    const vector = this.whiten(this.centredRow(index))
    const made = { vector, ...this.groundOf(vector) }
    this.#whitened.set(index, made)
    return made
  }

  /** The same for any vector that the mean was taken from. */
  whiten(centred: Float32Array): Float32Array {
    const { mean } = this.#current()
    this.#whitening ??= estimateWhitening(this.matrix, mean)
    return this.#whitening(centred)
  }

  /**
   * Centred cosine of every row with a query that is already centred by its own modality's mean.
   * @param query `[dimensions]`, any length but zero.
   * @returns `[matrix.count]` in [-1, 1]; absent rows give 0.
   */
  similarities(query: Float32Array): Float32Array {
    return this.#rows().similarities(query)
  }

  /**
   * The `k` rows nearest to each query by centred cosine, best first. A large index skips rows that cannot be among them,
   * if the kernels can search; its cosines are rounded, so rows that differ by a few thousandths may change places.
   * @param queries `[dimensions]` each, centred; a query of zeros has no nearest rows and no answer.
   * @param allowed 1 where a row may appear, `[matrix.count]` or longer: looked at inside the search.
   */
  nearest(queries: readonly Float32Array[], k: number, allowed: Uint8Array): readonly ArrayLike<number>[] {
    if (queries.length === 0 || this.matrix.present === 0) return []
    return this.#rows().nearest(queries, k, allowed)
  }

  /**
   * Gets a large index ready for its next search, about 5 microseconds a row after the first step.
   * @param most rows to go further.
   * @returns rows left; searches are right, and slower, until there are none.
   */
  prepare(most: number): number {
    return this.#isLarge ? this.#rows().prepare(most) : 0
  }

  /** What a plain dot with `query` needs to become a centred cosine: `(dot - meanDot) / (length of the row * norm)`. */
  groundOf(query: Float32Array): { readonly meanDot: number; readonly norm: number } {
    return { meanDot: dot(query, this.#current().mean), norm: norm(query) }
  }

  /** Lengths of rows minus the mean, `[indexes]`; 0 for absent rows. */
  lengthsOf(indexes: Int32Array): Float64Array {
    const { norms } = this.#current()
    const lengths = new Float64Array(indexes.length)
    for (let k = 0; k < lengths.length; k += 1) lengths[k] = norms[indexes[k] as number] ?? 0
    return lengths
  }

  /** Turns plain dots with `query` into centred cosines, in place. `rows[k]` is the row behind `dots[k]` (default k). */
  centreScan(query: Float32Array, dots: Float32Array, rows?: Int32Array): Float32Array {
    const { mean, norms } = this.#current()
    const queryNorm = norm(query)
    const meanDot = dot(query, mean)
    for (let k = 0; k < dots.length; k += 1) {
      const length = (norms[rows === undefined ? k : (rows[k] as number)] as number) * queryNorm
      dots[k] = length < SHORTEST ? 0 : clampCosine(((dots[k] as number) - meanDot) / length)
    }
    return dots
  }

  /** Centred cosine of two rows, in [-1, 1]; 0 if either is absent. */
  similarity(a: number, b: number): number {
    const { meanDots, norms, meanSquare } = this.#current()
    const length = (norms[a] ?? 0) * (norms[b] ?? 0)
    if (length < SHORTEST) return 0
    const centred = this.matrix.dotRows(a, b) - (meanDots[a] as number) - (meanDots[b] as number) + meanSquare
    return clampCosine(centred / length)
  }

  close(): void {
    this.#search?.close()
    this.#search = undefined
  }

  get #isLarge(): boolean {
    return this.matrix.count > LARGEST_SCANNED
  }

  #current(): RowGeometry {
    if (this.#geometry === undefined) {
      this.#geometry = new RowGeometry(this.matrix)
      this.#changes = 0
      this.#mostChanges = this.#isLarge ? Math.floor(DRIFT * this.matrix.present) : 0
    }
    return this.#geometry
  }

  #rows(): RowSearch {
    this.#search ??= this.#isLarge
      ? new CentredRows(this.matrix, this.#current(), this.#kernels)
      : new ScannedRows(this.matrix, this.#kernels, (query, dots) => this.centreScan(query, dots))
    return this.#search
  }

  #follow(index: number): void {
    this.#changes += 1
    if (this.#changes > this.#mostChanges) this.#forget()
    this.#geometry?.update(index)
    this.#whitened.delete(index)
    this.#search?.update(index)
  }

  /** What follows from the mean is worked out anew when it is needed; rows that are held as they are stay. */
  #forget(): void {
    this.#geometry = undefined
    this.#whitening = undefined
    this.#whitened.clear()
    if (!this.#isLarge && this.#search instanceof ScannedRows) return
    this.#search?.close()
    this.#search = undefined
  }
}

function clampCosine(value: number): number {
  return Math.max(-1, Math.min(1, value))
}
