import type { Item } from '../../types.js'
import type { ItemRows } from './item-rows.js'

interface Source {
  readonly rows: ItemRows
  /** Number of its first row among those of all sources. */
  readonly first: number
}

/** The rows of several sources, numbered one source behind the other in the order in which they were first met. */
export class RowSources {
  readonly #sources: Source[] = []
  readonly #known = new Map<ItemRows, Source>()
  #last: Source | undefined
  #count = 0

  /** Rows of all sources. */
  get count(): number {
    return this.#count
  }

  get hasFacts(): boolean {
    return this.#sources.some(({ rows }) => rows.hasFacts)
  }

  copy(): RowSources {
    const copy = new RowSources()
    for (const { rows } of this.#sources) copy.add(rows)
    return copy
  }

  /** Which source a row is of, and where in it. */
  at(number: number): { readonly rows: ItemRows; readonly row: number } {
    const { rows, first } = this.#sourceOf(number)
    return { rows, row: number - first }
  }

  numberOf(rows: ItemRows, row: number): number {
    if (this.#last?.rows !== rows) this.#last = this.#known.get(rows) ?? this.add(rows)
    return this.#last.first + row
  }

  itemOf(number: number): Item {
    const { rows, first } = this.#sourceOf(number)
    return rows.itemAt(number - first)
  }

  readId(number: number, out: Uint16Array): number {
    const { rows, first } = this.#sourceOf(number)
    return rows.readId(number - first, out)
  }

  /** @param room for the units of an id */
  idOf(number: number, room: Uint16Array): string {
    return String.fromCharCode(...room.subarray(0, this.readId(number, room)))
  }

  /** @param indexes by number of row; below 0, the row is left out */
  forEach(indexes: Int32Array, visit: (item: Item, index: number) => void): void {
    for (const { rows, first } of this.#sources) {
      const own = indexes.subarray(first, first + rows.count)
      if (own.every((index) => index < 0)) continue
      for (const [row, item] of rows.items().entries()) {
        const index = own[row] as number
        if (index >= 0) visit(item, index)
      }
    }
  }

  /** Numbers the rows of a source that was not met before. */
  add(rows: ItemRows): Source {
    const source = { rows, first: this.#count }
    this.#count += rows.count
    this.#sources.push(source)
    this.#known.set(rows, source)
    return source
  }

  #sourceOf(number: number): Source {
    const last = this.#last
    if (last !== undefined && number >= last.first && number < last.first + last.rows.count) return last
    let [low, high] = [0, this.#sources.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#sources[middle] as Source).first <= number) low = middle
      else high = middle - 1
    }
    this.#last = this.#sources[low] as Source
    return this.#last
  }
}
