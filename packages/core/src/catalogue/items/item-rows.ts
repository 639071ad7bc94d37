import type { Item } from '../../types.js'

/** A number of an item that lists ask of many. */
export type ItemFact = 'popularity' | 'addedAt'

/** A part that few items have, and that is asked of all. */
export type RarePart = 'relations' | 'likesByPeriod'

/**
 * Many items that are held as something smaller than objects, such as the lines of a file, each made when somebody asks for it.
 * What is asked of every item can be told without making one. Rows never change.
 */
export interface ItemRows {
  readonly count: number
  /** Makes the item of a row, a new object each time. @throws `catalogue-invalid` if it cannot be read */
  itemAt(row: number): Item
  /** All of them in the order of their rows, which costs less than one by one. @throws `catalogue-invalid` */
  items(): readonly Item[]
  /** Writes the UTF-16 units of an id to the beginning of `out`, which has room for the longest. @returns how many */
  readId(row: number, out: Uint16Array): number
  /** -1 where the item has none. */
  factAt(row: number, fact: ItemFact): number
  /** False if no item has any fact or part of those asked about here. */
  readonly hasFacts: boolean
  /** False also for an empty one. */
  hasPart(row: number, part: RarePart): boolean
}
