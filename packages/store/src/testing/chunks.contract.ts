import { afterEach, describe, expect, test, vi } from 'vitest'
import { openStore } from '../open-store.js'
import { databaseName } from '../site-name.js'
import type { EmbeddingEntry } from '../store.js'
import { freshName, settle, withRows } from './raw-database.fixture.js'
import { embedding, item, rowOf, rowsIn } from './samples.fixture.js'

const entry = (itemId: string, seed: number, dimensions: number): EmbeddingEntry => ({
  itemId,
  spaceId: 'space@1',
  modality: 'image',
  codes: Int8Array.from({ length: dimensions }, (_, index) => ((seed * 131 + index * 29) % 255) - 127),
  scale: 1 / (seed + 1),
})

/** Which chunk records were written, deleted or read while `work` ran. */
async function chunkTraffic(work: () => Promise<unknown>) {
  const traffic = { written: [] as number[], deleted: 0, read: 0 }
  const { put, delete: remove, get } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, ...key) {
    if (this.name === 'chunks') traffic.written.push(value.chunk)
    return put.call(this, value, ...key)
  })
  vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
    if (this.name === 'chunks') traffic.deleted++
    return remove.call(this, key)
  })
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
    if (this.name === 'chunks') traffic.read++
    return get.call(this, key)
  })
  await work()
  vi.restoreAllMocks()
  return traffic
}

export function describeChunks(): void {
  describe('Embedding chunks', () => {
    afterEach(() => vi.restoreAllMocks())

    test('5,000 embeddings of 128 dimensions come back as they went, in five records of exact length', async () => {
      const site = freshName('chunks')
      const { store } = await openStore({ name: site })
      const entries = Array.from({ length: 5_000 }, (_, index) => entry(`item-${index}`, index, 128))
      const traffic = await chunkTraffic(() =>
        store.putItems(
          entries.map(({ itemId }) => item(itemId)),
          entries,
        ),
      )
      expect(traffic).toEqual({ written: [0, 1, 2, 3, 4], deleted: 0, read: 0 })
      const chunks = await store.readEmbeddings('space@1')
      expect(chunks.map((chunk) => chunk.ids.length)).toEqual([1024, 1024, 1024, 1024, 904])
      const came = chunks.flatMap(({ ids, codes, scales }) =>
        ids.map((id, row) => `${id} ${scales[row]} ${codes.subarray(row * 128, (row + 1) * 128)}`),
      )
      const went = entries.map(({ itemId, scale, codes }) => `${itemId} ${Math.fround(scale)} ${codes}`)
      expect(came.join('\n')).toBe(went.join('\n'))
      const stored = await withRows(databaseName(site), 'chunks', (rows) => settle(rows.getAll()))
      for (const { codes, scales, ids } of stored) {
        expect(codes.buffer.byteLength).toBe(ids.length * 128)
        expect(scales.buffer.byteLength).toBe(ids.length * 4)
      }
      await store.close()
    }, 60_000)

    test('only touched chunks are read and written', async () => {
      const { store } = await openStore({ name: freshName('chunks') })
      const entries = Array.from({ length: 3_000 }, (_, index) => entry(`item-${index}`, index, 4))
      await store.putItems(
        entries.map(({ itemId }) => item(itemId)),
        entries,
      )
      const change = await chunkTraffic(() => store.putItems([item('item-1500')], [entry('item-1500', 7, 4)]))
      expect(change).toEqual({ written: [1], deleted: 0, read: 1 })
      const removal = await chunkTraffic(() => store.removeItems(['item-3', 'item-4', 'item-2999']))
      expect({ ...removal, written: removal.written.sort() }).toEqual({ written: [0, 2], deleted: 0, read: 2 })
      const addition = await chunkTraffic(() => store.putItems([item('new')], [entry('new', 8, 4)]))
      expect(addition).toEqual({ written: [0], deleted: 0, read: 1 })
      const last = entries.slice(2048).map(({ itemId }) => itemId)
      expect(await chunkTraffic(() => store.removeItems(last))).toEqual({ written: [], deleted: 1, read: 1 })
      const itemOnly = await chunkTraffic(() => store.append([{ type: 'like', itemId: 'new', at: 1 }]))
      expect(itemOnly).toEqual({ written: [], deleted: 0, read: 0 })
      await store.close()
    }, 60_000)

    test('freed rows keep nothing of what was in them', async () => {
      const site = freshName('chunks')
      const { store } = await openStore({ name: site })
      await store.putItems([item('a'), item('b')], [embedding('a', 1), embedding('b', 2)])
      await store.removeItems(['a'])
      const [row] = await withRows(databaseName(site), 'chunks', (rows) => settle(rows.getAll()))
      expect(row.ids).toEqual(['', 'b'])
      expect([...row.codes.slice(0, 8)]).toEqual(new Array(8).fill(0))
      expect(row.scales[0]).toBe(0)
      await store.close()
    })

    test('a view of a large buffer does not take the buffer along', async () => {
      const site = freshName('chunks')
      const { store } = await openStore({ name: site })
      const large = new Int8Array(20_000_000).fill(5)
      const codes = large.subarray(1_000, 1_008)
      await store.putItems([item('a')], [embedding('a', 1, { codes })])
      const bytes = new Uint8Array(large.buffer, 8, 16)
      await store.saveProfile({ revision: await store.revision(), bytes })
      const [chunk] = await withRows(databaseName(site), 'chunks', (rows) => settle(rows.getAll()))
      expect(chunk.codes.buffer.byteLength).toBe(8)
      expect(chunk.scales.buffer.byteLength).toBe(4)
      const [profile] = await withRows(databaseName(site), 'profiles', (rows) => settle(rows.getAll()))
      expect(profile.bytes.buffer.byteLength).toBe(16)
      expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 1, { codes }))])
      await store.close()
    })
  })
}
