import { afterEach, describe, expect, test, vi } from 'vitest'
import { IndexedDbStore } from '../indexeddb/indexeddb-store.js'
import { MIGRATIONS } from '../indexeddb/migrations/index.js'
import { writeV1Fixture } from '../indexeddb/migrations/v1.fixture.js'
import { openStore } from '../open-store.js'
import { databaseName } from '../site-name.js'
import type { EmbeddingChunk, Store } from '../store.js'
import { codeOf, freshName, settle, withRows } from './raw-database.fixture.js'
import { chunkOf, embedding, idsIn, item, onDevice, rowOf, rowsIn, state } from './samples.fixture.js'

const idOf = (index: number) => `c${String(index).padStart(5, '0')}`

async function withCatalogue(count: number, every = 1) {
  const site = freshName('item-chunks')
  const { store } = await openStore({ name: site })
  const indexes = Array.from({ length: count }, (_, index) => index * every)
  const entries = indexes.map((index) => embedding(idOf(index), index))
  const items = indexes.map((index) => item(idOf(index))).reverse()
  await store.replaceCatalogue(state('r1', count), items, [chunkOf(entries, 'text')])
  return { site, name: databaseName(site), store, entries }
}

/** Which records of items were written while `work` ran. */
async function written(work: () => Promise<unknown>): Promise<number[]> {
  const chunks: number[] = []
  const { put } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, ...key) {
    if (this.name === 'itemChunks') chunks.push(value.chunk)
    return put.call(this, value, ...key)
  })
  await work()
  vi.restoreAllMocks()
  return chunks.sort((a, b) => a - b)
}

async function visited(store: Store): Promise<EmbeddingChunk[]> {
  const chunks: EmbeddingChunk[] = []
  await store.visitEmbeddings('space@1', (chunk) => chunks.push({ ...chunk, codes: chunk.codes.slice() }))
  return chunks
}

export function describeItemChunks(): void {
  describe('Items of the catalogue', () => {
    afterEach(() => vi.restoreAllMocks())

    test('2,500 are three records, and come back in the order of their ids', async () => {
      const { store, name } = await withCatalogue(2_500)
      expect((await store.readItems()).map((stored) => stored.item.id)).toEqual(
        Array.from({ length: 2_500 }, (_, index) => idOf(index)),
      )
      const rows = await withRows(name, 'itemChunks', (held) => settle(held.getAll()))
      expect(rows.map(({ count }: { count: number }) => count)).toEqual([1_024, 1_024, 452])
      await store.close()
    }, 60_000)

    test('of which one changes rewrite one record, and a new catalogue leaves none behind', async () => {
      const { store, name } = await withCatalogue(2_500)
      expect(await written(() => store.putItems([onDevice(idOf(1_500))], []))).toEqual([1])
      expect(await written(() => store.removeItems([idOf(3), idOf(2_400), 'nobody']))).toEqual([0, 2])
      expect(await written(() => store.putItems([onDevice('mine')], [embedding('mine', 3)]))).toEqual([])
      const ids = await idsIn(store)
      expect(ids).toContain(`device ${idOf(1_500)}`)
      expect([ids.length, ids.includes(`catalogue ${idOf(3)}`)]).toEqual([2_499, false])
      await store.replaceCatalogue(state('r2', 1), [item('z')], [])
      expect(await idsIn(store)).toEqual([`catalogue z`, `device ${idOf(1_500)}`, 'device mine'])
      expect(await withRows(name, 'itemChunks', (held) => settle(held.count()))).toBe(1)
      await store.close()
    }, 60_000)

    test('added between the others are found again, and make two records of one that has grown twice as long', async () => {
      const { store, name } = await withCatalogue(1_100, 2)
      const added = Array.from({ length: 1_060 }, (_, index) => item(idOf(index * 2 + 1)))
      const before = item('a')
      await store.putItems(
        [...added, before].map((one) => ({ item: one, source: 'catalogue' as const })),
        [embedding('a', 5)],
      )
      const ids = (await store.readItems()).map((stored) => stored.item.id)
      expect(ids).toEqual([...ids].sort())
      expect(ids).toHaveLength(2_161)
      expect(await withRows(name, 'itemChunks', (held) => settle(held.count()))).toBeGreaterThan(2)
      await store.putItems([], [embedding(idOf(77), 9, { modality: 'image' })])
      expect(await rowsIn(store)).toContainEqual(rowOf(embedding(idOf(77), 9, { modality: 'image' })))
      expect(await store.removeItems(ids)).toBe(2_161)
      expect(await rowsIn(store)).toEqual([])
      expect(await withRows(name, 'itemChunks', (held) => settle(held.count()))).toBe(0)
      await store.putItems([{ item: item('again'), source: 'catalogue' }], [])
      expect(await idsIn(store)).toEqual(['catalogue again'])
      await store.close()
    }, 60_000)

    test.each<[string, (row: Record<string, unknown>) => Record<string, unknown>]>([
      [
        'a changed byte',
        (row) => ({ ...row, json: (row['json'] as Uint8Array).map((byte, at) => (at === 9 ? byte ^ 1 : byte)) }),
      ],
      ['another layout', (row) => ({ ...row, layout: 2 })],
      ['a text instead of bytes', (row) => ({ ...row, json: '[]' })],
    ])('with %s are found damaged, never served, and go with the next catalogue', async (_, edit) => {
      const { store, name } = await withCatalogue(3)
      await withRows(name, 'itemChunks', async (rows) => {
        const [row] = await settle(rows.getAll())
        rows.put(edit(row))
      })
      expect(await codeOf(store.readItems())).toBe('storage-corrupt')
      await store.replaceCatalogue(state('r2', 1), [item('z')], [])
      expect(await idsIn(store)).toEqual(['catalogue z'])
      await store.close()
    })

    test('as version 1 kept them go, for packs are kept as files; what the person added stays', async () => {
      const name = freshName('locavore:item-chunks')
      await writeV1Fixture(name)
      await withRows(name, 'items', async (rows) => {
        for (let index = 0; index < 1_500; index += 1) {
          rows.put({ source: 'catalogue', id: idOf(index), item: item(idOf(index)), places: [] })
        }
      })
      const store = await IndexedDbStore.open(name)
      expect(await idsIn(store)).toEqual(['device a'])
      expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 1))])
      expect(await withRows(name, 'itemChunks', (held) => settle(held.count()))).toBe(0)
      expect(await withRows(name, 'items', (held) => settle(held.count()))).toBe(1)
      await store.close()
      expect(MIGRATIONS.length).toBeGreaterThan(1)
    }, 60_000)
  })

  describe('Embeddings visited chunk by chunk', () => {
    test('are those that are read at once, in the same order', async () => {
      const { store } = await withCatalogue(12_000)
      expect(await visited(store)).toEqual(await store.readEmbeddings('space@1'))
      expect(await store.visitEmbeddings('space@9', () => expect.unreachable())).toBeUndefined()
      await store.close()
    }, 60_000)

    test('are verified, and a visitor that throws ends the reading', async () => {
      const { store, name } = await withCatalogue(3)
      const failing = () =>
        store.visitEmbeddings('space@1', () => {
          throw new TypeError('no room')
        })
      await expect(failing()).rejects.toThrow()
      await withRows(name, 'chunks', async (rows) => void rows.clear())
      expect(await codeOf(visited(store))).toBe('storage-corrupt')
      await store.close()
    })
  })
}
