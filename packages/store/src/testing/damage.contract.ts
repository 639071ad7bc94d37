import { describe, expect, test } from 'vitest'
import { eraseStore, openStore } from '../open-store.js'
import { databaseName } from '../site-name.js'
import { codeOf, freshName, settle, withRows } from './raw-database.fixture.js'
import { embedding, item, like } from './samples.fixture.js'

async function filled() {
  const site = freshName('damage')
  const { store } = await openStore({ name: site })
  await store.append([like('a'), like('b'), like('c')])
  await store.putItems([item('a')], [embedding('a', 1)])
  return { site, name: databaseName(site), store }
}

type Row = Record<string, unknown>

function editChunk(name: string, edit: (row: Row) => Row): Promise<void> {
  return withRows(name, 'chunks', async (rows) => {
    const [row] = await settle(rows.getAll())
    rows.put(edit(row as Row))
  })
}

const flip = <T extends Int8Array | Float32Array | Uint8Array>(array: T): T => {
  const copy = array.slice() as T
  copy[0] = (copy[0] ?? 0) + 1
  return copy
}

export function describeDamage(): void {
  describe('Damage in the database', () => {
    test.each<[string, (row: Row) => Row]>([
      ['a changed code', (row) => ({ ...row, codes: flip(row['codes'] as Int8Array) })],
      ['a changed scale', (row) => ({ ...row, scales: flip(row['scales'] as Float32Array) })],
      ['a changed id', (row) => ({ ...row, ids: ['z'] })],
      ['missing codes', (row) => ({ ...row, codes: new Int8Array(0) })],
      ['another array type', (row) => ({ ...row, codes: [1, 2, 3] })],
      ['another layout', (row) => ({ ...row, layout: 2 })],
    ])('%s in a chunk is found and never served', async (_, edit) => {
      const { name, store } = await filled()
      await editChunk(name, edit)
      expect(await codeOf(store.readEmbeddings('space@1'))).toBe('storage-corrupt')
      expect(await codeOf(store.exportData())).toBe('storage-corrupt')
      expect(await codeOf(store.putItems([item('a')], [embedding('a', 2)]))).toBe('storage-corrupt')
      expect(await store.readLog()).toHaveLength(3)
    })

    test('a missing chunk is found', async () => {
      const { name, store } = await filled()
      await withRows(name, 'chunks', async (rows) => void rows.clear())
      expect(await codeOf(store.readEmbeddings('space@1'))).toBe('storage-corrupt')
    })

    test.each([1, 2, 3])('a lost log row (number %i) is found', async (sequence) => {
      const { name, store } = await filled()
      await withRows(name, 'interactions', async (rows) => void rows.delete(sequence))
      expect(await codeOf(store.readLog())).toBe('storage-corrupt')
      expect(await codeOf(store.exportData())).toBe('storage-corrupt')
    })

    test('a counter that fell behind does not overwrite the log', async () => {
      const { name, store } = await filled()
      await withRows(name, 'meta', async (rows) => void rows.put({ last: 1, epoch: 1 }, 'log'))
      expect(await codeOf(store.append([like('d')]))).toBe('storage-corrupt')
      const rows = await withRows(name, 'interactions', (held) => settle(held.getAll()))
      expect(rows.map((row: { itemId: string }) => row.itemId)).toEqual(['a', 'b', 'c'])
    })

    test('the older profile is served when the newer is damaged, and none when both are', async () => {
      const { name, store } = await filled()
      const { epoch } = await store.revision()
      const save = (last: number) => store.saveProfile({ revision: { last, epoch }, bytes: Uint8Array.of(last) })
      const spoil = (last: number) =>
        withRows(name, 'profiles', async (rows) => {
          for (const row of await settle(rows.getAll())) {
            if (row.revision.last === last) rows.put({ ...row, bytes: flip(row.bytes) })
          }
        })
      await save(2)
      await save(3)
      await spoil(3)
      expect((await store.loadProfile())?.revision.last).toBe(2)
      await spoil(2)
      expect(await store.loadProfile()).toBeUndefined()
      await save(3)
      expect((await store.loadProfile())?.bytes).toEqual(Uint8Array.of(3))
    })

    test.each([
      ['first facts', 'identity'],
      ['mark of its last upgrade', 'schema'],
    ])('a database without its %s is refused until it is erased', async (_, key) => {
      const { name, site, store } = await filled()
      await store.close()
      await withRows(name, 'meta', async (rows) => void rows.delete(key))
      expect(await codeOf(openStore({ name: site }))).toBe('storage-corrupt')
      await eraseStore(site)
      expect(await (await openStore({ name: site })).store.readLog()).toEqual([])
    })

    test('a foreign database under our name is refused and left alone', async () => {
      const site = freshName('damage')
      const request = indexedDB.open(databaseName(site), 1)
      request.onupgradeneeded = () => void request.result.createObjectStore('theirs')
      ;(await settle(request)).close()
      expect(await codeOf(openStore({ name: site }))).toBe('storage-corrupt')
      const { version } = (await indexedDB.databases()).find(({ name }) => name === databaseName(site)) ?? {}
      expect(version).toBe(1)
    })
  })
}
