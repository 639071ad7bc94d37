import type { Item } from '@locavore/core'
import type { EmbeddingChunk, EmbeddingEntry, Store, StoredItem } from '../store.js'

export interface ContractTarget {
  readonly name: string
  readonly kind: Store['kind']
  /** A new, empty store. */
  open(): Promise<Store>
}

export function item(id: string, more: Partial<Item> = {}): Item {
  return { id, title: `Title of ${id}`, attributes: { tags: ['a', 'b'], price: 3, inStock: true }, ...more }
}

export const onDevice = (id: string, more?: Partial<Item>): StoredItem => ({ item: item(id, more), source: 'device' })

export function embedding(itemId: string, seed: number, more: Partial<EmbeddingEntry> = {}): EmbeddingEntry {
  const codes = Int8Array.from({ length: 8 }, (_, index) => ((seed * 31 + index * 17) % 255) - 127)
  return { itemId, spaceId: 'space@1', modality: 'text', codes, scale: Math.fround(0.01 * (seed + 1)), ...more }
}

export function chunkOf(entries: readonly EmbeddingEntry[], modality: EmbeddingChunk['modality']): EmbeddingChunk {
  const codes = new Int8Array(entries.length * 8)
  for (const [row, entry] of entries.entries()) codes.set(entry.codes, row * 8)
  return {
    spaceId: 'space@1',
    modality,
    dimensions: 8,
    ids: entries.map((entry) => entry.itemId),
    codes,
    scales: Float32Array.from(entries, (entry) => entry.scale),
  }
}

/** What the chunks hold, in an order of its own: `[item, modality, scale, ...codes]`. */
export async function rowsIn(store: Store, spaceId = 'space@1'): Promise<unknown[][]> {
  const rows: unknown[][] = []
  for (const { ids, modality, dimensions, codes, scales } of await store.readEmbeddings(spaceId)) {
    if (codes.length !== ids.length * dimensions) throw new RangeError('A chunk has not the codes its ids need.')
    for (const [row, id] of ids.entries()) {
      if (id !== '') rows.push([id, modality, scales[row], ...codes.slice(row * dimensions, (row + 1) * dimensions)])
    }
  }
  return rows.sort((a, b) => (String(a) < String(b) ? -1 : 1))
}

export const rowOf = (entry: EmbeddingEntry): unknown[] => [entry.itemId, entry.modality, entry.scale, ...entry.codes]

export async function idsIn(store: Store): Promise<string[]> {
  return (await store.readItems()).map((stored) => `${stored.source} ${stored.item.id}`).sort()
}

export const like = (itemId: string, at = 1_000) => ({ type: 'like' as const, itemId, at })
export const state = (revision: string, itemCount = 0) => ({ url: '/catalogue/manifest.json', revision, itemCount })
