import { touchRows } from '../vector/sets/touch.js'
import { artefactError, checkFinite, checkShape } from './check-artefact.js'

export interface ItemFactorsInput {
  readonly dimensions: number
  /** `[items, dimensions]`, row-major: numbers, or codes to be multiplied by `scales`. */
  readonly values: Float32Array | Int8Array
  /** `[dimensions]`, one per column; must be there for int8 codes. */
  readonly scales?: Float32Array
  /** `[dimensions, dimensions]` V'V over all items, if the publisher ships it; computed otherwise. */
  readonly gram?: Float64Array
}

/** Factors by item index, wherever they come from. */
export interface FactorSource {
  /** Items the factors were learnt of. */
  readonly count: number
  readonly dimensions: number
  /** `[dimensions, dimensions]`: V'V over these items. */
  readonly gram: Float64Array
  /** Writes the factors of one item to `out`, `[dimensions]`. */
  read(item: number, out: Float64Array): void
  /** `out[j] = v_items[j] . user`. */
  products(user: Float64Array, items: Int32Array, out: Float64Array): void
  /** Adds the factors of these items to `out`, `[dimensions]`. */
  addRows(items: Int32Array, out: Float64Array): void
}

/**
 * Item factors V learnt by the publisher, for instance by implicit alternating least squares (Hu, Koren and Volinsky, ICDM
 * 2008; Rendle et al., RecSys 2022). An item the publisher knew nothing about has a row of zeros. Immutable.
 */
export class ItemFactors implements FactorSource {
  readonly count: number
  readonly dimensions: number
  /** `[dimensions, dimensions]`: V'V over all items. */
  readonly gram: Float64Array
  readonly #values: Float32Array | Int8Array
  readonly #scales: Float64Array

  /** Copies what it is given. @throws `catalogue-invalid` */
  constructor({ dimensions, values, scales, gram }: ItemFactorsInput) {
    this.dimensions = dimensions
    this.count = checkShape('factors', values.length, dimensions)
    if (values instanceof Int8Array && scales === undefined) {
      throw artefactError('The factors are int8 codes without a scale per column. Ship the scales with them.')
    }
    if (scales !== undefined && scales.length !== dimensions) {
      throw artefactError(
        `The factors have ${dimensions} columns and ${scales.length} scales. Ship one scale per column.`,
      )
    }
    this.#values = values.slice()
    this.#scales = scales === undefined ? new Float64Array(dimensions).fill(1) : Float64Array.from(scales)
    checkFinite('factors', this.#values)
    checkFinite('scales of the factors', this.#scales)
    if (gram !== undefined && gram.length !== dimensions * dimensions) {
      throw artefactError(`The Gram matrix has ${gram.length} numbers, not ${dimensions} x ${dimensions}.`)
    }
    this.gram = gram?.slice() ?? this.#computeGram()
  }

  /** Writes the factors of one item to `out`, `[dimensions]`. */
  read(item: number, out: Float64Array): void {
    const start = item * this.dimensions
    for (let d = 0; d < this.dimensions; d += 1) {
      out[d] = (this.#values[start + d] as number) * (this.#scales[d] as number)
    }
  }

  /** `out[j] = v_items[j] . user`. The scales go into the user once, so that codes are never brought back to numbers. */
  products(user: Float64Array, items: Int32Array, out: Float64Array): void {
    const { dimensions } = this
    const values = this.#values
    const scaled = user.map((value, d) => value * (this.#scales[d] as number))
    touchRows(values, items, dimensions)
    for (let j = 0; j < items.length; j += 1) out[j] = product(values, (items[j] as number) * dimensions, scaled)
  }

  /** Adds the factors of these items to `out`, `[dimensions]`; an item below 0 has none. */
  addRows(items: Int32Array, out: Float64Array): void {
    const { dimensions } = this
    const values = this.#values
    const sums = new Float64Array(dimensions)
    const known = items.filter((item) => item >= 0)
    const whole = dimensions & ~7
    for (let d = 0; d < whole; d += 8) addColumns(values, dimensions, d, known, sums)
    for (let d = whole; d < dimensions; d += 1) {
      for (let j = 0; j < known.length; j += 1) {
        sums[d] = (sums[d] as number) + (values[(known[j] as number) * dimensions + d] as number)
      }
    }
    for (let d = 0; d < dimensions; d += 1) {
      out[d] = (out[d] as number) + (sums[d] as number) * (this.#scales[d] as number)
    }
  }

  #computeGram(): Float64Array {
    const { dimensions, count } = this
    const gram = new Float64Array(dimensions * dimensions)
    const row = new Float64Array(dimensions)
    for (let item = 0; item < count; item += 1) {
      this.read(item, row)
      addOuterProduct(gram, row, 1)
    }
    for (let i = 0; i < dimensions; i += 1) {
      for (let j = 0; j < i; j += 1) gram[j * dimensions + i] = gram[i * dimensions + j] as number
    }
    return gram
  }
}

/** Four sums, so that one addition need not wait for the one before it. */
function product(values: Float32Array | Int8Array, start: number, vector: Float64Array): number {
  const whole = vector.length & ~3
  let [a, b, c, d] = [0, 0, 0, 0]
  let at = start
  for (let k = 0; k < whole; k += 4, at += 4) {
    a += (values[at] as number) * (vector[k] as number)
    b += (values[at + 1] as number) * (vector[k + 1] as number)
    c += (values[at + 2] as number) * (vector[k + 2] as number)
    d += (values[at + 3] as number) * (vector[k + 3] as number)
  }
  for (let k = whole; k < vector.length; k += 1, at += 1) a += (values[at] as number) * (vector[k] as number)
  return a + b + (c + d)
}

/** Sums of eight columns from `first` on over some rows, which stay in registers all the while. */
function addColumns(
  values: Float32Array | Int8Array,
  dimensions: number,
  first: number,
  items: Int32Array,
  sums: Float64Array,
): void {
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let j = 0; j < items.length; j += 1) {
    const at = (items[j] as number) * dimensions + first
    a += values[at] as number
    b += values[at + 1] as number
    c += values[at + 2] as number
    d += values[at + 3] as number
    e += values[at + 4] as number
    f += values[at + 5] as number
    g += values[at + 6] as number
    h += values[at + 7] as number
  }
  sums.set([a, b, c, d, e, f, g, h], first)
}

/** Adds `weight * row row'` to the lower triangle of `matrix`. */
export function addOuterProduct(matrix: Float64Array, row: Float64Array, weight: number): void {
  const order = row.length
  for (let i = 0; i < order; i += 1) {
    const scaled = weight * (row[i] as number)
    for (let j = 0; j <= i; j += 1) {
      matrix[i * order + j] = (matrix[i * order + j] as number) + scaled * (row[j] as number)
    }
  }
}
