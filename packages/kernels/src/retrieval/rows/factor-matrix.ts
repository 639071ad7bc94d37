import { type FactorMatrix, LocavoreError } from '@locavore/core'
import { checkOutput, checkRoom } from '../../check-arguments.js'
import type { KernelMemory } from '../memory/kernel-functions.js'
import { roundUp } from '../memory/layout.js'

const LANES = 4
const LINE = 64

/** Its own memory holds, each on its own cache lines: the vector in float64, the results, the rows. */
export class KernelMatrix implements FactorMatrix {
  readonly rows: number
  readonly columns: number
  readonly #stride: number
  readonly #outAt: number
  readonly #rowsAt: number
  #memory: KernelMemory | undefined

  constructor(memory: () => KernelMemory, rows: number, columns: number) {
    checkRoom(columns, rows)
    this.rows = rows
    this.columns = columns
    this.#stride = roundUp(columns, LANES)
    this.#outAt = roundUp(8 * this.#stride, LINE) + LINE
    this.#rowsAt = roundUp(this.#outAt + 4 * rows, LINE) + LINE
    this.#memory = memory()
    this.#memory.grow(this.#rowsAt + 4 * this.#stride * rows + LINE)
  }

  set(index: number, values: Float32Array): void {
    const { views } = this.#open()
    if (!Number.isInteger(index) || index < 0 || index >= this.rows)
      throw new LocavoreError('invalid-argument', `A matrix of ${this.rows} rows has no row ${index}.`)
    this.#check(values)
    views.float32.set(values, this.#rowsAt / 4 + index * this.#stride)
  }

  multiply(vector: Float32Array, out: Float32Array): void {
    const { views, functions } = this.#open()
    this.#check(vector)
    checkOutput(out, this.rows)
    views.float64.set(vector)
    functions.multiply(this.rows, this.#stride, this.#rowsAt, 0, this.#outAt)
    out.set(views.float32.subarray(this.#outAt / 4, this.#outAt / 4 + this.rows))
  }

  close(): void {
    this.#memory = undefined
  }

  #open(): KernelMemory {
    if (this.#memory === undefined) throw new LocavoreError('closed', 'The matrix was closed. Create another one.')
    return this.#memory
  }

  #check(values: Float32Array): void {
    if (values.length !== this.columns)
      throw new LocavoreError(
        'invalid-vector',
        `${values.length} numbers were given where the matrix has ${this.columns} columns.`,
      )
    if (!values.every(Number.isFinite))
      throw new LocavoreError('invalid-vector', 'A matrix and its vectors hold finite numbers only.')
  }
}
