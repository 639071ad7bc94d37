import type { EmbeddingMatrix } from '../../vector/embedding-matrix.js'
import { dot } from '../../vector/vector.js'

/** With fewer rows than this the mean is mostly the content itself, and subtracting it would remove what is compared. */
export const FEWEST_ROWS_FOR_A_MEAN = 10

/** A centred length below this is noise: a row equal to the mean has no direction. */
export const SHORTEST = 1e-6

/**
 * What centring needs to know about the rows of a matrix: the mean as it was when this was made, and how each row lies to
 * it. A row that changes later is measured against the same mean.
 */
export class RowGeometry {
  /** `[dimensions]`: mean of the rows present, or zero where there are too few. */
  readonly mean: Float32Array
  readonly meanSquare: number
  readonly #matrix: EmbeddingMatrix
  readonly #centring: boolean
  /** `[rows]`: e_i . mean. */
  #meanDots: Float64Array
  /** `[rows]`: length of e_i - mean; 0 for absent rows. */
  #norms: Float64Array

  constructor(matrix: EmbeddingMatrix) {
    const { count, dimensions } = matrix
    this.#matrix = matrix
    this.#centring = matrix.present >= FEWEST_ROWS_FOR_A_MEAN
    const sum = new Float64Array(dimensions)
    if (this.#centring) for (let index = 0; index < count; index += 1) matrix.addRow(index, 1 / matrix.present, sum)
    this.mean = Float32Array.from(sum)
    this.meanSquare = dot(this.mean, this.mean)
    this.#meanDots = new Float64Array(count)
    this.#norms = new Float64Array(count)
    for (let index = 0; index < count; index += 1) this.update(index)
  }

  /** `[rows]` or longer; 0 for absent rows. */
  get norms(): Float64Array {
    return this.#norms
  }

  /** `[rows]` or longer; 0 for absent rows. */
  get meanDots(): Float64Array {
    return this.#meanDots
  }

  /** Measures one row again. */
  update(index: number): void {
    this.#reserve(index + 1)
    const present = this.#matrix.has(index)
    const meanDot = present && this.#centring ? this.#matrix.dotVector(index, this.mean) : 0
    this.#meanDots[index] = meanDot
    this.#norms[index] = present
      ? Math.sqrt(Math.max(0, this.#matrix.dotRows(index, index) - 2 * meanDot + this.meanSquare))
      : 0
  }

  #reserve(rows: number): void {
    if (rows <= this.#norms.length) return
    const larger = Math.max(rows, 2 * this.#norms.length)
    const [meanDots, norms] = [new Float64Array(larger), new Float64Array(larger)]
    meanDots.set(this.#meanDots)
    norms.set(this.#norms)
    this.#meanDots = meanDots
    this.#norms = norms
  }
}
