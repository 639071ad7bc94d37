import { type Item, LocavoreError } from '@locavore/core'
import { Checksum } from '../../shared/checksum.js'
import type { EmbeddingPlace, ItemChunkRow } from '../schema.js'

/**
 * Items of one record. JSON in one buffer is read back faster than as many objects, and a single item that changes still
 * rewrites only a few hundred kilobytes.
 */
export const ITEMS_PER_CHUNK = 1_024

/** An item of the site's catalogue, and where its embeddings lie. */
export interface CatalogueEntry {
  readonly item: Item
  readonly places: readonly EmbeddingPlace[]
}

type Packed = readonly [item: Item, ...places: (readonly [group: number, chunk: number, row: number])[]]

export function packChunk(chunk: number, entries: readonly CatalogueEntry[]): ItemChunkRow {
  const packed = entries.map(
    ({ item, places }): Packed => [item, ...places.map((place) => [place.group, place.chunk, place.row] as const)],
  )
  const json = new TextEncoder().encode(JSON.stringify(packed))
  return { chunk, layout: 1, count: entries.length, json, checksum: checksumOf(entries.length, json) }
}

/** @throws `storage-corrupt` if the record is missing or not what was stored */
export function unpackChunk(row: ItemChunkRow | undefined, chunk: number): readonly CatalogueEntry[] {
  if (row === undefined || !isWhole(row)) throw damaged(chunk)
  const packed: readonly Packed[] = JSON.parse(new TextDecoder().decode(row.json))
  return packed.map(([item, ...places]) => ({
    item,
    places: places.map(([group, at, index]) => ({ group, chunk: at, row: index })),
  }))
}

function isWhole({ layout, count, json, checksum }: ItemChunkRow): boolean {
  return layout === 1 && json instanceof Uint8Array && checksum === checksumOf(count, json)
}

function checksumOf(count: number, json: Uint8Array): number {
  return new Checksum().addNumber(count).addBytes(json).value
}

function damaged(chunk: number): LocavoreError {
  return new LocavoreError(
    'storage-corrupt',
    `Stored items of the catalogue are damaged (chunk ${chunk}). Load the catalogue again.`,
    { chunk, source: 'catalogue' },
  )
}
