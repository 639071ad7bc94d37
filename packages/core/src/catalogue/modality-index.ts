import type { Kernels, VectorScanner } from '../kernels.js'
import { EmbeddingMatrix } from '../vector/embedding-matrix.js'
import type { QuantisedVector } from '../vector/quantise.js'
import { dot, norm, subtract } from '../vector/vector.js'
import { estimateWhitening, type Whitening } from './whitening.js'

/** With fewer rows than this the mean is mostly the content itself, and subtracting it would remove what is compared. */
export const FEWEST_ROWS_FOR_A_MEAN = 10

/** What centring needs to know about the rows: all of it follows from the matrix at one version. */
interface Geometry {
  readonly version: number
  /** `[dimensions]`: mean of the present rows, or zero where there are too few. */
  readonly mean: Float32Array
  /** `[count]`: e_i . mean. */
  readonly meanDots: Float64Array
  /** `[count]`: length of e_i - mean; 0 for absent rows. */
  readonly norms: Float64Array
  readonly meanSquare: number
}

/** Where a centred similarity below this length is noise: a row equal to the mean has no direction. */
const SHORTEST = 1e-6

/**
 * The rows of one modality, ready to be compared by centred cosine: cos(e_i - m, q), m the mean over the rows present.
 * Encoders put each modality in a narrow cone of its own (Liang et al., NeurIPS 2022, "Mind the gap"); taking the mean
 * away before comparing removes the cone, and with it most of the gap between modalities.
 */
export class ModalityIndex {
  readonly matrix: EmbeddingMatrix
  readonly #scanner: VectorScanner
  #present = 0
  #geometry: Geometry | undefined
  #whitening: { readonly version: number; readonly apply: Whitening } | undefined

  constructor(dimensions: number, kernels: Kernels) {
    this.matrix = new EmbeddingMatrix(dimensions)
    this.#scanner = kernels.createScanner(dimensions, 0)
  }

  /** Changes with every row; a similarity computed at another version is stale, because the mean has moved. */
  get version(): number {
    return this.matrix.version
  }

  /** Items that have this medium. */
  get present(): number {
    return this.#present
  }

  has(index: number): boolean {
    return this.matrix.has(index)
  }

  set(index: number, vector: QuantisedVector): void {
    if (!this.matrix.has(index)) this.#present += 1
    this.matrix.set(index, vector)
    this.#scanner.set(index, vector.codes, vector.scale)
  }

  clear(index: number): void {
    if (!this.matrix.has(index)) return
    this.#present -= 1
    this.matrix.clear(index)
    this.#scanner.set(index, this.matrix.row(index).codes, 0)
  }

  /** Mean over the rows present `[dimensions]`; zero with fewer than `FEWEST_ROWS_FOR_A_MEAN` rows. */
  get mean(): Float32Array {
    return this.#current().mean
  }

  /** Row `index` minus the mean, `[dimensions]`. */
  centredRow(index: number): Float32Array {
    const row = new Float32Array(this.matrix.dimensions)
    this.matrix.addRow(index, 1, row)
    return subtract(row, this.mean)
  }

  /**
   * Row `index` minus the mean, whitened by the covariance of the rows, `[dimensions]`: what a candidate is compared with
   * when the row stands for a taste.
   */
  whitenedRow(index: number): Float32Array {
    const { version } = this.matrix
    if (this.#whitening?.version !== version) {
      this.#whitening = { version, apply: estimateWhitening(this.matrix, this.mean) }
    }
    return this.#whitening.apply(this.centredRow(index))
  }

  /**
   * Centred cosine of every row with a query that is already centred by its own modality's mean.
   * @param query `[dimensions]`, any length but zero.
   * @returns `[matrix.count]` in [-1, 1]; absent rows give 0.
   */
  similarities(query: Float32Array): Float32Array {
    const out = new Float32Array(this.matrix.count)
    this.#scanner.scan(query, out)
    return this.centreScan(query, out)
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
    this.#scanner.close()
  }

  #current(): Geometry {
    if (this.#geometry?.version !== this.matrix.version) this.#geometry = measure(this.matrix)
    return this.#geometry
  }
}

function measure(matrix: EmbeddingMatrix): Geometry {
  const { count, dimensions } = matrix
  const sum = new Float64Array(dimensions)
  const centring = matrix.present >= FEWEST_ROWS_FOR_A_MEAN
  if (centring) for (let index = 0; index < count; index += 1) matrix.addRow(index, 1 / matrix.present, sum)
  const mean = Float32Array.from(sum)
  const meanSquare = dot(mean, mean)
  const meanDots = new Float64Array(count)
  const norms = new Float64Array(count)
  for (let index = 0; index < count; index += 1) {
    if (!matrix.has(index)) continue
    const meanDot = centring ? matrix.dotVector(index, mean) : 0
    meanDots[index] = meanDot
    norms[index] = Math.sqrt(Math.max(0, matrix.dotRows(index, index) - 2 * meanDot + meanSquare))
  }
  return { version: matrix.version, mean, meanDots, norms, meanSquare }
}

function clampCosine(value: number): number {
  return Math.max(-1, Math.min(1, value))
}
