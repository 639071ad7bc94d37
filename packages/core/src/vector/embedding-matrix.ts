import { LocavoreError } from '../errors.js'
import type { QuantisedRows } from '../types.js'
import { checkQuantised, type QuantisedVector } from './quantise.js'
import { touchRows } from './sets/touch.js'

/** The letters `LVEM`, read as a little-endian number. */
const MAGIC = 0x4d45564c
const FORMAT_VERSION = 1
const ELEMENT_INT8 = 1
const HEADER_BYTES = 16
const FIRST_CAPACITY = 64

/**
 * The embeddings of one modality, one int8 row per item index; rows may be absent. It grows as rows are set.
 *
 * As one buffer, little endian: `LVEM`, format version (u8), element type (u8, 1 = int8), two zero bytes, dimensions
 * (u32), count (u32), then `[count, dimensions]` codes, padding to 4 bytes, `[count]` float32 scales (0 = no row).
 */
export class EmbeddingMatrix {
  readonly dimensions: number
  /** Rows in use: one more than the highest row ever set. */
  count = 0
  /** Rows that hold an embedding. */
  present = 0
  /** Grows with every change, so that whatever was derived from the rows can tell that it is stale. */
  version = 0
  #codes: Int8Array
  #scales: Float32Array

  constructor(dimensions: number, capacity = FIRST_CAPACITY) {
    if (!Number.isInteger(dimensions) || dimensions < 1) {
      throw new LocavoreError('invalid-argument', `An embedding matrix needs at least 1 dimension, not ${dimensions}.`)
    }
    this.dimensions = dimensions
    this.#codes = new Int8Array(capacity * dimensions)
    this.#scales = new Float32Array(capacity)
  }

  has(index: number): boolean {
    return (this.#scales[index] ?? 0) > 0
  }

  /** The row's codes as a view that is only good until the next change, and its scale (0 = no row). */
  row(index: number): QuantisedVector {
    const start = index * this.dimensions
    return { codes: this.#codes.subarray(start, start + this.dimensions), scale: this.#scales[index] ?? 0 }
  }

  /** Copies an embedding into row `index`. @throws `invalid-vector` */
  set(index: number, vector: QuantisedVector): void {
    checkQuantised(vector, this.dimensions)
    this.#reserve(index + 1)
    if (!this.has(index)) this.present += 1
    this.#codes.set(vector.codes, index * this.dimensions)
    this.#scales[index] = vector.scale
    this.count = Math.max(this.count, index + 1)
    this.version += 1
  }

  /**
   * Copies many embeddings at once, of which neighbours that go to neighbours are one copy.
   * @param indexes row of this matrix for each row given; below 0, or with a scale of 0, it is left out.
   * @throws `invalid-vector`
   */
  setRows(indexes: Int32Array, { dimensions, count, codes, scales }: QuantisedRows): void {
    checkRows(this.dimensions, indexes, { dimensions, count, codes, scales })
    const goes = (row: number) => (indexes[row] as number) >= 0 && (scales[row] as number) > 0
    for (let row = 0, end = 0; row < count; row = end) {
      end = row + 1
      if (!goes(row)) continue
      const first = indexes[row] as number
      while (end < count && indexes[end] === first + end - row && goes(end)) end += 1
      this.#reserve(first + end - row)
      for (let index = first; index < first + end - row; index += 1) if (!this.has(index)) this.present += 1
      this.#codes.set(codes.subarray(row * dimensions, end * dimensions), first * dimensions)
      this.#scales.set(scales.subarray(row, end), first)
      this.count = Math.max(this.count, first + end - row)
    }
    this.version += 1
  }

  clear(index: number): void {
    if (!this.has(index)) return
    this.#codes.fill(0, index * this.dimensions, (index + 1) * this.dimensions)
    this.#scales[index] = 0
    this.present -= 1
    this.version += 1
  }

  /** Dot product of two rows; 0 if either is absent. */
  dotRows(a: number, b: number): number {
    const { dimensions } = this
    const codes = this.#codes
    let atA = a * dimensions
    let atB = b * dimensions
    const end = atA + dimensions
    let sum = 0
    let other = 0
    // Whole numbers in 32 bits, and two sums of them, so that one multiplication need not wait for the other.
    for (; atA + 3 < end; atA += 4, atB += 4) {
      sum = (sum + Math.imul(codes[atA] as number, codes[atB] as number)) | 0
      other = (other + Math.imul(codes[atA + 1] as number, codes[atB + 1] as number)) | 0
      sum = (sum + Math.imul(codes[atA + 2] as number, codes[atB + 2] as number)) | 0
      other = (other + Math.imul(codes[atA + 3] as number, codes[atB + 3] as number)) | 0
    }
    for (; atA < end; atA += 1, atB += 1) sum = (sum + Math.imul(codes[atA] as number, codes[atB] as number)) | 0
    return (sum + other) * (this.#scales[a] ?? 0) * (this.#scales[b] ?? 0)
  }

  /** Dot product of a row with a vector `[dimensions]`; 0 if the row is absent. */
  dotVector(index: number, vector: ArrayLike<number>): number {
    const { dimensions } = this
    const codes = this.#codes
    const start = index * dimensions
    let sum = 0
    for (let d = 0; d < dimensions; d += 1) sum += (codes[start + d] as number) * (vector[d] as number)
    return sum * (this.#scales[index] ?? 0)
  }

  /** Adds `weight * row` to `sum` `[dimensions]`. */
  addRow(index: number, weight: number, sum: Float32Array | Float64Array): void {
    const { dimensions } = this
    const factor = weight * (this.#scales[index] ?? 0)
    const start = index * dimensions
    for (let d = 0; d < dimensions; d += 1) {
      sum[d] = (sum[d] as number) + factor * (this.#codes[start + d] as number)
    }
  }

  /** Copies of some rows side by side: codes `[indexes, dimensions]` and scales `[indexes]`, zeros where there is no row. */
  gather(indexes: Int32Array): { readonly codes: Int8Array; readonly scales: Float32Array } {
    const { dimensions } = this
    const codes = new Int8Array(indexes.length * dimensions)
    const scales = new Float32Array(indexes.length)
    // Four codes at a time where rows begin at whole words.
    const words = dimensions % 4 === 0
    const from = words ? wordsOf(this.#codes) : this.#codes
    const to = words ? wordsOf(codes) : codes
    const length = words ? dimensions / 4 : dimensions
    let next = 0
    touchRows(this.#codes, indexes, dimensions)
    for (let k = 0; k < indexes.length; k += 1) {
      const index = indexes[k] as number
      const scale = this.#scales[index] ?? 0
      scales[k] = scale
      const start = index * length
      if (scale === 0) next += length
      else for (let at = start; at < start + length; at += 1, next += 1) to[next] = from[at] as number
    }
    return { codes, scales }
  }

  toBuffer(): ArrayBuffer {
    const { count, dimensions } = this
    const scalesAt = alignTo4(HEADER_BYTES + count * dimensions)
    const buffer = new ArrayBuffer(scalesAt + count * 4)
    const view = new DataView(buffer)
    view.setUint32(0, MAGIC, true)
    view.setUint8(4, FORMAT_VERSION)
    view.setUint8(5, ELEMENT_INT8)
    view.setUint32(8, dimensions, true)
    view.setUint32(12, count, true)
    new Int8Array(buffer).set(this.#codes.subarray(0, count * dimensions), HEADER_BYTES)
    for (let index = 0; index < count; index += 1) view.setFloat32(scalesAt + index * 4, this.#scales[index] ?? 0, true)
    return buffer
  }

  /** @throws `storage-corrupt` unless the buffer is exactly one that `toBuffer` wrote. */
  static from(buffer: ArrayBuffer): EmbeddingMatrix {
    const { dimensions, count } = readHeader(buffer)
    const scalesAt = alignTo4(HEADER_BYTES + count * dimensions)
    if (buffer.byteLength !== scalesAt + count * 4) {
      throw corrupt(
        `${buffer.byteLength} bytes where ${count} rows of ${dimensions} dimensions need ${scalesAt + count * 4}`,
      )
    }
    const matrix = new EmbeddingMatrix(dimensions, count)
    const view = new DataView(buffer)
    for (let index = 0; index < count; index += 1) {
      const scale = view.getFloat32(scalesAt + index * 4, true)
      if (!Number.isFinite(scale) || scale < 0) throw corrupt(`the scale ${scale} in row ${index}`)
      if (scale > 0)
        matrix.set(index, { codes: new Int8Array(buffer, HEADER_BYTES + index * dimensions, dimensions), scale })
    }
    matrix.count = count
    return matrix
  }

  #reserve(rows: number): void {
    const capacity = this.#scales.length
    if (rows <= capacity) return
    const larger = Math.max(rows, capacity * 2, FIRST_CAPACITY)
    const codes = new Int8Array(larger * this.dimensions)
    const scales = new Float32Array(larger)
    codes.set(this.#codes)
    scales.set(this.#scales)
    this.#codes = codes
    this.#scales = scales
  }
}

function wordsOf(codes: Int8Array): Int32Array {
  return new Int32Array(codes.buffer, codes.byteOffset, codes.length >> 2)
}

function checkRows(dimensions: number, indexes: Int32Array, rows: QuantisedRows): void {
  const { count, codes, scales } = rows
  const shaped = rows.dimensions === dimensions && codes.length === count * dimensions && scales.length === count
  const finite = scales.every((scale) => scale >= 0 && scale < Infinity)
  if (shaped && finite && indexes.length >= count) return
  throw new LocavoreError(
    'invalid-vector',
    `${count} rows of ${rows.dimensions} dimensions were given with ${codes.length} codes, ${scales.length} scales and ${indexes.length} places, for rows of ${dimensions}. Give whole rows of this space, with finite scales.`,
  )
}

function readHeader(buffer: ArrayBuffer): { dimensions: number; count: number } {
  if (buffer.byteLength < HEADER_BYTES)
    throw corrupt(`${buffer.byteLength} bytes where the header alone has ${HEADER_BYTES}`)
  const view = new DataView(buffer)
  if (view.getUint32(0, true) !== MAGIC) throw corrupt('something that does not begin with LVEM')
  if (view.getUint8(4) !== FORMAT_VERSION) throw corrupt(`format version ${view.getUint8(4)}, not ${FORMAT_VERSION}`)
  if (view.getUint8(5) !== ELEMENT_INT8) throw corrupt(`element type ${view.getUint8(5)}, not ${ELEMENT_INT8} (int8)`)
  const dimensions = view.getUint32(8, true)
  if (dimensions === 0) throw corrupt('0 dimensions')
  return { dimensions, count: view.getUint32(12, true) }
}

function alignTo4(bytes: number): number {
  return (bytes + 3) & ~3
}

function corrupt(found: string): LocavoreError {
  return new LocavoreError(
    'storage-corrupt',
    `An embedding matrix was expected, but the bytes hold ${found}. Rebuild it.`,
  )
}
