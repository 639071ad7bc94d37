import { LocavoreError } from '../errors.js'
import type { Kernels } from '../kernels.js'
import type { EmbeddingSpace, Item, Modality, QuantisedRows } from '../types.js'
import { checkQuantised, type QuantisedVector } from '../vector/quantise.js'
import { checkItem } from './item.js'
import { ItemFacts } from './item-facts.js'
import { type AttributeColumn, AttributeColumns } from './items/attribute-columns.js'
import type { ItemFact, ItemRows, RarePart } from './items/item-rows.js'
import { ItemTable } from './items/item-table.js'
import { ModalityIndex } from './modality-index.js'

export type Embeddings = Readonly<Partial<Record<Modality, QuantisedVector>>>

const NONE: Embeddings = {}

export interface CatalogueOptions {
  readonly kernels: Kernels
  /** The one space whose embeddings may be added. Without it, items can be ranked by popularity only. */
  readonly space?: EmbeddingSpace
  /** Rows that are there from the beginning, at the indexes that they have in this table. It is copied. */
  readonly rows?: ItemTable
}

/**
 * Every item that can be recommended, in memory. An item has an index for as long as it stays; the index of a removed
 * item is given to a later one. Whoever keeps an index across changes must check `idAt(index)`.
 */
export class Catalogue {
  readonly kernels: Kernels
  readonly space: EmbeddingSpace | undefined
  readonly #items: ItemTable
  readonly #modalities = new Map<Modality, ModalityIndex>()
  readonly #facts = new ItemFacts()
  readonly #attributes: AttributeColumns

  constructor({ kernels, space, rows }: CatalogueOptions) {
    this.kernels = kernels
    this.space = space
    this.#items = rows?.copy() ?? new ItemTable()
    this.#attributes = new AttributeColumns(this.#items, this.#facts)
    this.#facts.reserve(this.#items.extent)
    if (rows?.hasFacts === true) rows.forEachRow((source, row, index) => this.#facts.noteRow(index, source, row))
  }

  /** Items in the catalogue. */
  get count(): number {
    return this.#items.count
  }

  /** One more than the highest index in use: the length of every array aligned to items. */
  get extent(): number {
    return this.#items.extent
  }

  /** Modalities with at least one embedding, in alphabetical order. */
  get modalities(): readonly Modality[] {
    const present = [...this.#modalities].filter(([, index]) => index.matrix.present > 0)
    return present.map(([modality]) => modality).sort()
  }

  has(id: string): boolean {
    return this.#items.indexOf(id) >= 0
  }

  indexOf(id: string): number | undefined {
    const index = this.#items.indexOf(id)
    return index < 0 ? undefined : index
  }

  /** Whether there is an item at an index. */
  holds(index: number): boolean {
    return this.#items.holds(index)
  }

  itemAt(index: number): Item | undefined {
    return this.#items.itemAt(index)
  }

  idAt(index: number): string | undefined {
    return this.#items.holds(index) ? this.#items.idAt(index) : undefined
  }

  /** The ids of items by their indexes, `[indexes]`; empty where there is none. */
  idsAt(indexes: Int32Array): string[] {
    const ids = new Array<string>(indexes.length)
    for (let k = 0; k < ids.length; k += 1) ids[k] = this.#items.idAt(indexes[k] as number)
    return ids
  }

  /** @throws `unknown-item` */
  get(id: string): Item {
    return this.#items.itemAt(this.require(id)) as Item
  }

  /** The index of an item. @throws `unknown-item` */
  require(id: string): number {
    const index = this.#items.indexOf(id)
    if (index < 0) {
      throw new LocavoreError(
        'unknown-item',
        `There is no item ${JSON.stringify(String(id).slice(0, 60))} in the catalogue. Add it first, or check the id.`,
      )
    }
    return index
  }

  /** A number that every item has or lacks, by index: `[extent]` or longer, -1 where there is none. Not to be written to. */
  fact(name: ItemFact): Float64Array {
    return this.#facts.column(name)
  }

  /** Whether an item has a part that few have. */
  hasPart(index: number, part: RarePart): boolean {
    return this.#facts.has(index, part)
  }

  /** What all items have of some attributes, in the order of the names. */
  attributes(names: readonly string[]): readonly AttributeColumn[] {
    return this.#attributes.of(names)
  }

  /** Grows with every item added, replaced or removed. */
  get version(): number {
    return this.#facts.version
  }

  /** Indexes of the items that changed since a version; undefined if that is too long ago to tell. */
  changedSince(version: number): readonly number[] | undefined {
    return this.#facts.changedSince(version)
  }

  /** Items in the order of their indexes: made for this, where they are rows. To look at each once, `forEach` needs less memory. */
  items(): Item[] {
    const items: (Item | undefined)[] = new Array(this.extent).fill(undefined)
    this.#items.forEach((item, index) => {
      items[index] = item
    })
    return items.filter((item) => item !== undefined)
  }

  /** Visits every item once, in no order that means anything. */
  forEach(visit: (item: Item, index: number) => void): void {
    this.#items.forEach(visit)
  }

  modality(modality: Modality): ModalityIndex | undefined {
    return this.#modalities.get(modality)
  }

  /**
   * Adds an item with the embeddings it has, all or nothing. Everything is copied.
   * @throws `duplicate-item`, `invalid-argument`, `invalid-vector`, `space-mismatch`
   */
  add(item: Item, embeddings: Embeddings = {}): number {
    const checked = checkItem(item)
    if (this.#items.indexOf(checked.id) >= 0) {
      throw new LocavoreError(
        'duplicate-item',
        `The item ${JSON.stringify(checked.id.slice(0, 60))} is already in the catalogue. Use put to replace it.`,
      )
    }
    this.#checkEmbeddings(embeddings)
    return this.#place(checked, embeddings)
  }

  /**
   * Adds an item, or replaces it under the same index; embeddings it had before and has no more are gone.
   * @throws `invalid-argument`, `invalid-vector`, `space-mismatch`; then nothing has changed.
   */
  put(item: Item, embeddings: Embeddings = {}): number {
    const checked = checkItem(item)
    this.#checkEmbeddings(embeddings)
    return this.#place(checked, embeddings)
  }

  /**
   * As `put` without embeddings, for an item that `checkItem` gave: it is neither looked at nor copied, so it must not change.
   * @returns its index
   */
  putChecked(item: Item): number {
    return this.#place(item, NONE)
  }

  /** The same with an item that stays a row until it is asked for. @returns its index */
  putRow(rows: ItemRows, row: number): number {
    const index = this.#items.putRow(rows, row)
    this.#facts.noteRow(index, rows, row)
    this.#clearBut(NONE, index)
    return index
  }

  /** Makes room for so many more items, so that as many need not be made room for as they come. */
  reserve(more: number): void {
    this.#items.reserve(more)
    this.#facts.reserve(this.extent + more)
  }

  /**
   * Gives many items their embeddings of one modality at once, in place of what they had of it. Everything is copied.
   * @param indexes of the item of each row; rows with one below 0, or with a scale of 0, are left out.
   * @throws `unknown-item`, `invalid-vector`, `space-mismatch`; then nothing has changed.
   */
  embedRows(modality: Modality, indexes: Int32Array, rows: QuantisedRows): void {
    this.#checkModality(modality)
    const unknown = indexes.find((index) => index >= 0 && !this.#items.holds(index))
    if (unknown !== undefined) {
      throw new LocavoreError(
        'unknown-item',
        `There is no item at the index ${unknown} of the catalogue. Add it first.`,
      )
    }
    this.#rows(modality).setRows(indexes, rows)
  }

  /**
   * Gives an item one embedding, in place of what it had of this modality. Everything is copied.
   * @throws `unknown-item`, `invalid-vector`, `space-mismatch`
   */
  embed(id: string, modality: Modality, vector: QuantisedVector): void {
    const index = this.require(id)
    this.#checkEmbeddings({ [modality]: vector })
    this.#rows(modality).set(index, vector)
  }

  /** Removes an item and its embeddings. False if it was not there. */
  remove(id: string): boolean {
    const index = this.#items.remove(id)
    if (index < 0) return false
    this.#clearBut(NONE, index)
    this.#facts.note(index, undefined)
    return true
  }

  /**
   * Gets large modalities ready for their next search, a step at a time, so that other work need not wait.
   * @param most rows to go further; the first step of a modality measures all its rows besides.
   * @returns whether there is more to do.
   */
  prepare(most: number): boolean {
    for (const rows of this.#modalities.values()) if (rows.prepare(most) > 0) return true
    return false
  }

  /** Gives the kernels' memory back. The catalogue must not be used afterwards. */
  close(): void {
    for (const modality of this.#modalities.values()) modality.close()
    this.#modalities.clear()
  }

  #checkEmbeddings(embeddings: Embeddings): void {
    for (const [modality, vector] of entries(embeddings)) {
      checkQuantised(vector, this.#checkModality(modality).dimensions)
    }
  }

  #checkModality(modality: Modality): EmbeddingSpace {
    if (this.space?.modalities.includes(modality) === true) return this.space
    throw new LocavoreError(
      'space-mismatch',
      `The embedding space ${this.space?.id ?? '(none)'} has no modality ${modality}. Open the catalogue with a space that has it.`,
    )
  }

  #place(item: Item, embeddings: Embeddings): number {
    const index = this.#items.put(item)
    this.#facts.note(index, item)
    this.#clearBut(embeddings, index)
    for (const [modality, vector] of entries(embeddings)) this.#rows(modality).set(index, vector)
    return index
  }

  /** An item that is new or replaced has none but these. */
  #clearBut(embeddings: Embeddings, index: number): void {
    for (const [modality, rows] of this.#modalities) if (embeddings[modality] === undefined) rows.clear(index)
  }

  #rows(modality: Modality): ModalityIndex {
    let rows = this.#modalities.get(modality)
    if (rows === undefined) {
      // As many as there are items: growing by doubling would need up to three times the memory on the way.
      rows = new ModalityIndex(this.space?.dimensions ?? 0, this.kernels, Math.max(64, this.#items.extent))
      this.#modalities.set(modality, rows)
    }
    return rows
  }
}

function entries(embeddings: Embeddings): [Modality, QuantisedVector][] {
  return Object.entries(embeddings).filter((entry): entry is [Modality, QuantisedVector] => entry[1] !== undefined)
}
