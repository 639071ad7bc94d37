import 'fake-indexeddb/auto'
import { generateKeyPairSync } from 'node:crypto'
import { formatManifest, type ShardInput, signManifest } from '@locavore/catalogue'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { describe, expect, test, vi } from 'vitest'
import { clusteredCatalogue, clusterVector, quantisedRows } from '../../../testing/clustered-catalogue.js'
import { callerOf, feed, ids, like, type OpenEngineOptions, serveCatalogue } from '../../../testing/open-engine.js'
import type { OpenRequest } from '../../shared/protocol.js'
import { createEngine } from '../engine.js'

vi.setConfig({ testTimeout: 60_000 })

let names = 0

/** A site with a pack of six shards of 30 items, and a way to open pages of it on one device. */
async function site(options: OpenEngineOptions = {}) {
  names += 1
  const open = { storage: 'persistent', name: `packs-${names}`, ...options.open } as const
  const served = await serveCatalogue({ shardRows: 30, ...options, open })
  const page = async (request: Partial<OpenRequest> = {}) => {
    const call = callerOf(createEngine({ openStore, createKernels }))
    await call('open', { ...served.request, ...request })
    await call('load', {})
    return call
  }
  const storeOf = async () => (await openStore({ name: open.name })).store
  /** Puts another revision beside the one there, as a publisher does: files first, the manifest last. */
  const publish = async (next: Parameters<typeof clusteredCatalogue>[0]) => {
    const { files, manifest } = await clusteredCatalogue({ shardRows: 30, ...next })
    for (const [path, bytes] of files) served.files.set(path, bytes)
    return { files, manifest }
  }
  return { ...served, page, storeOf, publish }
}

const requested = async (call: Awaited<ReturnType<Awaited<ReturnType<typeof site>>['page']>>) =>
  (await call('requests', {})).map(({ url }) => new URL(url).pathname.slice(1))

const pathOf = (files: ReadonlyMap<string, unknown>, stem: string) =>
  [...files.keys()].find((path) => path.startsWith(stem)) ?? ''

/** A shard that changes item 3, adds one of cluster 2, and takes item 9 away. */
function patch(): ShardInput {
  const rows = (salt: number) => quantisedRows([clusterVector(3, 60_000 + salt), clusterVector(2, 61_000 + salt)])
  return {
    items: [
      { id: 'item-0003', title: 'Changed', attributes: { cluster: 'c3' } },
      { id: 'new-one', title: 'New', attributes: { cluster: 'c2' } },
    ],
    removals: ['item-0009'],
    vectors: { text: rows(1), image: rows(2) },
  }
}

describe('a first visit', () => {
  test('has a feed from the first shard, and all of it later', async () => {
    const { page, manifest } = await site()
    const call = await page()
    expect(await call('status', {})).toMatchObject({ items: 30, catalogueParts: { here: 1, all: 6 } })
    expect(await requested(call)).toHaveLength(4)
    expect((await call('recommend', { limit: 20 })).entries).toHaveLength(20)
    expect(await call('refresh', {})).toMatchObject({
      ...{ items: 180, degraded: [], catalogueRevision: 'r1' },
      catalogueParts: { here: 6, all: 6 },
    })
    expect(await requested(call)).toHaveLength(1 + 3 * manifest.shards.length)
    await call('close', {})
  })

  test('ranks the same in shards and in one piece, and after a reload', async () => {
    const [shards, whole] = [await site(), await site({ shardRows: 180 })]
    const feeds = []
    for (const { page, items } of [shards, whole]) {
      const call = await page()
      await like(call, items.slice(0, 30), 'c1')
      await call('refresh', {})
      feeds.push((await feed(call)).map(({ id, score }) => [id, score]))
      await call('close', {})
    }
    expect(feeds[0]).toEqual(feeds[1])
    shards.files.clear()
    const reloaded = await shards.page()
    expect((await feed(reloaded)).map(({ id, score }) => [id, score])).toEqual(feeds[0])
    await reloaded('close', {})
  })

  test('that is interrupted goes on where it was, and serves what it has meanwhile', async () => {
    const { page, files } = await site()
    const missing = [pathOf(files, 'image-0003'), files.get(pathOf(files, 'image-0003'))] as const
    files.delete(missing[0])
    const call = await page()
    await call('recommend', {})
    const report = await call('refresh', {})
    expect(report.items).toBe(90)
    expect(report.degraded).toEqual([expect.stringMatching(/3 of 6 parts.*fetch-failed/)])
    await call('close', {})

    const served = new Map(files)
    files.clear()
    const offline = await page()
    expect((await offline('status', {})).items).toBe(90)
    expect(await requested(offline)).toEqual([])
    await offline('close', {})

    for (const [path, bytes] of served) files.set(path, bytes)
    if (missing[1] !== undefined) files.set(...(missing as [string, Uint8Array]))
    const back = await page()
    expect(await back('refresh', {})).toMatchObject({ items: 180, degraded: [] })
    const asked = await requested(back)
    expect(asked.filter((path) => /-000[012]\./.test(path))).toEqual([])
    // Two files of the fourth shard came before the third failed.
    expect(asked.filter((path) => /-0003\./.test(path))).toEqual([missing[0]])
    await back('close', {})
  })

  test('of a pack with a bad shard serves what was good, says the code, and keeps no more of it', async () => {
    const { page, files, manifest } = await site()
    const wrong = manifest.shards.map((shard, index) => (index === 3 ? { ...shard, replaced: 1 } : shard))
    files.set('manifest.json', formatManifest({ ...manifest, shards: wrong, itemCount: manifest.itemCount - 1 }))
    for (let visit = 0; visit < 2; visit += 1) {
      const call = await page()
      await call('recommend', {})
      const report = await call('refresh', {})
      expect(report.items).toBe(90)
      expect(report.degraded).toEqual([expect.stringMatching(/3 of 6 parts.*catalogue-invalid/)])
      await call('close', {})
    }
    files.set('manifest.json', formatManifest(manifest))
    const back = await page()
    expect(await back('refresh', {})).toMatchObject({ items: 180, degraded: [] })
    await back('close', {})
  })

  test('can be given up between shards; what came is kept', async () => {
    const { request, storeOf, page } = await site()
    const service = createEngine({ openStore, createKernels })
    const call = callerOf(service)
    await call('open', request)
    await call('load', {})
    await call('recommend', {})
    let cancel = () => {}
    const refreshing = service.refresh(
      {},
      {
        cancelled: () => false,
        onCancel: (listener) => {
          cancel = listener
        },
        progress: () => cancel(),
      },
    )
    expect((await refreshing).items).toBeLessThan(180)
    await call('close', {})
    const store = await storeOf()
    expect(await store.packState()).toMatchObject({ complete: false, revision: 'r1' })
    await store.close()
    const again = await page()
    expect(await again('refresh', {})).toMatchObject({ items: 180, degraded: [] })
    await again('close', {})
  })
})

describe('a new revision', () => {
  async function kept(options: OpenEngineOptions = {}) {
    const opened = await site(options)
    const call = await opened.page()
    await call('recommend', {})
    await call('refresh', {})
    return { ...opened, call }
  }

  test('costs the shard that is new, and changes, adds and removes what it says', async () => {
    const { call, publish, storeOf } = await kept()
    const before = (await requested(call)).length
    const { manifest } = await publish({ revision: 'r2', patches: [patch()] })
    expect(await call('refresh', {})).toMatchObject({ items: 180, catalogueRevision: 'r2', degraded: [] })
    const asked = (await requested(call)).slice(before)
    expect(asked.map((path) => path.split('.')[0]).sort()).toEqual([
      'image-0006',
      'items-0006',
      'manifest',
      'removals-0006',
      'text-0006',
    ])
    const { items } = await call('getItems', { itemIds: ['item-0003', 'new-one'] })
    expect(items.map(({ title }) => title)).toEqual(['Changed', 'New'])
    await expect(call('getItems', { itemIds: ['item-0009'] })).rejects.toMatchObject({ code: 'unknown-item' })
    const shown = await call('related', { itemId: 'item-0003', limit: 10 })
    expect(shown.entries.length).toBe(10)
    const store = await storeOf()
    // And one that tells what reading them has come to.
    expect(await store.listPackFiles()).toHaveLength(manifest.shards.length * 3 + 1 + 1)
    await store.close()
    await call('close', {})
  })

  test('that was compacted lets go of the files of the old one', async () => {
    const { call, publish, storeOf } = await kept()
    await publish({ revision: 'r2', shardRows: 180 })
    expect(await call('refresh', {})).toMatchObject({ items: 180, catalogueRevision: 'r2' })
    const store = await storeOf()
    expect(await store.listPackFiles()).toHaveLength(3 + 1)
    await store.close()
    await call('close', {})
  })

  test('the old one serves until the new one is whole; a download cut short goes on', async () => {
    const { call, page, publish, files } = await kept()
    const next = await publish({ revision: 'r2', seed: 40_000 })
    const cut = pathOf(new Map([...next.files].filter(([path]) => path.startsWith('text-0004'))), 'text-0004')
    files.delete(cut)
    const report = await call('refresh', {})
    expect(report).toMatchObject({ items: 180, catalogueRevision: 'r1' })
    expect(report.degraded[0]).toMatch(/fetch-failed.*goes on serving/)
    await call('close', {})
    const again = await page()
    expect((await again('status', {})).catalogueRevision).toBe('r1')
    files.set(cut, next.files.get(cut) ?? new Uint8Array())
    expect(await again('refresh', {})).toMatchObject({ items: 180, catalogueRevision: 'r2', degraded: [] })
    expect((await requested(again)).filter((path) => /-000[0123]\./.test(path))).toEqual([])
    await again('close', {})
  })

  test.each([
    ['an id twice', { items: [{ id: 'item-0000' }], replaced: 0 }],
    ['a removal of nothing', { removals: ['nothing'] }],
  ])('with %s is refused, and the old one goes on serving', async (_, wrong) => {
    const { call, publish, files } = await kept()
    const before = await feed(call)
    // Written right, then made wrong where only the content can tell.
    const shard = 'removals' in wrong ? { items: [], removals: ['item-0001'] } : { items: [{ id: 'item-0000' }] }
    const { manifest } = await publish({ revision: 'r2', patches: [shard] })
    const last = manifest.shards[6]
    if (last === undefined) throw new Error('shard')
    if ('removals' in wrong) {
      const bytes = new TextEncoder().encode('"item-XXXX"\n')
      const { sha256 } = await import('@locavore/catalogue')
      const file = { path: 'removals-wrong.jsonl', bytes: bytes.length, sha256: await sha256(bytes), count: 1 }
      files.set(file.path, bytes)
      const shards = [...manifest.shards.slice(0, 6), { ...last, removals: file }]
      files.set('manifest.json', formatManifest({ ...manifest, shards }))
    } else {
      const shards = [...manifest.shards.slice(0, 6), { ...last, replaced: 0 }]
      files.set('manifest.json', formatManifest({ ...manifest, shards, itemCount: manifest.itemCount + 1 }))
    }
    const report = await call('refresh', {})
    expect(report).toMatchObject({ items: 180, catalogueRevision: 'r1' })
    expect(report.degraded[0]).toContain('catalogue-invalid')
    expect(await feed(call)).toEqual(before)
    await call('close', {})
  })
})

describe('a key', () => {
  const keyPair = () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const pkcs8 = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }))
    return {
      text: publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64'),
      secret: () => crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']),
    }
  }

  test('lets signed packs in and keeps others out; the old one goes on serving', async () => {
    const key = keyPair()
    const { page, files, manifest, publish } = await site()
    const publicKeys = [key.text]
    await expect(page({ publicKeys })).rejects.toMatchObject({ code: 'signature-invalid' })
    files.set('manifest.json', formatManifest(await signManifest(manifest, await key.secret())))
    const call = await page({ publicKeys })
    await call('recommend', {})
    expect((await call('refresh', {})).degraded).toEqual([])

    const next = await publish({ revision: 'r2', patches: [patch()] })
    files.set('manifest.json', formatManifest(await signManifest(next.manifest, await keyPair().secret())))
    const report = await call('refresh', {})
    expect(report).toMatchObject({ items: 180, catalogueRevision: 'r1' })
    expect(report.degraded[0]).toContain('signature-invalid')
    await call('close', {})
  })

  test('configured later, does not trust what an unsigned pack left on the device', async () => {
    const { page } = await site()
    const call = await page()
    await call('recommend', {})
    await call('refresh', {})
    await call('close', {})
    await expect(page({ publicKeys: [keyPair().text] })).rejects.toMatchObject({ code: 'signature-invalid' })
  })
})

describe('own items', () => {
  test('of the same id stay the person’s, through every shard and revision', async () => {
    const { page, publish } = await site({ open: { storage: 'memory' } })
    const call = await page()
    await call('putItems', { items: [{ item: { id: 'item-0170', title: 'Mine' }, embeddings: [] }] })
    const titles = async () => (await call('getItems', { itemIds: ['item-0170'] })).items.map(({ title }) => title)
    expect(await titles()).toEqual(['Mine'])
    await call('refresh', {})
    expect(await titles()).toEqual(['Mine'])
    await publish({ revision: 'r2', patches: [patch()] })
    expect(await call('refresh', {})).toMatchObject({ items: 180, catalogueRevision: 'r2' })
    expect(await titles()).toEqual(['Mine'])
    expect(ids(await call('recommend', { limit: 5 }))).toHaveLength(5)
    await call('close', {})
  })
})
