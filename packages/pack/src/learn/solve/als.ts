import { createRandom } from '@locavore/core'
import type { Likes } from '../people/likes.js'

export interface AlsOptions {
  readonly dimensions: number
  readonly sweeps: number
  /** Weight of every item as an unobserved one. */
  readonly alpha0: number
  /** Ridge per unit of evidence. */
  readonly lambda: number
  readonly seed: number
  /** Where an earlier run stopped: the items after so many sweeps. They are written over. */
  readonly from?: { readonly sweep: number; readonly items: Float64Array } | undefined
  /** Told after each sweep. */
  readonly onSweep: (done: number, items: Float64Array) => Promise<void>
  /** Called now and then; may throw to end the work. */
  readonly onRows: () => Promise<void>
}

/** One side of the likes. */
interface Side {
  readonly count: number
  readonly starts: Int32Array
  readonly others: Int32Array
}

const START_SPREAD = 0.1

/**
 * Implicit alternating least squares (Hu, Koren and Volinsky, ICDM 2008), with the frequency-scaled ridge of Rendle et al.
 * (RecSys 2022): each vector minimises `sum over likes (1 - u.v)^2 + alpha0 sum over all (u.v)^2 + lambda (n + alpha0 I) |u|^2`.
 * The very system that a device solves for its person, so that both agree.
 *
 * @returns the items, `[rows, dimensions]`
 */
export async function alternatingLeastSquares(likes: Likes, options: AlsOptions): Promise<Float64Array> {
  const { dimensions, sweeps, seed, onSweep } = options
  const bySide = {
    people: { count: likes.people, starts: likes.personStarts, others: likes.personItems },
    items: { count: likes.rows, starts: likes.itemStarts, others: likes.itemPeople },
  }
  const people = new Float64Array(likes.people * dimensions)
  const items = options.from?.items ?? startingItems(likes, dimensions, seed)
  for (let sweep = options.from?.sweep ?? 0; sweep < sweeps; sweep += 1) {
    await solveSide(bySide.people, items, likes.rows, people, options)
    await solveSide(bySide.items, people, likes.people, items, options)
    await onSweep(sweep + 1, items)
  }
  return items
}

/** Small and without a pattern; zeros for an item that nobody likes, which stays out of everything that is solved. */
function startingItems({ rows, itemStarts }: Likes, dimensions: number, seed: number): Float64Array {
  const random = createRandom(seed)
  const items = new Float64Array(rows * dimensions)
  for (let row = 0; row < rows; row += 1) {
    if (itemStarts[row] === itemStarts[row + 1]) continue
    for (let d = 0; d < dimensions; d += 1) items[row * dimensions + d] = (random() - 0.5) * START_SPREAD
  }
  return items
}

const ROWS_PER_BREATH = 512

async function solveSide(
  { count, starts, others }: Side,
  fixed: Float64Array,
  fixedCount: number,
  out: Float64Array,
  { dimensions, alpha0, lambda, onRows }: AlsOptions,
): Promise<void> {
  const gram = gramOf(fixed, dimensions).map((value) => alpha0 * value)
  const matrix = new Float64Array(dimensions * dimensions)
  const right = new Float64Array(dimensions)
  for (let row = 0; row < count; row += 1) {
    const [from, to] = [starts[row] as number, starts[row + 1] as number]
    if (from === to) continue
    matrix.set(gram)
    right.fill(0)
    for (let at = from; at < to; at += 1) addRow(matrix, right, fixed, (others[at] as number) * dimensions, dimensions)
    const ridge = lambda * (to - from + alpha0 * fixedCount)
    for (let d = 0; d < dimensions; d += 1) matrix[d * dimensions + d] = (matrix[d * dimensions + d] as number) + ridge
    solve(matrix, right, dimensions)
    out.set(right, row * dimensions)
    if (row % ROWS_PER_BREATH === 0) await onRows()
  }
}

/** `V'V`, both triangles. */
export function gramOf(values: Float64Array, dimensions: number): Float64Array {
  const gram = new Float64Array(dimensions * dimensions)
  const right = new Float64Array(dimensions)
  for (let start = 0; start < values.length; start += dimensions) addRow(gram, right, values, start, dimensions)
  for (let i = 0; i < dimensions; i += 1) {
    for (let j = 0; j < i; j += 1) gram[j * dimensions + i] = gram[i * dimensions + j] as number
  }
  return gram
}

/** Adds `v v'` to the lower triangle and `v` to the right side. */
function addRow(matrix: Float64Array, right: Float64Array, values: Float64Array, start: number, order: number): void {
  for (let i = 0; i < order; i += 1) {
    const value = values[start + i] as number
    right[i] = (right[i] as number) + value
    const base = i * order
    for (let j = 0; j <= i; j += 1) {
      matrix[base + j] = (matrix[base + j] as number) + value * (values[start + j] as number)
    }
  }
}

/** Cholesky in place, then both triangles solved in place. The ridge keeps the matrix positive. */
function solve(matrix: Float64Array, right: Float64Array, order: number): void {
  for (let i = 0; i < order; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * order + j] as number
      for (let k = 0; k < j; k += 1) sum -= (matrix[i * order + k] as number) * (matrix[j * order + k] as number)
      matrix[i * order + j] =
        j === i ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / (matrix[j * order + j] as number)
    }
  }
  for (let i = 0; i < order; i += 1) {
    let sum = right[i] as number
    for (let k = 0; k < i; k += 1) sum -= (matrix[i * order + k] as number) * (right[k] as number)
    right[i] = sum / (matrix[i * order + i] as number)
  }
  for (let i = order - 1; i >= 0; i -= 1) {
    let sum = right[i] as number
    for (let k = i + 1; k < order; k += 1) sum -= (matrix[k * order + i] as number) * (right[k] as number)
    right[i] = sum / (matrix[i * order + i] as number)
  }
}
