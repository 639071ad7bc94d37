import { itemsOf, type Likes } from './likes.js'

/** How many people like both of two items, one row at a time: never a table of all pairs. */
export class Cooccurrence {
  readonly #likes: Likes
  readonly #counts: Int32Array
  readonly #touched: Int32Array

  constructor(likes: Likes) {
    this.#likes = likes
    this.#counts = new Int32Array(likes.rows)
    this.#touched = new Int32Array(likes.rows)
  }

  /** Calls `use` with every other row that someone likes together with `row`, ascending, and by how many people. */
  each(row: number, use: (other: number, people: number) => void): void {
    const { itemStarts, itemPeople } = this.#likes
    let touched = 0
    for (let at = itemStarts[row] as number; at < (itemStarts[row + 1] as number); at += 1) {
      for (const other of itemsOf(this.#likes, itemPeople[at] as number)) {
        if (this.#counts[other] === 0) this.#touched[touched++] = other
        this.#counts[other] = (this.#counts[other] as number) + 1
      }
    }
    const others = this.#touched.subarray(0, touched).sort()
    for (const other of others) {
      if (other !== row) use(other, this.#counts[other] as number)
      this.#counts[other] = 0
    }
  }
}
