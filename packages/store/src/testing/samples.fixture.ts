import type { Item } from '@locavore/core'
import type { EmbeddingEntry, Store } from '../store.js'

export interface ContractTarget {
  readonly name: string
  readonly kind: Store['kind']
  /** A new, empty store. */
  open(): Promise<Store>
}

export function item(id: string, more: Partial<Item> = {}): Item {
  return { id, title: `Title of ${id}`, attributes: { tags: ['a', 'b'], price: 3, inStock: true }, ...more }
}

export function embedding(itemId: string, seed: number, more: Partial<EmbeddingEntry> = {}): EmbeddingEntry {
  const codes = Int8Array.from({ length: 8 }, (_, index) => ((seed * 31 + index * 17) % 255) - 127)
  return { itemId, spaceId: 'space@1', modality: 'text', codes, scale: Math.fround(0.01 * (seed + 1)), ...more }
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
  return (await store.readItems()).map(({ id }) => id).sort()
}

export const like = (itemId: string, at = 1_000) => ({ type: 'like' as const, itemId, at })
