import type { ItemFact, ItemRows, RarePart } from '../catalogue/items/item-rows.js'
import type { Item } from '../types.js'

/** Rows made of items that are at hand, each time anew; counts how many were made. */
export class PlainRows implements ItemRows {
  readonly #texts: readonly string[]
  made = 0
  readonly hasFacts = true

  constructor(items: readonly Item[]) {
    this.#texts = items.map((item) => JSON.stringify(item))
  }

  get count(): number {
    return this.#texts.length
  }

  itemAt(row: number): Item {
    this.made += 1
    return this.#read(row)
  }

  items(): readonly Item[] {
    return this.#texts.map((_, row) => this.itemAt(row))
  }

  readId(row: number, out: Uint16Array): number {
    const { id } = this.#read(row)
    for (let at = 0; at < id.length; at += 1) out[at] = id.charCodeAt(at)
    return id.length
  }

  factAt(row: number, fact: ItemFact): number {
    return this.#read(row)[fact] ?? -1
  }

  hasPart(row: number, part: RarePart): boolean {
    return (this.#read(row)[part]?.length ?? 0) > 0
  }

  #read(row: number): Item {
    // What was an item when this was made.
    return JSON.parse(this.#texts[row] ?? '{}') as Item
  }
}
