import type { WeightTable } from '@locavore/catalogue'
import { refused } from '../../failure.js'
import { Cooccurrence } from '../people/cooccurrence.js'
import { type Likes, likesPerRow } from '../people/likes.js'
import { blockedCholesky, invertedTransposed, type OnBlock, rowDot } from './row-products.js'
import { type Entry, SparseRows } from './sparse-rows.js'

export interface WeightOptions {
  /** No pair of items is published that fewer people like together. */
  readonly leastPeople: number
  /** Entries of a row at most. */
  readonly perRow: number
  /** Told of rows done, of `total`. */
  readonly onRows: (done: number, total: number) => Promise<void>
}

/** Ridge of EASE; larger is smoother. */
const EASE_RIDGE = 200
/** Added to the denominator of the cosine, so that few common people do not make a strong tie. */
const SHRINK = 20
/** A dense matrix of more items than this takes more than 2 x 288 MB, and minutes. */
export const MOST_DENSE_ITEMS = 6_000

/**
 * Item-to-item weights by EASE (Steck, WWW 2019): `B_hi = -P_hi / P_ii` with P the inverse of X'X + ridge, over the items
 * that enough people like. Pairs below the threshold are then left out, and each row keeps its largest entries.
 */
export async function easeWeights(likes: Likes, options: WeightOptions): Promise<WeightTable> {
  const { leastPeople, perRow, onRows } = options
  const warm = warmRows(likes, leastPeople)
  const order = warm.length
  const slotOf = new Int32Array(likes.rows).fill(-1)
  warm.forEach((row, slot) => {
    slotOf[row] = slot
  })
  const matrix = new Float64Array(order * order)
  const counts = likesPerRow(likes)
  const pairs = new Cooccurrence(likes)
  for (const [slot, row] of warm.entries()) {
    matrix[slot * order + slot] = (counts[row] as number) + EASE_RIDGE
    pairs.each(row, (other, people) => {
      const column = slotOf[other] as number
      if (column >= 0) matrix[slot * order + column] = people
    })
  }
  const step =
    (third: number): OnBlock =>
    (done) =>
      onRows(third * order + done, 3 * order)
  if (!(await blockedCholesky(matrix, order, step(0)))) throw refused('The likes cannot be solved for item weights.')
  const inverse = await invertedTransposed(matrix, order, step(1))
  const rows = new SparseRows(perRow)
  const diagonal = Float64Array.from({ length: order }, (_, i) => rowDot(inverse, i, inverse, i, order, i, order))
  for (let row = 0; row < likes.rows; row += 1) {
    const slot = slotOf[row] as number
    const entries: Entry[] = []
    if (slot >= 0) {
      pairs.each(row, (other, people) => {
        const column = slotOf[other] as number
        if (column < 0 || people < leastPeople) return
        const value = rowDot(inverse, slot, inverse, column, order, Math.max(slot, column), order)
        entries.push({ column: other, weight: -value / (diagonal[column] as number) })
      })
      if (slot % 64 === 0) await step(2)(slot)
    }
    rows.add(entries)
  }
  await step(2)(order)
  return rows.finish()
}

/**
 * Item-to-item weights by neighbourhood (Sarwar et al., WWW 2001), for catalogues that no dense matrix holds:
 * `n_hi / (sqrt(n_h n_i) + 20)`, n the people who like one, or both.
 */
export async function neighbourWeights(likes: Likes, options: WeightOptions): Promise<WeightTable> {
  const { leastPeople, perRow, onRows } = options
  const counts = likesPerRow(likes)
  const pairs = new Cooccurrence(likes)
  const rows = new SparseRows(perRow)
  for (let row = 0; row < likes.rows; row += 1) {
    const entries: Entry[] = []
    const own = counts[row] as number
    if (own >= leastPeople) {
      pairs.each(row, (column, people) => {
        if (people < leastPeople) return
        entries.push({ column, weight: people / (Math.sqrt(own * (counts[column] as number)) + SHRINK) })
      })
    }
    rows.add(entries)
    if (row % 256 === 0) await onRows(row, likes.rows)
  }
  await onRows(likes.rows, likes.rows)
  return rows.finish()
}

/** Rows that enough people like for anything to be said of them. */
export function warmRows(likes: Likes, leastPeople: number): readonly number[] {
  const counts = likesPerRow(likes)
  return Array.from(counts.keys()).filter((row) => (counts[row] as number) >= Math.max(1, leastPeople))
}
