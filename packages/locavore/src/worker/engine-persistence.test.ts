import 'fake-indexeddb/auto'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { describe, expect, test, vi } from 'vitest'
import { clusteredCatalogue, TEST_SPACE } from '../../testing/clustered-catalogue.js'
import { callerOf, feed, ids, like, openEngine, serveCatalogue } from '../../testing/open-engine.js'
import type { OpenRequest } from '../shared/protocol.js'
import { createEngine } from './engine.js'

/** News of other tabs come as messages: soon, and on a busy machine later. */
const NEWS = { timeout: 20_000, interval: 10 }

let names = 0
function persistent() {
  names += 1
  return { storage: 'persistent', name: `shelf-${names}` } as const
}

/** An engine with its catalogue on the device. Keeping it waits for a first list. */
async function openKept() {
  const opened = await openEngine({ open: persistent() })
  await opened.call('recommend', { limit: 1 })
  await opened.call('refresh', {})
  return opened
}

/** Another tab, or the same page after a reload. */
async function another(request: OpenRequest) {
  const call = callerOf(createEngine({ openStore, createKernels }))
  await call('open', request)
  await call('load', {})
  return call
}

async function storeOf(request: OpenRequest) {
  return (await openStore({ name: request.name })).store
}

describe('a reload', () => {
  test('keeps everything, and needs no network', async () => {
    const { call, items, request, files } = await openKept()
    await like(call, items, 'c1')
    await call('putItems', {
      items: [
        {
          item: { id: 'mine' },
          embeddings: [{ modality: 'image', spaceId: TEST_SPACE.id, vector: new Float32Array(24).fill(1) }],
        },
      ],
    })
    const before = await feed(call)
    await call('close', {})

    files.clear()
    const reloaded = await another(request)
    expect(await reloaded('requests', {})).toEqual([])
    expect(await feed(reloaded)).toEqual(before)
    expect(await reloaded('getItems', { itemIds: ['mine'] })).toEqual({ items: [{ id: 'mine' }] })
    const report = await reloaded('refresh', {})
    expect(report.degraded[0]).toContain('fetch-failed')
    expect(report.items).toBe(items.length + 1)
    await reloaded('close', {})
  })

  test('the profile is the same from its snapshot, from the log, and from a snapshot that was damaged', async () => {
    const { call, items, request } = await openKept()
    await like(call, items, 'c4')
    const before = await feed(call)
    await call('close', {})

    const store = await storeOf(request)
    const snapshot = await store.loadProfile()
    expect(snapshot?.revision).toEqual(await store.revision())
    const revision = await store.revision()
    const fromSnapshot = await another(request)
    expect(await feed(fromSnapshot)).toEqual(before)
    await fromSnapshot('close', {})

    for (const bytes of [new Uint8Array(), Uint8Array.of(1, 2, 3), new Uint8Array(5_000)]) {
      await store.saveProfile({ revision, bytes })
      const call = await another(request)
      expect(await feed(call)).toEqual(before)
      await call('close', {})
    }
    await store.close()
  })

  test('a snapshot from before the last interactions is folded on', async () => {
    const { call, items, request } = await openKept()
    await like(call, items, 'c4')
    await call('profile', {})
    await call('close', {})
    const store = await storeOf(request)
    await store.append([{ type: 'like', itemId: items[1]?.id ?? '', at: 1 }])
    const behind = await store.loadProfile()
    expect(behind?.revision.last).toBe(5)
    const reloaded = await another(request)
    expect((await reloaded('profile', {})).likedItems).toHaveLength(6)
    await reloaded('close', {})
    await store.close()
  })
})

describe('a damaged catalogue on the device', () => {
  /** A reload's worth of data: likes, an own item, and a chunk of the catalogue with a changed byte. */
  async function damaged() {
    const opened = await openKept()
    const { call, items, request } = opened
    await like(call, items, 'c1')
    const embeddings = [{ modality: 'text', spaceId: TEST_SPACE.id, vector: new Float32Array(24).fill(1) }] as const
    await call('putItems', { items: [{ item: { id: 'mine' }, embeddings }] })
    const before = await feed(call)
    await call('close', {})
    const [, vectors = new Uint8Array()] = [...opened.files].find(([path]) => path.startsWith('text-')) ?? []
    await flipByte(request.name, vectors)
    return { ...opened, before }
  }

  test('is fetched again and kept, and nothing of the person is lost', async () => {
    const { before, files, request } = await damaged()
    const reloaded = await another(request)
    expect(await feed(reloaded)).toEqual(before)
    expect((await reloaded('profile', {})).likedItems).toHaveLength(5)
    expect((await reloaded('refresh', {})).degraded).toEqual([])
    await reloaded('close', {})

    files.clear()
    const again = await another(request)
    expect(await feed(again)).toEqual(before)
    await again('close', {})
  })

  test('that cannot be fetched again leaves the person their own, says so, and comes back with the network', async () => {
    const { before, files, request } = await damaged()
    const served = new Map(files)
    files.clear()
    for (let visit = 0; visit < 2; visit += 1) {
      const reloaded = await another(request)
      const report = await reloaded('refresh', {})
      expect(report.items).toBe(1)
      expect(report.degraded).toEqual([expect.stringMatching(/damaged.*fetch-failed/)])
      expect(await reloaded('history', {})).toHaveLength(5)
      await reloaded('close', {})
    }
    for (const [path, bytes] of served) files.set(path, bytes)
    const back = await another(request)
    expect(await feed(back)).toEqual(before)
    expect((await back('status', {})).degraded).toEqual([])
    await back('close', {})
  })
})

describe('two tabs', () => {
  test('see each other: likes, forgetting, own items and their removal', async () => {
    const one = await openKept()
    const other = await another(one.request)
    await like(one.call, one.items, 'c5')
    expect(await feed(other)).toEqual(await feed(one.call))

    const list = await one.call('recommend', { limit: 5 })
    await other('forget', { sequences: [1, 2] })
    const shown = { listId: list.listId, itemId: ids(list)[0] ?? '' }
    await expect(one.call('explain', shown)).rejects.toMatchObject({ code: 'unknown-list' })
    expect(await feed(one.call)).toEqual(await feed(other))
    expect((await one.call('profile', {})).interactions).toBe(3)

    const embeddings = [{ modality: 'text', spaceId: TEST_SPACE.id, vector: new Float32Array(24).fill(1) }] as const
    await other('putItems', { items: [{ item: { id: 'theirs' }, embeddings }] })
    const seen = async () =>
      expect(await one.call('getItems', { itemIds: ['theirs'] })).toEqual({ items: [{ id: 'theirs' }] })
    await vi.waitFor(seen, NEWS)
    await one.call('removeItems', { itemIds: ['theirs'] })
    const gone = () =>
      expect(other('getItems', { itemIds: ['theirs'] })).rejects.toMatchObject({ code: 'unknown-item' })
    await vi.waitFor(gone, NEWS)
    await one.call('close', {})
    await other('close', {})
  })

  test('what one erases, the other does not bring back', async () => {
    const one = await openKept()
    const other = await another(one.request)
    await like(other, one.items, 'c5')
    await one.call('erase', {})
    await vi.waitFor(() => expect(other('history', {})).rejects.toMatchObject({ code: 'closed' }), NEWS)
    await expect(other('record', { interaction: { type: 'like', itemId: 'item-0000' } })).rejects.toMatchObject({
      code: 'closed',
    })
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`locavore:${one.request.name}`)
  })
})

describe('the page may be frozen', () => {
  test('a suspended engine holds no database, and goes on with what other tabs did meanwhile', async () => {
    const { call, items, request } = await openKept()
    await like(call, items, 'c2')
    await call('suspend', {})
    const other = await another(request)
    await other('record', { interaction: { type: 'hide', itemId: 'item-0000' } })
    const after = await call('profile', {})
    expect(after).toMatchObject({ interactions: 6, hiddenItems: ['item-0000'] })
    await call('close', {})
    await other('close', {})
  })
})

describe('another catalogue', () => {
  test('is taken over quietly, and lists that are open go on', async () => {
    const { call, request, files } = await openKept()
    const list = await call('recommend', { limit: 10 })
    await replaceFiles(files, { perCluster: 40, revision: 'r2' })
    const report = await call('refresh', {})
    expect(report).toMatchObject({ catalogueRevision: 'r2', items: 240, degraded: [] })
    const second = await call('next', { listId: list.listId })
    expect(second.entries).toHaveLength(10)
    expect(ids(second).some((id) => ids(list).includes(id))).toBe(false)
    await call('close', {})
    const reloaded = await another(request)
    expect((await reloaded('status', {})).items).toBe(240)
    await reloaded('close', {})
  })

  test('that is broken leaves the old one serving, and says so', async () => {
    const { call, files } = await openKept()
    const before = await feed(call)
    await replaceFiles(files, { perCluster: 40, revision: 'r2' })
    const text = [...files.keys()].filter((path) => path.startsWith('text-')).at(-1) ?? ''
    files.set(text, new Uint8Array(files.get(text)?.length ?? 0))
    const report = await call('refresh', {})
    expect(report).toMatchObject({ catalogueRevision: 'r1', items: 180 })
    expect(report.degraded[0]).toContain('integrity-mismatch')
    expect(await feed(call)).toEqual(before)
    await call('close', {})
  })

  test('that cannot be asked for offline is no complaint: the one on the device is meant for that', async () => {
    const { call, files } = await openKept()
    files.clear()
    Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { onLine: false } })
    try {
      expect((await call('refresh', {})).degraded).toEqual([])
    } finally {
      Reflect.deleteProperty(globalThis, 'navigator')
    }
    await call('close', {})
  })

  test('of another space than the encoder is refused when there is no other', async () => {
    const space = { ...TEST_SPACE, id: 'another/space@1' }
    const { request } = await serveCatalogue({ open: { ...persistent(), space } })
    await expect(another(request)).rejects.toMatchObject({ code: 'space-mismatch' })
  })
})

async function replaceFiles(files: Map<string, Uint8Array>, options: Parameters<typeof clusteredCatalogue>[0]) {
  const next = await clusteredCatalogue(options)
  for (const [path, bytes] of next.files) files.set(path, bytes)
}

/** Changes a stored file of the site past the store, as a failing disk does. */
async function flipByte(name: string, file: Uint8Array): Promise<void> {
  const database = await settled(indexedDB.open(`locavore:${name}`))
  const files = database.transaction('packFiles', 'readwrite').objectStore('packFiles')
  const rows = await settled(files.getAll())
  const row = rows.find(({ bytes }) => indexedDB.cmp(Uint8Array.from(bytes), file) === 0)
  const bytes = Uint8Array.from(row.bytes)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  await settled(files.put({ ...row, bytes }))
  database.close()
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
