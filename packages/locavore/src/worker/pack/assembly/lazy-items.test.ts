import 'fake-indexeddb/auto'
import { formatManifest, PackedItems, type ShardInput, sha256 } from '@locavore/catalogue'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { clusteredCatalogue, clusterVector, quantisedRows } from '../../../../testing/clustered-catalogue.js'
import { callerOf, ids, serveCatalogue } from '../../../../testing/open-engine.js'
import { createEngine } from '../../engine.js'

vi.setConfig({ testTimeout: 60_000 })
afterEach(() => vi.restoreAllMocks())

let names = 0

/** A site whose catalogue is on the device, whole; and how to open a page of it. */
async function visited() {
  names += 1
  const open = { storage: 'persistent', name: `lazy-items-${names}` } as const
  const served = await serveCatalogue({ shardRows: 30, open })
  const page = async () => {
    const call = callerOf(createEngine({ openStore, createKernels }))
    await call('open', served.request)
    await call('load', {})
    return call
  }
  const first = await page()
  await first('recommend', {})
  expect(await first('refresh', {})).toMatchObject({ items: 180, degraded: [] })
  await first('close', {})
  return { ...served, page, store: async () => (await openStore({ name: open.name })).store }
}

describe('a catalogue that was restored', () => {
  test('makes the items of the list that is asked for, and no other', async () => {
    const { page } = await visited()
    const made = vi.spyOn(PackedItems.prototype, 'itemAt')
    const all = vi.spyOn(PackedItems.prototype, 'items')
    const call = await page()
    expect(made).not.toHaveBeenCalled()
    expect((await call('recommend', { limit: 10 })).entries).toHaveLength(10)
    expect(all).not.toHaveBeenCalled()
    await call('recommend', { limit: 10, filter: { cluster: 'c1' } })
    expect(all).toHaveBeenCalledTimes(6)
    await call('recommend', { limit: 10, filter: { cluster: 'c2' } })
    expect(all).toHaveBeenCalledTimes(6)
    await call('close', {})
  })

  test('filters by attributes that were never asked about before, and by what was added and removed since', async () => {
    const { page } = await visited()
    const call = await page()
    const clusters = async (filter: { cluster: string; even?: boolean }) => {
      const { entries } = await call('recommend', { limit: 100, filter })
      return entries.map(({ item }) => item)
    }
    expect(await clusters({ cluster: 'c1', even: true })).toEqual([])
    const before = await clusters({ cluster: 'c1', even: false })
    expect(before).toHaveLength(30)
    expect(before.every(({ attributes, title }) => attributes?.['cluster'] === 'c1' && title !== undefined)).toBe(true)
    const own = { id: 'own', title: 'Own', attributes: { cluster: 'c1', even: false } }
    expect(await call('putItems', { items: [{ item: own, embeddings: [] }] })).toMatchObject({ added: 1 })
    expect(await clusters({ cluster: 'c1', even: false })).toContainEqual(own)
    const changed = { ...own, attributes: { cluster: 'c1', even: true } }
    await call('putItems', { items: [{ item: changed, embeddings: [] }] })
    expect(await clusters({ cluster: 'c1', even: true })).toEqual([changed])
    await call('removeItems', { itemIds: ['own'] })
    expect(await clusters({ cluster: 'c1' })).toHaveLength(30)
    await call('close', {})
  })

  test('has what a delta changed, added and took away in the next list, and after the next start', async () => {
    const { page, files } = await visited()
    const call = await page()
    const rows = (salt: number) => quantisedRows([clusterVector(3, 60_000 + salt), clusterVector(2, 61_000 + salt)])
    const patch: ShardInput = {
      items: [
        { id: 'item-0003', title: 'Changed', attributes: { cluster: 'other' } },
        { id: 'new-one', title: 'New', attributes: { cluster: 'other' } },
      ],
      removals: ['item-0009'],
      vectors: { text: rows(1), image: rows(2) },
    }
    expect(ids(await call('recommend', { limit: 5, filter: { cluster: 'other' } }))).toEqual([])
    const next = await clusteredCatalogue({ shardRows: 30, revision: 'r2', patches: [patch] })
    for (const [path, bytes] of next.files) files.set(path, bytes)
    expect(await call('refresh', {})).toMatchObject({ items: 180, catalogueRevision: 'r2', degraded: [] })
    for (const now of [call, await page()]) {
      expect(ids(await now('recommend', { limit: 5, filter: { cluster: 'other' } })).sort()).toEqual([
        'item-0003',
        'new-one',
      ])
      expect((await now('getItems', { itemIds: ['item-0003'] })).items[0]?.title).toBe('Changed')
      await expect(now('getItems', { itemIds: ['item-0009'] })).rejects.toMatchObject({ code: 'unknown-item' })
      await now('close', {})
    }
  })

  test('refuses a new shard with one line that is broken, and goes on serving what it has', async () => {
    const { page, files, manifest } = await visited()
    const call = await page()
    const broken = new TextEncoder().encode('{"id":"new-one","title":nothing}\n')
    const shard = {
      rows: 1,
      replaced: 0,
      items: { path: 'broken.jsonl', bytes: broken.length, sha256: await sha256(broken) },
      vectors: {},
    }
    files.set('broken.jsonl', broken)
    const next = { ...manifest, revision: 'r2', itemCount: 181, shards: [...manifest.shards, shard] }
    files.set('manifest.json', formatManifest(next))
    const report = await call('refresh', {})
    expect(report).toMatchObject({ items: 180, catalogueRevision: 'r1' })
    expect(report.degraded).toEqual([expect.stringContaining('catalogue-invalid')])
    expect((await call('recommend', { limit: 5, filter: { cluster: 'c1' } })).entries).toHaveLength(5)
    await call('close', {})
  })
})
