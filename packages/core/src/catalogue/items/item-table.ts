import type { Item } from '../../types.js'
import { ITEM_LIMITS } from '../item.js'
import { IdIndex, type IdNumbers } from './id-index.js'
import type { ItemRows } from './item-rows.js'
import { RecentItems } from './recent-items.js'
import { RowSources } from './row-sources.js'

const FIRST_CAPACITY = 64
/** In place of a row: there is no item, or it is an object of its own. */
const NONE = -1
const OWN = -2
/** Names are remembered in blocks of so many indexes, of which only those that were asked about are there. */
const NAMES_SHIFT = 10
const NAMES_MASK = (1 << NAMES_SHIFT) - 1

export interface ItemTableOptions {
  /** Whether the index of an item that was removed is given to a later one (default), or never again. */
  readonly reuse?: boolean
}

/** A table of rows as it can be kept. */
export interface TableNumbers extends IdNumbers {
  /** `[extent]`: the row of each item among those of all sources; below 0 where there is none. */
  readonly rowAt: Int32Array
}

/** Items by id and by index: some as objects of their own, most as rows that are made into objects when they are asked for. */
export class ItemTable {
  readonly #reuse: boolean
  /** `[indexes]`: row among all sources, or `NONE`, or `OWN`. */
  #rowAt: Int32Array = new Int32Array(FIRST_CAPACITY).fill(NONE)
  #own: (Item | undefined)[] = []
  #sources = new RowSources()
  readonly #recent = new RecentItems()
  readonly #names: (string | undefined)[][] = []
  readonly #free: number[] = []
  readonly #units = new Uint16Array(ITEM_LIMITS.id)
  readonly #others = new Uint16Array(ITEM_LIMITS.id)
  #ids = new IdIndex((index, units, length) => this.#isAt(index, units, length))
  #extent = 0
  /** The numbers are another table's as well. */
  #isShared = false

  constructor({ reuse = true }: ItemTableOptions = {}) {
    this.#reuse = reuse
  }

  /** Of a table that has rows alone; not copies. */
  get numbers(): TableNumbers {
    return { ...this.#ids.numbers, rowAt: this.#rowAt.subarray(0, this.#extent) }
  }

  /** Makes this table, which is empty, the one that these are of: they are taken over. @param sources in the order of their rows */
  takeUp({ rowAt, ...ids }: TableNumbers, sources: readonly ItemRows[]): void {
    for (const rows of sources) this.#sources.add(rows)
    this.#ids = IdIndex.from(ids, (index, units, length) => this.#isAt(index, units, length))
    this.#rowAt = rowAt
    this.#extent = rowAt.length
  }

  /** The row of the item at an index, among those of all sources in the order in which they came; below 0 where there is none. */
  rowAt(index: number): number {
    return this.#rowAt[index] ?? NONE
  }

  /**
   * The same items at the same indexes, to be changed apart from these; indexes that are free now are not given away by it. The
   * numbers are shared until one of the two changes.
   */
  copy(): ItemTable {
    const copy = new ItemTable()
    copy.#rowAt = this.#rowAt.subarray(0, this.#extent)
    copy.#own = this.#own.slice()
    copy.#sources = this.#sources.copy()
    copy.#ids = IdIndex.from(this.#ids.numbers, (index, units, length) => copy.#isAt(index, units, length))
    copy.#extent = this.#extent
    this.#isShared = true
    copy.#isShared = true
    return copy
  }

  get count(): number {
    return this.#ids.count
  }

  /** One more than the highest index ever used. */
  get extent(): number {
    return this.#extent
  }

  /** -1 if it is not there. */
  indexOf(id: string): number {
    const length = this.#readUnits(id)
    return length === 0 ? -1 : this.#find(length)
  }

  /** Of the id that a row has. */
  indexOfRow(rows: ItemRows, row: number): number {
    return this.#find(rows.readId(row, this.#units))
  }

  holds(index: number): boolean {
    return (this.#rowAt[index] ?? NONE) !== NONE
  }

  /** Empty where there is no item. */
  idAt(index: number): string {
    const known = this.#names[index >> NAMES_SHIFT]?.[index & NAMES_MASK]
    if (known !== undefined) return known
    const row = this.#rowAt[index] ?? NONE
    if (row === NONE) return ''
    if (row === OWN) return this.#own[index]?.id ?? ''
    const name = this.#sources.idOf(row, this.#others)
    const block = this.#names[index >> NAMES_SHIFT] ?? []
    this.#names[index >> NAMES_SHIFT] = block
    block[index & NAMES_MASK] = name
    return name
  }

  /** @throws `catalogue-invalid` if what it is made of cannot be read */
  itemAt(index: number): Item | undefined {
    const row = this.#rowAt[index] ?? NONE
    if (row === NONE) return undefined
    if (row === OWN) return this.#own[index]
    return this.#recent.get(index) ?? this.#recent.keep(index, this.#sources.itemOf(row))
  }

  /** Puts an item in, under the index its id has if it has one. The object is kept: it must not change. @returns the index */
  put(item: Item): number {
    const length = this.#readUnits(item.id)
    const index = this.#place(length, OWN)
    this.#own[index] = item
    return index
  }

  /** The same with an item that is a row; rows of few sources are held for as long as one of them is here. */
  putRow(rows: ItemRows, row: number): number {
    return this.#place(rows.readId(row, this.#units), this.#sources.numberOf(rows, row))
  }

  /** @returns the index it had, or -1 if it was not there */
  remove(id: string): number {
    const index = this.indexOf(id)
    if (index < 0) return -1
    this.#makeOwn()
    this.#ids.remove(index)
    this.#vacate(index)
    this.#rowAt[index] = NONE
    const names = this.#names[index >> NAMES_SHIFT]
    if (names !== undefined) names[index & NAMES_MASK] = undefined
    if (this.#reuse) this.#free.push(index)
    return index
  }

  /** Visits every item that is a row, and makes none. */
  forEachRow(visit: (rows: ItemRows, row: number, index: number) => void): void {
    for (let index = 0; index < this.#extent; index += 1) {
      const number = this.#rowAt[index] as number
      if (number < 0) continue
      const { rows, row } = this.#sources.at(number)
      visit(rows, row, index)
    }
  }

  /** Visits every item once, source by source: making all of one costs less than each by itself. */
  forEach(visit: (item: Item, index: number) => void): void {
    const places = new Int32Array(this.#sources.count).fill(-1)
    for (let index = 0; index < this.#extent; index += 1) {
      const row = this.#rowAt[index] as number
      if (row >= 0) places[row] = index
    }
    this.#sources.forEach(places, visit)
    this.#own.forEach((item, index) => {
      if (item !== undefined) visit(item, index)
    })
  }

  /** False if no row has anything that lists ask of all. */
  get hasFacts(): boolean {
    return this.#sources.hasFacts
  }

  /** Makes room for so many more items. */
  reserve(more: number): void {
    this.#makeOwn()
    this.#grow(this.#extent + more)
    this.#ids.reserve(more, this.#extent + more)
  }

  #find(length: number): number {
    return this.#ids.find(this.#units, length, this.#ids.hashOf(this.#units, length))
  }

  #makeOwn(): void {
    if (!this.#isShared) return
    this.#rowAt = this.#rowAt.slice()
    this.#ids.makeOwn()
    this.#isShared = false
  }

  /** Puts the id in `units` under its index, or a new one, and notes what stands there. */
  #place(length: number, row: number): number {
    this.#makeOwn()
    const hash = this.#ids.hashOf(this.#units, length)
    const known = this.#ids.find(this.#units, length, hash)
    const index = known >= 0 ? known : (this.#free.pop() ?? this.#extent)
    if (known >= 0) this.#vacate(index)
    else {
      if (index >= this.#rowAt.length) this.#grow(Math.max(index + 1, 2 * this.#rowAt.length))
      this.#ids.add(index, hash)
      this.#extent = Math.max(this.#extent, index + 1)
    }
    this.#rowAt[index] = row
    return index
  }

  #vacate(index: number): void {
    if (this.#rowAt[index] === OWN) this.#own[index] = undefined
    this.#recent.forget(index)
  }

  #grow(capacity: number): void {
    if (capacity <= this.#rowAt.length) return
    const larger = new Int32Array(capacity).fill(NONE, this.#rowAt.length)
    larger.set(this.#rowAt)
    this.#rowAt = larger
  }

  /** @returns 0 for what can be no id */
  #readUnits(id: string): number {
    if (typeof id !== 'string' || id.length > ITEM_LIMITS.id) return 0
    for (let at = 0; at < id.length; at += 1) this.#units[at] = id.charCodeAt(at)
    return id.length
  }

  #isAt(index: number, units: Uint16Array, length: number): boolean {
    const row = this.#rowAt[index] as number
    if (row >= 0) {
      const other = this.#others
      if (this.#sources.readId(row, other) !== length) return false
      for (let at = 0; at < length; at += 1) if (other[at] !== units[at]) return false
      return true
    }
    const id = this.#own[index]?.id
    if (id?.length !== length) return false
    for (let at = 0; at < length; at += 1) if (id.charCodeAt(at) !== units[at]) return false
    return true
  }
}
