import { Checksum } from '../../shared/checksum.js'
import type { Migration } from './migration.js'

const ITEMS_PER_CHUNK = 1_024

interface OldRow {
  readonly id: string
  readonly item: unknown
  readonly places: readonly { readonly group: number; readonly chunk: number; readonly row: number }[]
}

/** The items of the catalogue go from one record each to chunks of JSON. What the person added stays as it is. */
export const v2ItemChunks: Migration = {
  version: 2,
  name: 'item-chunks',
  async upgrade({ database, transaction }) {
    const chunks = database.createObjectStore('itemChunks', { keyPath: 'chunk' })
    const items = transaction.objectStore('items')
    const range = IDBKeyRange.bound(['catalogue'], ['catalogue', []])
    // In the order of their keys, which is that of the ids.
    const rows: readonly OldRow[] = await items.getAll(range)
    const listed: { chunk: number; firstId: string }[] = []
    for (let start = 0; start < rows.length; start += ITEMS_PER_CHUNK) {
      const part = rows.slice(start, start + ITEMS_PER_CHUNK)
      listed.push({ chunk: listed.length, firstId: part[0]?.id ?? '' })
      await chunks.put(pack(listed.length - 1, part))
    }
    await items.delete(range)
    await transaction.objectStore('meta').put({ nextChunk: listed.length, chunks: listed }, 'catalogueItems')
  },
}

function pack(chunk: number, rows: readonly OldRow[]) {
  const packed = rows.map(({ item, places }) => [item, ...places.map((place) => [place.group, place.chunk, place.row])])
  const json = new TextEncoder().encode(JSON.stringify(packed))
  return {
    chunk,
    layout: 1,
    count: rows.length,
    json,
    checksum: new Checksum().addNumber(rows.length).addBytes(json).value,
  }
}
