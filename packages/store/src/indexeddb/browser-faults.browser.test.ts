import { afterEach, describe, expect, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { openStore } from '../open-store.js'
import { databaseName } from '../site-name.js'
import { codeOf, exists, freshName } from '../testing/raw-database.fixture.js'
import { embedding, item, like, rowsIn } from '../testing/samples.fixture.js'

/** The part of the browser's debugging protocol that is used here. */
interface Debugger {
  send(method: 'Storage.overrideQuotaForOrigin', given: { origin: string; quotaSize?: number }): Promise<unknown>
  send(method: 'Storage.clearDataForOrigin', given: { origin: string; storageTypes: string }): Promise<unknown>
}

/** Storage Buckets (Chromium 122), which TypeScript's libraries do not describe yet. */
const buckets = (navigator as unknown as { storageBuckets: { open(name: string): Promise<{ indexedDB: IDBFactory }> } })
  .storageBuckets

const browser = () => cdp() as unknown as Debugger
const { origin } = globalThis.location

/** About 100 kB that do not compress: what compresses is counted by its small size on the disk. */
const noise = () => Array.from({ length: 9_000 }, () => Math.random().toString(36).slice(2)).join('')

describe('A real browser', () => {
  afterEach(async () => {
    vi.unstubAllGlobals()
    await browser().send('Storage.overrideQuotaForOrigin', { origin })
  })

  test('refuses a write beyond the quota with `quota-exceeded`, keeps what was there, and goes on when there is room', async () => {
    // Chromium remembers for half a minute how much room a bucket has: a new one, and the limit before its first write.
    vi.stubGlobal('indexedDB', (await buckets.open(freshName('quota'))).indexedDB)
    const { usage = 0 } = await navigator.storage.estimate()
    await browser().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 500_000 })
    const { store } = await openStore({ name: freshName('quota') })
    const results: string[] = []
    for (let index = 0; index < 200 && results.at(-1) !== 'quota-exceeded'; index++) {
      const id = `b${index}`
      results.push(await codeOf(store.putItems([item(id, { text: noise() })], [embedding(id, index)])))
    }
    const written = results.length - 1
    expect(results).toEqual([...new Array(written).fill('resolved'), 'quota-exceeded'])
    expect(await store.readItems()).toHaveLength(written)
    expect(await rowsIn(store)).toHaveLength(written)
    await browser().send('Storage.overrideQuotaForOrigin', { origin })
    expect((await store.append([like('b1')]))[0]?.sequence).toBe(1)
    await store.putItems([item('last', { text: noise() })], [embedding('last', 1)])
    expect(await rowsIn(store)).toHaveLength(written + 1)
    await store.erase()
  })

  test('that has no room for a new database says `quota-exceeded` at the opening', async () => {
    vi.stubGlobal('indexedDB', (await buckets.open(freshName('full'))).indexedDB)
    await browser().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
    expect(await codeOf(openStore({ name: freshName('full') }))).toBe('quota-exceeded')
  })

  test('that clears the site’s data under an open store closes it, and nothing is made again behind its back', async () => {
    const site = freshName('cleared')
    const { store } = await openStore({ name: site })
    await store.append([like('a')])
    await browser().send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
    expect(await codeOf(store.append([like('b')]))).toBe('closed')
    expect(await exists(databaseName(site))).toBe(false)
    const again = (await openStore({ name: site })).store
    expect(await again.readLog()).toEqual([])
    await again.erase()
  })
})
