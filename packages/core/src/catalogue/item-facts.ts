import type { Item } from '../types.js'
import type { ItemFact, ItemRows, RarePart } from './items/item-rows.js'

/** How many of the last changes are remembered: more than pages make between two lists. */
const MOST_CHANGES = 4_096
const FIRST_CAPACITY = 64
const PART_BITS: Readonly<Record<RarePart, number>> = { relations: 1, likesByPeriod: 2 }

/** Numbers of items in columns, so that a list over many of them need not look every item up; and which items changed. */
export class ItemFacts {
  /** Each from the first item on that has it, or the first question. */
  readonly #columns: { [Fact in ItemFact]: Float64Array | undefined } = { popularity: undefined, addedAt: undefined }
  /** A bit for each part that an item has; from the first item on that has one. */
  #parts: Uint8Array | undefined
  #capacity = FIRST_CAPACITY
  #version = 0
  /** The index that change `v` was about, at `v % MOST_CHANGES`. */
  readonly #changes = new Int32Array(MOST_CHANGES)

  get version(): number {
    return this.#version
  }

  column(name: ItemFact): Float64Array {
    this.#columns[name] ??= new Float64Array(this.#capacity).fill(-1)
    return this.#columns[name]
  }

  has(index: number, part: RarePart): boolean {
    return ((this.#parts?.[index] ?? 0) & PART_BITS[part]) !== 0
  }

  /** The item at an index is now this one, or none. */
  note(index: number, item: Item | undefined): void {
    this.#write(index, 'popularity', item?.popularity ?? -1)
    this.#write(index, 'addedAt', item?.addedAt ?? -1)
    this.#writeParts(index, (item?.relations?.length ?? 0) > 0, (item?.likesByPeriod?.length ?? 0) > 0)
    this.#change(index)
  }

  /** The item at an index is now the one of this row. */
  noteRow(index: number, rows: ItemRows, row: number): void {
    this.#write(index, 'popularity', rows.factAt(row, 'popularity'))
    this.#write(index, 'addedAt', rows.factAt(row, 'addedAt'))
    this.#writeParts(index, rows.hasPart(row, 'relations'), rows.hasPart(row, 'likesByPeriod'))
    this.#change(index)
  }

  /** Undefined if more changes came since than are remembered. */
  changedSince(version: number): readonly number[] | undefined {
    const count = this.#version - version
    if (count < 0 || count > MOST_CHANGES) return undefined
    return Array.from({ length: count }, (_, k) => this.#changes[(version + k) % MOST_CHANGES] as number)
  }

  /** Makes room for items at indexes below `extent`. */
  reserve(extent: number): void {
    if (extent <= this.#capacity) return
    this.#capacity = extent
    const { popularity, addedAt } = this.#columns
    this.#columns.popularity = popularity && larger(popularity, extent)
    this.#columns.addedAt = addedAt && larger(addedAt, extent)
    if (this.#parts === undefined) return
    const parts = new Uint8Array(extent)
    parts.set(this.#parts)
    this.#parts = parts
  }

  #write(index: number, name: ItemFact, value: number): void {
    this.#grow(index + 1)
    if (value >= 0 || this.#columns[name] !== undefined) this.column(name)[index] = value
  }

  #writeParts(index: number, relations: boolean, likesByPeriod: boolean): void {
    const bits = (relations ? PART_BITS.relations : 0) + (likesByPeriod ? PART_BITS.likesByPeriod : 0)
    if (bits !== 0) this.#parts ??= new Uint8Array(this.#capacity)
    if (this.#parts !== undefined) this.#parts[index] = bits
  }

  #change(index: number): void {
    this.#changes[this.#version % MOST_CHANGES] = index
    this.#version += 1
  }

  #grow(items: number): void {
    if (items > this.#capacity) this.reserve(Math.max(items, 2 * this.#capacity))
  }
}

function larger(column: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length).fill(-1, column.length)
  longer.set(column)
  return longer
}
