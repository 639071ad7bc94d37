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
    const whole = dimensions & ~3
    for (let j = 0; j < items.length; j += 1) {
      const start = (items[j] as number) * dimensions
      // Four sums, so that one addition need not wait for the one before it.
      let a = 0
      let b = 0
      let c = 0
      let e = 0
      for (let d = 0, at = start; d < whole; d += 4, at += 4) {
        a += (values[at] as number) * (scaled[d] as number)
        b += (values[at + 1] as number) * (scaled[d + 1] as number)
        c += (values[at + 2] as number) * (scaled[d + 2] as number)
        e += (values[at + 3] as number) * (scaled[d + 3] as number)
      }
      for (let d = whole; d < dimensions; d += 1) a += (values[start + d] as number) * (scaled[d] as number)
      out[j] = a + b + (c + e)
    }
  }

  /** Adds the factors of these items to `out`, `[dimensions]`; an item below 0 has none. */
  addRows(items: Int32Array, out: Float64Array): void {
    const { dimensions } = this
    const values = this.#values
    const sums = new Float64Array(dimensions)
    if (values instanceof Int8Array && dimensions % 4 === 0) addCodes(values, items, sums)
    else {
      for (let j = 0; j < items.length; j += 1) {
        const start = (items[j] as number) * dimensions
        if (start < 0) continue
        for (let d = 0; d < dimensions; d += 1) sums[d] = (sums[d] as number) + (values[start + d] as number)
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

/** Rows whose codes, counted from 0 up, add up within 16 bits. */
const ROWS_AT_ONCE = 256
/** Rows of which the same word is added before the next one is looked at, so that its sum need not be kept in between. */
const ROWS_ABREAST = 8
/** Two of four codes, and what makes them count from 0 up. */
const EVERY_OTHER = 0x00ff00ff
const UPWARDS = 0x00800080

/** Adds rows of codes, each of whole words: four codes are added by two additions, every other one in the same word. */
function addCodes(values: Int8Array, items: Int32Array, sums: Float64Array): void {
  const words = new Int32Array(values.buffer, values.byteOffset, values.length >> 2)
  const length = sums.length / 4
  const [even, odd] = [new Int32Array(length), new Int32Array(length)]
  const starts = startsOf(items, length)
  for (let first = 0; first < starts.length; first += ROWS_AT_ONCE) {
    const end = Math.min(starts.length, first + ROWS_AT_ONCE)
    for (let row = first; row < end; row += ROWS_ABREAST) {
      addWords(words, { starts, from: row, to: Math.min(end, row + ROWS_ABREAST) }, even, odd)
    }
    giveOut(even, 0, end - first, sums)
    giveOut(odd, 1, end - first, sums)
  }
}

/** Where the words of each item begin; items below 0 have none. */
function startsOf(items: Int32Array, length: number): Int32Array {
  const starts = new Int32Array(items.length)
  let count = 0
  for (let j = 0; j < items.length; j += 1) {
    if ((items[j] as number) < 0) continue
    starts[count] = (items[j] as number) * length
    count += 1
  }
  return starts.subarray(0, count)
}

interface SomeRows {
  readonly starts: Int32Array
  readonly from: number
  readonly to: number
}

function addWords(words: Int32Array, { starts, from, to }: SomeRows, even: Int32Array, odd: Int32Array): void {
  for (let at = 0; at < even.length; at += 1) {
    let evens = even[at] as number
    let odds = odd[at] as number
    for (let row = from; row < to; row += 1) {
      const word = words[(starts[row] as number) + at] as number
      evens = (evens + ((word & EVERY_OTHER) ^ UPWARDS)) | 0
      odds = (odds + (((word >>> 8) & EVERY_OTHER) ^ UPWARDS)) | 0
    }
    even[at] = evens
    odd[at] = odds
  }
}

/** Adds the two sums of each word to their columns, and clears them. */
function giveOut(pairs: Int32Array, place: number, rows: number, sums: Float64Array): void {
  for (let at = 0; at < pairs.length; at += 1) {
    const pair = pairs[at] as number
    const column = 4 * at + place
    sums[column] = (sums[column] as number) + (pair & 0xffff) - 128 * rows
    sums[column + 2] = (sums[column + 2] as number) + (pair >>> 16) - 128 * rows
    pairs[at] = 0
  }
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

/** The same for four rows, one after the other, that pass over the matrix once. */
export function addOuterProducts(
  matrix: Float64Array,
  rows: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
  weights: readonly [number, number, number, number],
): void {
  const [first, second, third, fourth] = rows
  const order = first.length
  for (let i = 0; i < order; i += 1) {
    const a = weights[0] * (first[i] as number)
    const b = weights[1] * (second[i] as number)
    const c = weights[2] * (third[i] as number)
    const e = weights[3] * (fourth[i] as number)
    for (let j = 0, at = i * order; j <= i; j += 1, at += 1) {
      let sum = (matrix[at] as number) + a * (first[j] as number)
      sum += b * (second[j] as number)
      sum += c * (third[j] as number)
      matrix[at] = sum + e * (fourth[j] as number)
    }
  }
}
