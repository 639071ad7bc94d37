import 'fake-indexeddb/auto'
import { PackedItems } from '@locavore/catalogue'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore, type Store } from '@locavore/store'
import { afterEach, expect, test, vi } from 'vitest'
import { clusteredCatalogue, clusterVector, quantisedRows } from '../../../../testing/clustered-catalogue.js'
import { callerOf, type EngineCall, feed, like, serveCatalogue } from '../../../../testing/open-engine.js'
import { createEngine } from '../../engine.js'

vi.setConfig({ testTimeout: 60_000 })
afterEach(() => vi.restoreAllMocks())

let names = 0

/** A site whose catalogue is on the device, whole, with what somebody liked; and how to open a page of it. */
async function visited() {
  names += 1
  const open = { storage: 'persistent', name: `item-index-${names}` } as const
  const served = await serveCatalogue({ shardRows: 30, open })
  const page = async () => {
    const call = callerOf(createEngine({ openStore, createKernels }))
    await call('open', served.request)
    await call('load', {})
    return call
  }
  const refreshed = async () => {
    const call = await page()
    await call('recommend', {})
    const report = await call('refresh', {})
    await call('close', {})
    return report
  }
  const onDevice = async <Result>(work: (store: Store) => Promise<Result>) => {
    const { store } = await openStore({ name: open.name })
    const result = await work(store)
    await store.close()
    return result
  }
  const first = await page()
  await like(first, served.items, 'c1')
  await first('close', {})
  expect((await refreshed()).degraded).toEqual([])
  return { ...served, page, refreshed, onDevice }
}

const indexOf = (store: Store) => store.packState().then((state) => state?.index)

async function listOf(call: EngineCall) {
  const list = await feed(call)
  const filtered = await call('recommend', { limit: 50, filter: { cluster: 'c2', even: true } })
  await call('close', {})
  return [list, filtered.entries.map(({ item }) => item)]
}

/** Adds rows to the six shards of 30. */
async function publishMore(files: Map<string, Uint8Array>, rows: number) {
  const items = Array.from({ length: rows }, (_, k) => ({ id: `new-${k}`, attributes: { cluster: 'c2', even: true } }))
  const vectors = (salt: number) => quantisedRows(items.map((_, k) => clusterVector(2, 70_000 + salt + k)))
  const patch = { items, removals: ['item-0009'], vectors: { text: vectors(0), image: vectors(rows) } }
  const next = await clusteredCatalogue({ shardRows: 30, revision: `r${rows}`, patches: [patch] })
  for (const [path, bytes] of next.files) files.set(path, bytes)
}

test('spares reading the items again, and makes the same lists as reading them', async () => {
  const { page, onDevice } = await visited()
  const [known, indexed] = [vi.spyOn(PackedItems, 'known'), vi.spyOn(PackedItems, 'indexed')]
  const withIndex = await listOf(await page())
  expect([known.mock.calls.length, indexed.mock.calls.length]).toEqual([0, 6])
  await onDevice(async (store) => {
    const { index: _, ...state } = (await store.packState()) ?? expect.fail('There is no pack.')
    await store.swapPack(state)
  })
  expect(await listOf(await page())).toEqual(withIndex)
  expect(known).toHaveBeenCalledTimes(6)
})

test.each([
  ['damaged', (bytes: Uint8Array) => bytes.map((byte, at) => (at > 200 ? byte ^ 1 : byte))],
  ['cut off', (bytes: Uint8Array) => bytes.slice(0, 100)],
  ['empty', () => new Uint8Array(0)],
])('that is %s harms nothing: the items are read again', async (_, damage) => {
  const { page, onDevice } = await visited()
  const before = await listOf(await page())
  await onDevice(async (store) => {
    const hash = (await indexOf(store)) ?? expect.fail('There is no index.')
    const bytes = (await store.readPackFile(hash)) ?? expect.fail('It is not here.')
    await store.putPackFiles(new Map([[hash, damage(bytes)]]))
  })
  expect(await listOf(await page())).toEqual(before)
})

test('of another catalogue is not believed', async () => {
  const [one, other] = [await visited(), await visited()]
  await publishMore(other.files, 90)
  expect(await other.refreshed()).toMatchObject({ items: 269, degraded: [] })
  const strange = await other.onDevice(async (store) => {
    const hash = (await indexOf(store)) ?? ''
    return [hash, (await store.readPackFile(hash)) ?? new Uint8Array(0)] as const
  })
  const before = await listOf(await one.page())
  await one.onDevice(async (store) => {
    await store.putPackFiles(new Map([strange]))
    const state = (await store.packState()) ?? expect.fail('There is no pack.')
    await store.swapPack({ ...state, index: strange[0] })
  })
  expect(await listOf(await one.page())).toEqual(before)
})

test('stays for a small delta, and is made anew for a large one; lists have the delta either way', async () => {
  const { page, files, refreshed, onDevice } = await visited()
  const first = await onDevice(indexOf)
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  for (const [rows, stays] of [
    [20, true],
    [90, false],
  ] as const) {
    await publishMore(files, rows)
    expect(await refreshed()).toMatchObject({ items: 179 + rows, degraded: [] })
    const call = await page()
    const { entries } = await call('recommend', { limit: 200, filter: { cluster: 'c2', even: true } })
    expect(entries.filter(({ item }) => item.id.startsWith('new-'))).toHaveLength(rows)
    await expect(call('getItems', { itemIds: ['item-0009'] })).rejects.toMatchObject({ code: 'unknown-item' })
    await call('close', {})
    const index = await onDevice(indexOf)
    if (stays) expect(index).toBe(first)
    else expect(index).not.toBe(first)
    expect(await onDevice((store) => store.listPackFiles())).toContain(index)
  }
})

test('of shards of which one was lost on the device still serves those before it', async () => {
  const { page, files, manifest, onDevice } = await visited()
  files.clear()
  const lost = manifest.shards[3]?.items?.sha256 ?? ''
  await onDevice((store) => store.putPackFiles(new Map([[lost, new Uint8Array(10)]])))
  const call = await page()
  expect(await call('status', {})).toMatchObject({ items: 90 })
  expect((await call('recommend', { limit: 100 })).entries.length).toBeGreaterThan(80)
  await call('close', {})
})
