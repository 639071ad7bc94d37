import { LocavoreError } from '../errors.js'
import type { Kernels } from '../kernels.js'
import type { EmbeddingSpace, Item, Modality, QuantisedRows } from '../types.js'
import { checkQuantised, type QuantisedVector } from '../vector/quantise.js'
import { checkItem } from './item.js'
import { type ItemFact, ItemFacts } from './item-facts.js'
import { ModalityIndex } from './modality-index.js'

export type Embeddings = Readonly<Partial<Record<Modality, QuantisedVector>>>

const NONE: Embeddings = {}

export interface CatalogueOptions {
  readonly kernels: Kernels
  /** The one space whose embeddings may be added. Without it, items can be ranked by popularity only. */
  readonly space?: EmbeddingSpace
}

/**
 * Every item that can be recommended, in memory. An item has an index for as long as it stays; the index of a removed
 * item is given to a later one. Whoever keeps an index across changes must check `idAt(index)`.
 */
export class Catalogue {
  readonly kernels: Kernels
  readonly space: EmbeddingSpace | undefined
  readonly #items: (Item | undefined)[] = []
  /** Beside the items, so that a list which names thousands need not visit each. */
  readonly #ids: string[] = []
  readonly #indexes = new Map<string, number>()
  readonly #free: number[] = []
  readonly #modalities = new Map<Modality, ModalityIndex>()
  readonly #facts = new ItemFacts()

  constructor({ kernels, space }: CatalogueOptions) {
    this.kernels = kernels
    this.space = space
  }

  /** Items in the catalogue. */
  get count(): number {
    return this.#indexes.size
  }

  /** One more than the highest index in use: the length of every array aligned to items. */
  get extent(): number {
    return this.#items.length
  }

  /** Modalities with at least one embedding, in alphabetical order. */
  get modalities(): readonly Modality[] {
    const present = [...this.#modalities].filter(([, index]) => index.matrix.present > 0)
    return present.map(([modality]) => modality).sort()
  }

  has(id: string): boolean {
    return this.#indexes.has(id)
  }

  indexOf(id: string): number | undefined {
    return this.#indexes.get(id)
  }

  itemAt(index: number): Item | undefined {
    return this.#items[index]
  }

  idAt(index: number): string | undefined {
    return this.#items[index]?.id
  }

  /** The ids of items by their indexes, `[indexes]`; empty where there is none. */
  idsAt(indexes: Int32Array): string[] {
    const ids = new Array<string>(indexes.length)
    for (let k = 0; k < ids.length; k += 1) ids[k] = this.#ids[indexes[k] as number] ?? ''
    return ids
  }

  /** @throws `unknown-item` */
  get(id: string): Item {
    return this.#items[this.require(id)] as Item
  }

  /** The index of an item. @throws `unknown-item` */
  require(id: string): number {
    const index = this.#indexes.get(id)
    if (index === undefined) {
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

  /** Grows with every item added, replaced or removed. */
  get version(): number {
    return this.#facts.version
  }

  /** Indexes of the items that changed since a version; undefined if that is too long ago to tell. */
  changedSince(version: number): readonly number[] | undefined {
    return this.#facts.changedSince(version)
  }

  /** Items in the order of their indexes. */
  items(): Item[] {
    return this.#items.filter((item) => item !== undefined)
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
    if (this.#indexes.has(checked.id)) {
      throw new LocavoreError(
        'duplicate-item',
        `The item ${JSON.stringify(checked.id.slice(0, 60))} is already in the catalogue. Use put to replace it.`,
      )
    }
    return this.#insert(checked, embeddings)
  }

  /**
   * Adds an item, or replaces it under the same index; embeddings it had before and has no more are gone.
   * @throws `invalid-argument`, `invalid-vector`, `space-mismatch`; then nothing has changed.
   */
  put(item: Item, embeddings: Embeddings = {}): number {
    const checked = checkItem(item)
    const index = this.#indexes.get(checked.id)
    if (index === undefined) return this.#insert(checked, embeddings)
    this.#checkEmbeddings(embeddings)
    this.#place(index, checked, embeddings)
    return index
  }

  /**
   * As `put` without embeddings, for an item that `checkItem` gave: it is neither looked at nor copied, so it must not change.
   * @returns its index
   */
  putChecked(item: Item): number {
    const index = this.#indexes.get(item.id) ?? this.#free.pop() ?? this.#items.length
    this.#place(index, item, NONE)
    return index
  }

  /**
   * Gives many items their embeddings of one modality at once, in place of what they had of it. Everything is copied.
   * @param indexes of the item of each row; rows with one below 0, or with a scale of 0, are left out.
   * @throws `unknown-item`, `invalid-vector`, `space-mismatch`; then nothing has changed.
   */
  embedRows(modality: Modality, indexes: Int32Array, rows: QuantisedRows): void {
    this.#checkModality(modality)
    const unknown = indexes.find((index) => index >= 0 && this.#items[index] === undefined)
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
    const index = this.#indexes.get(id)
    if (index === undefined) return false
    this.#items[index] = undefined
    this.#ids[index] = ''
    this.#indexes.delete(id)
    for (const modality of this.#modalities.values()) modality.clear(index)
    this.#facts.note(index, undefined)
    this.#free.push(index)
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

  #insert(checked: Item, embeddings: Embeddings): number {
    this.#checkEmbeddings(embeddings)
    const index = this.#free.pop() ?? this.#items.length
    this.#place(index, checked, embeddings)
    return index
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

  #place(index: number, item: Item, embeddings: Embeddings): void {
    this.#items[index] = item
    this.#ids[index] = item.id
    this.#indexes.set(item.id, index)
    this.#facts.note(index, item)
    for (const [modality, rows] of this.#modalities) if (embeddings[modality] === undefined) rows.clear(index)
    if (embeddings === NONE) return
    for (const [modality, vector] of entries(embeddings)) this.#rows(modality).set(index, vector)
  }

  #rows(modality: Modality): ModalityIndex {
    let rows = this.#modalities.get(modality)
    if (rows === undefined) {
      // As many as there are items: growing by doubling would need up to three times the memory on the way.
      rows = new ModalityIndex(this.space?.dimensions ?? 0, this.kernels, Math.max(64, this.#items.length))
      this.#modalities.set(modality, rows)
    }
    return rows
  }
}

function entries(embeddings: Embeddings): [Modality, QuantisedVector][] {
  return Object.entries(embeddings).filter((entry): entry is [Modality, QuantisedVector] => entry[1] !== undefined)
}
