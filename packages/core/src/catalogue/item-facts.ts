import type { Item } from '../types.js'
import type { ItemFact, ItemRows, RarePart } from './items/item-rows.js'

/** How many of the last changes are remembered: more than pages make between two lists. */
const MOST_CHANGES = 4_096
const FIRST_CAPACITY = 64
const PART_BITS: Readonly<Record<RarePart, number>> = { relations: 1, likesByPeriod: 2 }

/** Numbers of items in columns, so that a list over many of them need not look every item up; and which items changed. */
export class ItemFacts {
  #columns: Readonly<Record<ItemFact, Float64Array>> = columns(FIRST_CAPACITY)
  /** A bit for each part that an item has. */
  #parts = new Uint8Array(FIRST_CAPACITY)
  #version = 0
  /** The index that change `v` was about, at `v % MOST_CHANGES`. */
  readonly #changes = new Int32Array(MOST_CHANGES)

  get version(): number {
    return this.#version
  }

  column(name: ItemFact): Float64Array {
    return this.#columns[name]
  }

  has(index: number, part: RarePart): boolean {
    return ((this.#parts[index] ?? 0) & PART_BITS[part]) !== 0
  }

  /** The item at an index is now this one, or none. */
  note(index: number, item: Item | undefined): void {
    const parts = partBits((item?.relations?.length ?? 0) > 0, (item?.likesByPeriod?.length ?? 0) > 0)
    this.#write(index, item?.popularity ?? -1, item?.addedAt ?? -1, parts)
  }

  /** The item at an index is now the one of this row. */
  noteRow(index: number, rows: ItemRows, row: number): void {
    const parts = partBits(rows.hasPart(row, 'relations'), rows.hasPart(row, 'likesByPeriod'))
    this.#write(index, rows.factAt(row, 'popularity'), rows.factAt(row, 'addedAt'), parts)
  }

  /** Undefined if more changes came since than are remembered. */
  changedSince(version: number): readonly number[] | undefined {
    const count = this.#version - version
    if (count < 0 || count > MOST_CHANGES) return undefined
    return Array.from({ length: count }, (_, k) => this.#changes[(version + k) % MOST_CHANGES] as number)
  }

  /** Makes room for items at indexes below `extent`. */
  reserve(extent: number): void {
    const { length } = this.#parts
    if (extent <= length) return
    const larger = columns(extent)
    larger.popularity.set(this.#columns.popularity)
    larger.addedAt.set(this.#columns.addedAt)
    this.#columns = larger
    const parts = new Uint8Array(extent)
    parts.set(this.#parts)
    this.#parts = parts
  }

  #write(index: number, popularity: number, addedAt: number, parts: number): void {
    this.#grow(index + 1)
    this.#columns.popularity[index] = popularity
    this.#columns.addedAt[index] = addedAt
    this.#parts[index] = parts
    this.#changes[this.#version % MOST_CHANGES] = index
    this.#version += 1
  }

  #grow(items: number): void {
    const { length } = this.#parts
    if (items > length) this.reserve(Math.max(items, 2 * length))
  }
}

function partBits(relations: boolean, likesByPeriod: boolean): number {
  return (relations ? PART_BITS.relations : 0) + (likesByPeriod ? PART_BITS.likesByPeriod : 0)
}

function columns(capacity: number): Readonly<Record<ItemFact, Float64Array>> {
  return { popularity: new Float64Array(capacity).fill(-1), addedAt: new Float64Array(capacity).fill(-1) }
}
