import { LocavoreError } from '@locavore/core'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Connection } from '../indexeddb/connection/connection.js'
import { openStore } from '../open-store.js'
import { databaseName } from '../site-name.js'
import { codeOf, exists, freshName, openRaw } from './raw-database.fixture.js'
import { embedding, item, like, rowOf, rowsIn } from './samples.fixture.js'

const domError = (name: string, message = '') => new DOMException(message, name)

/** The way Dexie and others have met a full disk (dexie#776). */
function wrappedQuotaError(): unknown {
  return Object.assign(domError('AbortError'), { inner: domError('QuotaExceededError') })
}

/** Makes the next `times` writes to these stores throw. */
function failPuts(stores: readonly string[], error: unknown, times = Number.POSITIVE_INFINITY): void {
  const { put } = IDBObjectStore.prototype
  let left = times
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    if (!stores.includes(this.name) || left-- <= 0) return put.apply(this, given)
    throw error
  })
}

/** Makes the next `times` transactions find a dead handle. */
function killHandles(error: unknown, times: number): () => number {
  const { transaction } = IDBDatabase.prototype
  let seen = 0
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...given) {
    if (++seen <= times) throw error
    return transaction.apply(this, given)
  })
  return () => seen
}

export function describeFaults(): void {
  describe('Faults', () => {
    afterEach(() => vi.restoreAllMocks())

    test.each([
      ['plain', domError('QuotaExceededError')],
      ['wrapped in an AbortError', wrappedQuotaError()],
    ])('a full disk, %s, is `quota-exceeded`, writes nothing, and passes', async (_, error) => {
      const { store } = await openStore({ name: freshName('faults') })
      await store.putItems([item('a')], [embedding('a', 1)])
      failPuts(['items', 'packFiles'], error)
      expect(await codeOf(store.putItems([item('b')], [embedding('b', 2)]))).toBe('quota-exceeded')
      expect(await codeOf(store.putPackFiles(new Map([['a'.repeat(64), Uint8Array.of(1)]])))).toBe('quota-exceeded')
      expect(await codeOf(store.importData({ ...(await store.exportData()), interactions: [] }))).toBe('quota-exceeded')
      vi.restoreAllMocks()
      expect(await rowsIn(store)).toEqual([rowOf(embedding('a', 1))])
      expect(await store.listPackFiles()).toEqual([])
      await store.putItems([item('b')], [embedding('b', 2)])
      expect(await store.readItems()).toHaveLength(2)
      await store.close()
    })

    test.each([
      ['closing', domError('InvalidStateError', 'The database connection is closing.')],
      ['lost', domError('UnknownError', 'Connection to Indexed Database server lost. Refresh the page to try again')],
      ['aborted by loss', domError('AbortError', 'The connection was closed.')],
    ])('a dead handle (%s) is replaced without the caller noticing', async (_, error) => {
      const { store } = await openStore({ name: freshName('faults') })
      await store.append([like('a')])
      const open = vi.spyOn(IDBFactory.prototype, 'open')
      killHandles(error, 1)
      expect((await store.append([like('b')]))[0]?.sequence).toBe(2)
      expect(open).toHaveBeenCalledTimes(1)
      vi.restoreAllMocks()
      expect(await store.readLog()).toHaveLength(2)
      await store.close()
    })

    test('a handle that stays dead is given up after three tries', async () => {
      const { store } = await openStore({ name: freshName('faults') })
      const tries = killHandles(domError('InvalidStateError', 'The database connection is closing.'), 1_000)
      expect(await codeOf(store.append([like('a')]))).toBe('storage-failed')
      expect(tries()).toBeLessThanOrEqual(3)
      vi.restoreAllMocks()
      expect((await store.append([like('a')]))[0]?.sequence).toBe(1)
      await store.close()
    })

    test('a transaction that waits for something else is reported, not run twice', async () => {
      const name = databaseName(freshName('faults'))
      const connection = await Connection.open(name)
      let runs = 0
      const work = connection.write(['interactions'], 'relaxed', async (transaction) => {
        runs++
        await new Promise((resolve) => setTimeout(resolve, 20))
        transaction.put('interactions', { ...like('a'), sequence: 1 })
      })
      expect(await codeOf(work)).toBe('internal')
      expect(runs).toBe(1)
      const idle = connection.write(['interactions'], 'relaxed', async () => {
        await new Promise((resolve) => setTimeout(resolve, 20))
      })
      expect(await codeOf(idle)).toBe('internal')
      await connection.close()
    })

    test('a refusal half-way through a transaction takes back what was written before it', async () => {
      const connection = await Connection.open(databaseName(freshName('faults')))
      const work = connection.write(['interactions'], 'relaxed', async (transaction) => {
        transaction.put('interactions', { ...like('a'), sequence: 1 })
        await transaction.get('interactions', 1)
        throw new LocavoreError('unknown-item', 'No.')
      })
      expect(await codeOf(work)).toBe('unknown-item')
      expect(await connection.read(['interactions'], (transaction) => transaction.getAll('interactions'))).toEqual([])
      await connection.close()
    })

    test('something that cannot be stored is refused with a code', async () => {
      const connection = await Connection.open(databaseName(freshName('faults')))
      const row = { ...like('a'), sequence: 1, query: (() => {}) as unknown as string }
      const work = connection.write(['interactions'], 'relaxed', async (transaction) => {
        transaction.put('interactions', row)
      })
      expect(await codeOf(work)).toBe('invalid-argument')
      await connection.close()
    })

    test('closing waits for what is running', async () => {
      const site = freshName('faults')
      const { store } = await openStore({ name: site })
      const running = Array.from({ length: 5 }, () => codeOf(store.append([like('a')])))
      await store.close()
      expect(await Promise.all(running)).toEqual(new Array(5).fill('resolved'))
      const again = (await openStore({ name: site })).store
      expect(await again.readLog()).toHaveLength(5)
      await again.close()
    })

    test('another tab’s long transaction is waited for, with a deadline', async () => {
      const name = databaseName(freshName('faults'))
      const connection = await Connection.open(name)
      const stranger = await openRaw(name)
      const held = stranger.transaction('meta', 'readwrite').objectStore('meta')
      let hold = true
      const keep = () => {
        if (hold) held.get('log').onsuccess = keep
      }
      keep()
      const call = connection.write(['meta'], 'relaxed', async () => 'written', 300)
      expect(await codeOf(call)).toBe('storage-blocked')
      hold = false
      expect(await connection.write(['meta'], 'relaxed', async () => 'written')).toBe('written')
      stranger.close()
      await connection.close()
    })

    test('where IndexedDB is missing or refuses, the store is in memory and says so', async () => {
      const site = freshName('faults')
      for (const error of ['InvalidStateError', 'SecurityError']) {
        vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
          throw domError(error)
        })
        const { store, degraded } = await openStore({ name: site })
        expect(store.kind).toBe('memory')
        expect(degraded).toContain(error)
        expect((await store.append([like('a')]))[0]?.sequence).toBe(1)
        vi.restoreAllMocks()
      }
      vi.stubGlobal('indexedDB', undefined)
      const { store, degraded } = await openStore({ name: site })
      vi.unstubAllGlobals()
      expect(store.kind).toBe('memory')
      expect(degraded).toContain('no IndexedDB')
      expect(await exists(databaseName(site))).toBe(false)
    })

    test('a database that fails to open is an error with a code after three tries, never an empty store', async () => {
      const open = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
        throw domError('UnknownError', 'Internal error opening backing store for indexedDB.open.')
      })
      expect(await codeOf(openStore({ name: freshName('faults') }))).toBe('storage-failed')
      expect(open).toHaveBeenCalledTimes(3)
    })
  })
}
