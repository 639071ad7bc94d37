import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { eraseStore } from '../open-store.js'
import { databaseName } from '../site-name.js'
import { describePacks } from '../testing/packs.contract.js'
import { codeOf, freshName, settle, withRows } from '../testing/raw-database.fixture.js'
import { like } from '../testing/samples.fixture.js'
import { openInWorker } from '../testing/store-in-worker.fixture.js'

interface Debugger {
  send(method: 'Storage.overrideQuotaForOrigin', given: { origin: string; quotaSize?: number }): Promise<unknown>
}

const { origin } = globalThis.location
const setQuota = (quotaSize?: number) =>
  (cdp() as unknown as Debugger).send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  })

async function open(name = freshName('packs')) {
  const opened = await openInWorker(name)
  onTestFinished(opened.end)
  return { ...opened, name }
}

async function filesOf(name: string): Promise<string[]> {
  const root = await navigator.storage.getDirectory()
  const names: string[] = []
  for await (const file of (await root.getDirectoryHandle(`locavore-packs-${name}`)).keys()) names.push(file)
  return names.sort()
}

async function sizeOf(name: string): Promise<number> {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(`locavore-packs-${name}`)
  const files = await Promise.all(
    (await filesOf(name)).map(async (file) => (await folder.getFileHandle(file)).getFile()),
  )
  return files.reduce((sum, { size }) => sum + size, 0)
}

async function hashOf(bytes: Uint8Array<ArrayBuffer> | undefined): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes ?? new Uint8Array()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function noise(bytes: number): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(made.subarray(at, at + 65_536))
  return made
}

const stateOf = (revision: string, files: readonly string[]) => ({
  url: 'https://site.example/manifest.json',
  revision,
  manifest: Uint8Array.of(1),
  files,
  complete: true,
})

describe('Files of packs in a worker', () => {
  describePacks(async () => (await open()).store)

  test('lie in private files and not in the database, and go with the store', async () => {
    const { store, name } = await open()
    await store.putPackFiles(new Map([['a'.repeat(64), noise(100_000)]]))
    await store.putPackFiles(new Map([['b'.repeat(64), noise(50_000)]]))
    const segments = await filesOf(name)
    expect(segments).toHaveLength(1)
    const rows = (of: string) => withRows(databaseName(name), of, (held) => settle(held.getAll()))
    expect(await rows('packFiles')).toEqual([])
    expect(await rows('packIndex')).toEqual([
      { sha256: 'a'.repeat(64), segment: segments[0], offset: 0, bytes: 100_000 },
      { sha256: 'b'.repeat(64), segment: segments[0], offset: 100_000, bytes: 50_000 },
    ])
    await store.erase()
    await expect(filesOf(name)).rejects.toMatchObject({ name: 'NotFoundError' })
  })

  test('go when the store is erased from outside', async () => {
    const { store, name } = await open()
    await store.putPackFiles(new Map([['a'.repeat(64), noise(10)]]))
    await eraseStore(name)
    await expect(filesOf(name)).rejects.toMatchObject({ name: 'NotFoundError' })
  })

  test('that an older page kept in the database are read, and go when no pack names them', async () => {
    const { store, name } = await open()
    const row = { sha256: 'b'.repeat(64), bytes: Uint8Array.of(1, 2, 3) }
    await withRows(databaseName(name), 'packFiles', async (held) => void held.put(row))
    expect(await store.readPackFile(row.sha256)).toEqual(row.bytes)
    await store.putPackFiles(new Map([['a'.repeat(64), Uint8Array.of(4)]]))
    expect(await store.listPackFiles()).toEqual(['a'.repeat(64), row.sha256])
    await store.swapPack(stateOf('r1', ['a'.repeat(64)]))
    expect(await store.listPackFiles()).toEqual(['a'.repeat(64)])
  })

  test('are read by two tabs at the same time', async () => {
    const { store, name } = await open()
    const other = (await open(name)).store
    const bytes = noise(4_000_000)
    await store.putPackFiles(new Map([['a'.repeat(64), bytes]]))
    const reads = Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).readPackFile('a'.repeat(64)))
    for (const read of await Promise.all(reads)) expect(read?.length).toBe(bytes.length)
  })

  test('whose worker is ended while it writes a new pack leave the old one as it was, again and again', async () => {
    const { store, name, end } = await open()
    const old = noise(300_000)
    const oldHash = await hashOf(old)
    await store.putPackFiles(new Map([[oldHash, old]]))
    await store.swapPack(stateOf('r1', [oldHash]))
    end()
    let leftovers = 0
    // Eight at least, and on a slow device more, until one was ended while it wrote.
    for (let round = 0; round < 8 || (round < 40 && leftovers === 0); round += 1) {
      const doomed = await open(name)
      doomed.writeForEver(8_000_000)
      await new Promise((resolve) => setTimeout(resolve, 40 + 23 * round))
      doomed.end()
      const { store: next, end: endNext } = await open(name)
      expect(await next.packState()).toEqual(stateOf('r1', [oldHash]))
      expect(await next.readPackFile(oldHash)).toEqual(old)
      const listed = await next.listPackFiles()
      for (const sha256 of listed) expect(await hashOf(await next.readPackFile(sha256))).toBe(sha256)
      leftovers += (await sizeOf(name)) - old.length - (listed.length - 1) * 8_000_000
      await next.swapPack(stateOf('r1', [oldHash]))
      expect(await sizeOf(name)).toBe(old.length)
      endNext()
    }
    // Else no worker was ended while it wrote, and the test has shown nothing.
    expect(leftovers).toBeGreaterThan(0)
  }, 240_000)

  describe('on a device that is full', () => {
    afterEach(() => setQuota())

    test('are refused with `quota-exceeded`; those before stay whole, and room that is given back is used', async () => {
      const { store, name } = await open()
      await store.append([like('a')])
      const { usage = 0 } = await navigator.storage.estimate()
      await setQuota(usage + 6_000_000)
      const put: string[] = []
      let code = 'resolved'
      for (let index = 0; index < 20 && code === 'resolved'; index += 1) {
        const bytes = noise(1_000_000)
        const sha256 = await hashOf(bytes)
        code = await codeOf(store.putPackFiles(new Map([[sha256, bytes]])))
        if (code === 'resolved') put.push(sha256)
      }
      expect(code).toBe('quota-exceeded')
      expect(put.length).toBeGreaterThan(1)
      expect(await store.listPackFiles()).toEqual([...put].sort())
      expect(await sizeOf(name)).toBe(put.length * 1_000_000)
      for (const sha256 of put) expect(await hashOf(await store.readPackFile(sha256))).toBe(sha256)
      // What the engine does to make room for what a person did.
      await store.swapPack({ ...stateOf('r1', []), complete: false })
      expect(await filesOf(name)).toEqual([])
      const bytes = noise(1_000_000)
      await store.putPackFiles(new Map([[await hashOf(bytes), bytes]]))
      expect(await store.readPackFile(await hashOf(bytes))).toEqual(bytes)
      expect(await store.readLog()).toHaveLength(1)
    })
  })
})
