import type { Attributes, AttributeValue } from '../../types.js'
import type { ItemFacts } from '../item-facts.js'
import type { ItemTable } from './item-table.js'

/** Attributes remembered at once, at four bytes an item: more than the filters of a page name. */
const MOST_COLUMNS = 32

export type AttributeFact = AttributeValue | readonly AttributeValue[] | undefined

/** What every item has of one attribute, by a number for each different value. */
export interface AttributeColumn {
  /** Which of `values` an item has, by its index: `[extent]` or longer. Not to be written to. */
  readonly codes: Uint32Array
  /** The first is undefined: of items without it. */
  readonly values: readonly AttributeFact[]
}

class Column implements AttributeColumn {
  codes = new Uint32Array(0)
  readonly values: AttributeFact[] = [undefined]
  readonly #code = new Map<AttributeFact, number>([[undefined, 0]])
  readonly #codeOfList = new Map<string, number>()
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  reserve(items: number): void {
    if (items <= this.codes.length) return
    const larger = new Uint32Array(this.codes.length === 0 ? items : Math.max(items, 2 * this.codes.length))
    larger.set(this.codes)
    this.codes = larger
  }

  /** Own properties only: a filter on `constructor` must not see the prototype's. */
  set(index: number, attributes: Attributes | undefined): void {
    const has = attributes !== undefined && Object.hasOwn(attributes, this.#name)
    this.codes[index] = this.#codeOf(has ? attributes[this.#name] : undefined)
  }

  #codeOf(value: AttributeFact): number {
    if (Array.isArray(value)) return numberOf(this.#codeOfList, JSON.stringify(value), value, this.values)
    return numberOf(this.#code, value, value, this.values)
  }
}

function numberOf<Key>(known: Map<Key, number>, key: Key, value: AttributeFact, values: AttributeFact[]): number {
  const code = known.get(key)
  if (code !== undefined) return code
  known.set(key, values.length)
  values.push(value)
  return values.length - 1
}

/**
 * Attributes by name, of all items: read when the first question names them, and kept in step with single changes. So a filter
 * looks at each different value once, and at no item.
 */
export class AttributeColumns {
  readonly #items: ItemTable
  readonly #facts: ItemFacts
  readonly #columns = new Map<string, Column>()
  #version = 0

  constructor(items: ItemTable, facts: ItemFacts) {
    this.#items = items
    this.#facts = facts
  }

  /** A column for each name; those that are not known yet are read in one go. */
  of(names: readonly string[]): readonly AttributeColumn[] {
    this.#follow()
    const missing = [...new Set(names)].filter((name) => !this.#columns.has(name))
    if (missing.length > 0) this.#read(missing)
    const columns = names.map((name) => this.#columns.get(name) as Column)
    // Taking it out and putting it back makes it the youngest: the map's order is the order of use.
    names.forEach((name, k) => {
      this.#columns.delete(name)
      this.#columns.set(name, columns[k] as Column)
    })
    for (const oldest of this.#columns.keys()) {
      if (this.#columns.size <= Math.max(MOST_COLUMNS, names.length)) break
      this.#columns.delete(oldest)
    }
    return columns
  }

  #follow(): void {
    const { version } = this.#facts
    const changed = this.#facts.changedSince(this.#version)
    this.#version = version
    if (changed === undefined) this.#columns.clear()
    for (const column of this.#columns.values()) column.reserve(this.#items.extent)
    for (const index of new Set(changed)) {
      if (this.#columns.size === 0) return
      const attributes = this.#items.itemAt(index)?.attributes
      for (const column of this.#columns.values()) column.set(index, attributes)
    }
  }

  #read(names: readonly string[]): void {
    const columns = names.map((name) => new Column(name))
    for (const column of columns) column.reserve(this.#items.extent)
    this.#items.forEach(({ attributes }, index) => {
      for (const column of columns) column.set(index, attributes)
    })
    names.forEach((name, k) => {
      this.#columns.set(name, columns[k] as Column)
    })
  }
}
