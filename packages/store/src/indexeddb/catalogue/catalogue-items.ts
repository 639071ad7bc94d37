import type { Item } from '@locavore/core'
import type { ReadTransaction, WriteTransaction } from '../connection/transaction.js'
import type { ItemChunkDirectory } from '../schema.js'
import { type CatalogueEntry, ITEMS_PER_CHUNK, packChunk, unpackChunk } from './item-chunks.js'
import type { PlacesOf } from './write-embeddings.js'

const EMPTY: ItemChunkDirectory = { nextChunk: 0, chunks: [] }

/**
 * The items of the site's catalogue, in chunks sorted by id, so that one is found by reading one record. Changes are
 * gathered and each touched chunk is written once.
 */
export class CatalogueItems {
  readonly #transaction: ReadTransaction
  #directory: ItemChunkDirectory
  readonly #loaded = new Map<number, Map<string, CatalogueEntry>>()
  readonly #touched = new Set<number>()

  private constructor(transaction: ReadTransaction, directory: ItemChunkDirectory) {
    this.#transaction = transaction
    this.#directory = directory
  }

  static async of(transaction: ReadTransaction): Promise<CatalogueItems> {
    return new CatalogueItems(transaction, (await transaction.meta('catalogueItems')) ?? EMPTY)
  }

  async get(id: string): Promise<CatalogueEntry | undefined> {
    const chunk = this.#chunkFor(id)
    return chunk === undefined ? undefined : (await this.#load(chunk)).get(id)
  }

  async put(entry: CatalogueEntry): Promise<void> {
    const chunk = this.#chunkFor(entry.item.id) ?? this.#found(entry.item.id)
    ;(await this.#load(chunk)).set(entry.item.id, entry)
    this.#touched.add(chunk)
  }

  async delete(id: string): Promise<void> {
    const chunk = this.#chunkFor(id)
    if (chunk !== undefined && (await this.#load(chunk)).delete(id)) this.#touched.add(chunk)
  }

  /** Writes what has changed. */
  write(transaction: WriteTransaction): void {
    if (this.#touched.size === 0) return
    for (const chunk of this.#touched) this.#writeChunk(transaction, chunk)
    this.#touched.clear()
    transaction.putMeta('catalogueItems', this.#directory)
  }

  /** The chunk whose stretch of ids holds this one: what comes before all goes into the first. */
  #chunkFor(id: string): number | undefined {
    const { chunks } = this.#directory
    let [low, high] = [0, chunks.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((chunks[middle]?.firstId ?? '') <= id) low = middle
      else high = middle - 1
    }
    return chunks[low]?.chunk
  }

  #found(firstId: string): number {
    const chunk = this.#directory.nextChunk
    this.#directory = { nextChunk: chunk + 1, chunks: [{ chunk, firstId }] }
    this.#loaded.set(chunk, new Map())
    return chunk
  }

  async #load(chunk: number): Promise<Map<string, CatalogueEntry>> {
    const known = this.#loaded.get(chunk)
    if (known !== undefined) return known
    const entries = unpackChunk(await this.#transaction.get('itemChunks', chunk), chunk)
    const byId = new Map(entries.map((entry) => [entry.item.id, entry]))
    this.#loaded.set(chunk, byId)
    return byId
  }

  /** A chunk that has grown to twice its length becomes several; an empty one goes. */
  #writeChunk(transaction: WriteTransaction, chunk: number): void {
    const entries = [...(this.#loaded.get(chunk)?.values() ?? [])].sort(byId)
    const parts = split(entries)
    const named = parts.map((part, index) => ({
      chunk: index === 0 ? chunk : this.#directory.nextChunk + index - 1,
      firstId: part[0]?.item.id ?? '',
    }))
    parts.forEach((part, index) => {
      transaction.put('itemChunks', packChunk(named[index]?.chunk ?? chunk, part))
    })
    if (parts.length === 0) transaction.delete('itemChunks', chunk)
    const { chunks, nextChunk } = this.#directory
    this.#directory = {
      nextChunk: nextChunk + Math.max(0, parts.length - 1),
      chunks: chunks.flatMap((one) => (one.chunk === chunk ? named : [one])),
    }
  }
}

/**
 * Puts a whole catalogue in place of what was there.
 * @param positions of the items to be kept, of any order
 */
export async function replaceItems(
  transaction: WriteTransaction,
  items: readonly Item[],
  positions: Uint32Array,
  placesOf: PlacesOf,
): Promise<void> {
  transaction.clear('itemChunks')
  const idAt = (position: number) => items[position]?.id ?? ''
  positions.sort((a, b) => (idAt(a) < idAt(b) ? -1 : 1))
  const chunks: { chunk: number; firstId: string }[] = []
  for (let start = 0; start < positions.length; start += ITEMS_PER_CHUNK) {
    const part = positions.subarray(start, start + ITEMS_PER_CHUNK)
    const entries = Array.from(part, (position) => ({ item: items[position] as Item, places: placesOf(position) }))
    const chunk = chunks.length
    chunks.push({ chunk, firstId: idAt(part[0] as number) })
    transaction.put('itemChunks', packChunk(chunk, entries))
    await transaction.settled()
  }
  transaction.putMeta('catalogueItems', { nextChunk: chunks.length, chunks })
}

/** Every item of the catalogue, by id. @throws `storage-corrupt` */
export async function readAllItems(transaction: ReadTransaction): Promise<() => readonly CatalogueEntry[]> {
  const { chunks } = (await transaction.meta('catalogueItems')) ?? EMPTY
  if (chunks.length === 0) return () => []
  const rows = new Map((await transaction.getAll('itemChunks')).map((row) => [row.chunk, row]))
  // Unpacked outside of the transaction, which is short that way.
  return () => chunks.flatMap(({ chunk }) => unpackChunk(rows.get(chunk), chunk))
}

function split(entries: readonly CatalogueEntry[]): readonly (readonly CatalogueEntry[])[] {
  const parts = Math.max(1, Math.floor(entries.length / ITEMS_PER_CHUNK))
  const size = Math.max(1, Math.ceil(entries.length / parts))
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, part) =>
    entries.slice(part * size, (part + 1) * size),
  )
}

function byId(a: CatalogueEntry, b: CatalogueEntry): number {
  return a.item.id < b.item.id ? -1 : a.item.id > b.item.id ? 1 : 0
}
