import { describe, expect, test, vi } from 'vitest'
import { publishCatalogue, publishFile } from '../../testing/browser-catalogue.js'
import { clusterVector, quantisedRows } from '../../testing/clustered-catalogue.js'
import { freshName, open } from '../../testing/open-recommender.js'
import type { Recommender } from '../index.js'

const itemsOf = async (recommender: Recommender) => (await recommender.status()).items

const filesAskedBy = async (recommender: Recommender) =>
  (await recommender.requests()).map(({ url }) => new URL(url).pathname.split('/').at(-1)?.split('.')[0] ?? '')

const PATIENT = { timeout: 30_000, interval: 100 }

describe('a pack in a browser', () => {
  test('serves from its first shard, comes whole, costs a reload nothing and a new revision one shard', async () => {
    const name = freshName()
    const { url } = await publishCatalogue(name, { shardRows: 30 })
    const first = await open({ name, catalogue: url })
    expect(await itemsOf(first)).toBeGreaterThanOrEqual(30)
    await vi.waitFor(async () => expect(await itemsOf(first)).toBe(180), PATIENT)
    await first.close()

    const rows = (salt: number) => quantisedRows([clusterVector(2, 60_000 + salt)])
    const patch = {
      items: [{ id: 'new-one', title: 'New', attributes: { cluster: 'c2' } }],
      removals: ['item-0009'],
      vectors: { text: rows(1), image: rows(2) },
    }
    await publishCatalogue(name, { shardRows: 30, revision: 'r2', patches: [patch] })
    const second = await open({ name, catalogue: url })
    expect(await itemsOf(second)).toBe(180)
    await vi.waitFor(async () => expect((await second.status()).catalogueRevision).toBe('r2'), PATIENT)
    expect((await second.getItems(['new-one']))[0]?.title).toBe('New')
    expect((await filesAskedBy(second)).sort()).toEqual([
      'image-0006',
      'items-0006',
      'manifest',
      'removals-0006',
      'text-0006',
    ])
    expect(second.state).toBe('ready')
  })

  test('with one wrong byte is refused by code, and the old one goes on serving', async () => {
    const name = freshName()
    const { url } = await publishCatalogue(name, { shardRows: 90 })
    const recommender = await open({ name, catalogue: url })
    await vi.waitFor(async () => expect(await itemsOf(recommender)).toBe(180), PATIENT)
    await recommender.close()
    const { files } = await publishCatalogue(name, { shardRows: 90, revision: 'r2', seed: 7_000 })
    const [path = '', bytes = new Uint8Array()] = [...files].find(([file]) => file.startsWith('image-0001')) ?? []
    const wrong = Uint8Array.from(bytes)
    wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 1
    await publishFile(name, path, wrong)
    const again = await open({ name, catalogue: url })
    const refused = { items: 180, catalogueRevision: 'r1', state: 'degraded' }
    await vi.waitFor(async () => {
      const status = await again.status()
      expect(status.reason).toContain('integrity-mismatch')
      expect(status).toMatchObject(refused)
    }, PATIENT)
    expect((await again.recommend()).length).toBe(20)
  })
})
