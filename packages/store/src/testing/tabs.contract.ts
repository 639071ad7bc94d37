import { describe, expect, test } from 'vitest'
import { IndexedDbStore } from '../indexeddb/indexeddb-store.js'
import { MIGRATIONS } from '../indexeddb/migrations/index.js'
import { eraseStore, openStore } from '../open-store.js'
import { databaseName } from '../site-name.js'
import { codeOf, dump, exists, freshName, openRaw, settle, withRows } from './raw-database.fixture.js'
import { embedding, item, like, rowsIn } from './samples.fixture.js'

/** Two connections to one database, as two tabs have. */
async function openTwo() {
  const site = freshName('tabs')
  const [one, two] = await Promise.all([openStore({ name: site }), openStore({ name: site })])
  return { site, name: databaseName(site), one: one.store, two: two.store }
}

export function describeTabs(): void {
  describe('Two tabs', () => {
    test('append side by side without losing, doubling or skipping a number', async () => {
      const { one, two } = await openTwo()
      const calls = Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? one : two).append(Array.from({ length: 1 + (index % 3) }, () => like(`${index}`))),
      )
      const appended = (await Promise.all(calls)).flat()
      const expected = Array.from({ length: appended.length }, (_, index) => index + 1)
      expect(appended.map((each) => each.sequence).sort((a, b) => a - b)).toEqual(expected)
      for (const store of [one, two]) {
        expect(await store.readLog()).toEqual([...appended].sort((a, b) => a.sequence - b.sequence))
        expect((await store.revision()).last).toBe(appended.length)
      }
    })

    test('put items side by side into one chunk', async () => {
      const { one, two } = await openTwo()
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? one : two).putItems([item(`i${index}`)], [embedding(`i${index}`, index)]),
        ),
      )
      expect(await rowsIn(two)).toHaveLength(20)
      expect(await two.readItems()).toHaveLength(20)
    })

    test('see each other forget, and keep no snapshot from before', async () => {
      const { one, two } = await openTwo()
      await one.append([like('a'), like('b')])
      const revision = await two.revision()
      await one.forget([1])
      expect((await two.revision()).epoch).toBeGreaterThan(revision.epoch)
      await two.saveProfile({ revision, bytes: Uint8Array.of(1) })
      expect(await one.loadProfile()).toBeUndefined()
    })

    test('an erase in one closes the other, which can bring nothing back', async () => {
      const { site, name, one, two } = await openTwo()
      await one.append([like('a')])
      const revision = await two.revision()
      await one.erase()
      expect(await exists(name)).toBe(false)
      expect(await codeOf(two.append([like('b')]))).toBe('closed')
      expect(await codeOf(two.saveProfile({ revision, bytes: Uint8Array.of(1) }))).toBe('closed')
      expect(await codeOf(two.putItems([item('a')], []))).toBe('closed')
      expect(await exists(name)).toBe(false)
      const { store } = await openStore({ name: site })
      expect(await store.readLog()).toEqual([])
      expect((await store.revision()).epoch).toBeGreaterThanOrEqual(revision.epoch)
      await store.close()
    })

    test('writes that run while another tab erases are rejected or gone, never left over', async () => {
      const { name, one, two } = await openTwo()
      const writes = Array.from({ length: 10 }, (_, index) => codeOf(two.append([like(`${index}`)])))
      const erased = one.erase()
      writes.push(...Array.from({ length: 10 }, (_, index) => codeOf(two.append([like(`${index}`)]))))
      await erased
      for (const result of await Promise.all(writes)) expect(['resolved', 'closed']).toContain(result)
      expect(await exists(name)).toBe(false)
    })

    test('an erase that a strange connection blocks says so within 2 s and leaves no data', async () => {
      const { name, site, one } = await openTwo()
      await one.append([like('a')])
      const stranger = await openRaw(name, true)
      const started = performance.now()
      expect(await codeOf(one.erase())).toBe('storage-blocked')
      expect(performance.now() - started).toBeLessThan(4_000)
      const left = stranger.transaction('interactions').objectStore('interactions').getAll()
      expect(await settle(left)).toEqual([])
      stranger.close()
      await expect.poll(() => exists(name)).toBe(false)
      const { store } = await openStore({ name: site })
      expect(await store.readLog()).toEqual([])
      await store.close()
    })

    test('an erase that was stopped before its end is finished by the next opening', async () => {
      const { name, site, one, two } = await openTwo()
      await one.append([like('a')])
      await one.close()
      const { meta } = (await dump(name)) as { meta: [string, object][] }
      const identity = meta.find(([key]) => key === 'identity')?.[1]
      await withRows(name, 'meta', async (rows) => void rows.put({ ...identity, erasing: true }, 'identity'))
      expect(await codeOf(two.append([like('b')]))).toBe('closed')
      const { store } = await openStore({ name: site })
      expect(await store.readLog()).toEqual([])
      expect((await store.append([like('c')]))[0]?.sequence).toBe(1)
      await store.close()
    })

    test('eraseStore takes a store away under an open one', async () => {
      const { name, site, one } = await openTwo()
      await one.append([like('a')])
      await eraseStore(site)
      expect(await exists(name)).toBe(false)
      expect(await codeOf(one.readLog())).toBe('closed')
    })

    test('an old tab makes way for a newer version, and is not opened again', async () => {
      const { name, one } = await openTwo()
      await one.append([like('a')])
      const request = indexedDB.open(name, MIGRATIONS.length + 1)
      await new Promise((resolve) => {
        request.onsuccess = resolve
      })
      request.result.close()
      expect(await codeOf(one.readLog())).toBe('closed')
      expect(await codeOf(IndexedDbStore.open(name))).toBe('storage-failed')
      expect(((await dump(name)) as { interactions: unknown[] }).interactions).toHaveLength(1)
    })
  })
}
