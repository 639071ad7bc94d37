import type { Item } from '../types.js'

export type ItemFact = 'popularity' | 'addedAt'

/** How many of the last changes are remembered: more than pages make between two lists. */
const MOST_CHANGES = 4_096
const FIRST_CAPACITY = 64

/** Numbers of items in columns, so that a list over many of them need not look every item up; and which items changed. */
export class ItemFacts {
  #columns: Readonly<Record<ItemFact, Float64Array>> = columns(FIRST_CAPACITY)
  #version = 0
  /** The index that change `v` was about, at `v % MOST_CHANGES`. */
  readonly #changes = new Int32Array(MOST_CHANGES)

  get version(): number {
    return this.#version
  }

  column(name: ItemFact): Float64Array {
    return this.#columns[name]
  }

  /** The item at an index is now this one, or none. */
  note(index: number, item: Item | undefined): void {
    this.#reserve(index + 1)
    this.#columns.popularity[index] = item?.popularity ?? -1
    this.#columns.addedAt[index] = item?.addedAt ?? -1
    this.#changes[this.#version % MOST_CHANGES] = index
    this.#version += 1
  }

  /** Undefined if more changes came since than are remembered. */
  changedSince(version: number): readonly number[] | undefined {
    const count = this.#version - version
    if (count < 0 || count > MOST_CHANGES) return undefined
    return Array.from({ length: count }, (_, k) => this.#changes[(version + k) % MOST_CHANGES] as number)
  }

  #reserve(items: number): void {
    const { length } = this.#columns.popularity
    if (items <= length) return
    const larger = columns(Math.max(items, 2 * length))
    larger.popularity.set(this.#columns.popularity)
    larger.addedAt.set(this.#columns.addedAt)
    this.#columns = larger
  }
}

function columns(capacity: number): Readonly<Record<ItemFact, Float64Array>> {
  return { popularity: new Float64Array(capacity).fill(-1), addedAt: new Float64Array(capacity).fill(-1) }
}
