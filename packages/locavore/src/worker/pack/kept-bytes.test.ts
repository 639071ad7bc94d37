import 'fake-indexeddb/auto'
import type { ShardInput } from '@locavore/catalogue'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { expect, test, vi } from 'vitest'
import { clusteredCatalogue, clusterVector, quantisedRows } from '../../../testing/clustered-catalogue.js'
import { callerOf, serveCatalogue } from '../../../testing/open-engine.js'
import { createEngine } from '../engine.js'

const ADDED = 1_000

function addedShard(): ShardInput {
  const items = Array.from({ length: ADDED }, (_, k) => ({ id: `new-${k}`, title: `New ${k}` }))
  const rows = (salt: number) => quantisedRows(items.map((_, k) => clusterVector(k % 6, 80_000 + salt + k)))
  return { items, vectors: { text: rows(0), image: rows(ADDED) } }
}

/** Bytes of every record that is written meanwhile, by store. */
async function bytesWritten(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const bytes: Record<string, number> = {}
  const { put } = IDBObjectStore.prototype
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, ...key) {
    bytes[this.name] = (bytes[this.name] ?? 0) + sizeOf(value)
    return put.call(this, value, ...key)
  })
  await work()
  vi.restoreAllMocks()
  return bytes
}

function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  return Object.entries(value).reduce((sum, [key, own]) => sum + key.length + sizeOf(own), 0)
}

test('a thousand more items write their own files and one small record that names them', async () => {
  const base = { perCluster: 1_000, shardRows: 2_000 }
  const { request, files } = await serveCatalogue({ ...base, open: { storage: 'persistent', name: 'kept-bytes' } })
  const call = callerOf(createEngine({ openStore, createKernels }))
  await call('open', request)
  await call('load', {})
  await call('recommend', {})
  expect(await call('refresh', {})).toMatchObject({ items: 6_000, degraded: [] })

  const next = await clusteredCatalogue({ ...base, revision: 'r2', patches: [addedShard()] })
  const fresh = [...next.files].filter(([path]) => !files.has(path) && path !== 'manifest.json')
  const freshBytes = fresh.reduce((sum, [, bytes]) => sum + bytes.length, 0)
  for (const [path, bytes] of next.files) files.set(path, bytes)
  const written = await bytesWritten(async () => {
    expect(await call('refresh', {})).toMatchObject({ items: 7_000, catalogueRevision: 'r2', degraded: [] })
  })
  expect(fresh).toHaveLength(3)
  expect(written['packFiles']).toBe(freshBytes + 3 * ('sha256'.length + 64 + 'bytes'.length))
  const manifest = next.files.get('manifest.json')?.length ?? 0
  expect(written['meta']).toBeLessThan(manifest + 2_000)
  expect(Object.keys(written).sort()).toEqual(['meta', 'packFiles'])
  await call('close', {})
}, 60_000)
