import type { Kernels, VectorScanner } from '@locavore/core'
import { checkOutput, checkRoom, checkRow, checkRows, closedError } from './check-arguments.js'
import { quantiseQuery } from './query-levels.js'

const FIRST_CAPACITY = 16

/** Kernels that run wherever JavaScript runs. */
export const typescriptKernels: Kernels = {
  name: 'typescript',
  createScanner: (dimensions, capacity) => new TypescriptScanner(dimensions, capacity),
}

class TypescriptScanner implements VectorScanner {
  readonly dimensions: number
  count = 0
  #codes: Int8Array
  #scales: Float32Array
  #closed = false

  constructor(dimensions: number, capacity: number) {
    checkRoom(dimensions, capacity)
    this.dimensions = dimensions
    this.#codes = new Int8Array(capacity * dimensions)
    this.#scales = new Float32Array(capacity)
  }

  set(index: number, codes: Int8Array, scale: number): void {
    if (this.#closed) throw closedError()
    checkRow(index, codes, scale, this.dimensions)
    this.#reserve(index + 1)
    const start = index * this.dimensions
    if (scale === 0) this.#codes.fill(0, start, start + this.dimensions)
    else this.#codes.set(codes, start)
    this.#scales[index] = scale
    this.count = Math.max(this.count, index + 1)
  }

  load(codes: Int8Array, scales: Float32Array): void {
    if (this.#closed) throw closedError()
    checkRows(codes, scales, this.dimensions)
    this.#reserve(scales.length)
    this.#codes.set(codes)
    this.#scales.fill(0).set(scales)
    this.count = scales.length
  }

  scan(query: Float32Array, out: Float32Array): void {
    if (this.#closed) throw closedError()
    checkOutput(out, this.count)
    const { dimensions, count } = this
    const { levels, step } = quantiseQuery(query, dimensions)
    const codes = this.#codes
    const scales = this.#scales
    let at = 0
    for (let row = 0; row < count; row += 1) {
      let sum = 0
      for (let d = 0; d < dimensions; d += 1) sum += (codes[at + d] as number) * (levels[d] as number)
      out[row] = sum * ((scales[row] as number) * step)
      at += dimensions
    }
  }

  close(): void {
    this.#closed = true
    this.count = 0
    this.#codes = new Int8Array(0)
    this.#scales = new Float32Array(0)
  }

  #reserve(rows: number): void {
    if (rows <= this.#scales.length) return
    const larger = Math.max(rows, this.#scales.length * 2, FIRST_CAPACITY)
    const codes = new Int8Array(larger * this.dimensions)
    const scales = new Float32Array(larger)
    codes.set(this.#codes)
    scales.set(this.#scales)
    this.#codes = codes
    this.#scales = scales
  }
}
