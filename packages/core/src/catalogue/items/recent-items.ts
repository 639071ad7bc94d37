import type { Item } from '../../types.js'

/** As many as a list compares where every item is compared: they are asked about again for the next. */
const MOST_OF_ONE_AGE = 8_192

/** Items that were made lately, in two ages: when the younger is full, the older goes. */
export class RecentItems {
  #young = new Map<number, Item>()
  #old = new Map<number, Item>()

  get(index: number): Item | undefined {
    const item = this.#young.get(index)
    if (item !== undefined) return item
    const old = this.#old.get(index)
    return old && this.keep(index, old)
  }

  keep(index: number, item: Item): Item {
    if (this.#young.size >= MOST_OF_ONE_AGE) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(index, item)
    return item
  }

  forget(index: number): void {
    this.#young.delete(index)
    this.#old.delete(index)
  }
}
