import { openStore } from '@locavore/store'
import { describe, expect, test, vi } from 'vitest'
import { publishCatalogue, publishFile } from '../../testing/browser-catalogue.js'
import { clusterVector, quantisedRows } from '../../testing/clustered-catalogue.js'
import { freshName, open } from '../../testing/open-recommender.js'
import { createRecommender, type Recommender } from '../index.js'

const itemsOf = async (recommender: Recommender) => (await recommender.status()).items

const filesAskedBy = async (recommender: Recommender) =>
  (await recommender.requests()).map(({ url }) => new URL(url).pathname.split('/').at(-1)?.split('.')[0] ?? '')

/** Whether the device has a pack of this site, whole. */
async function isKept(name: string): Promise<boolean> {
  const { store } = await openStore({ name })
  const state = await store.packState()
  await store.close()
  return state?.complete === true
}

const PATIENT = { timeout: 30_000, interval: 100 }

describe('a pack in a browser', () => {
  test('serves from its first shard, comes whole, costs a reload nothing and a new revision one shard', async () => {
    const name = freshName()
    const { url } = await publishCatalogue(name, { shardRows: 30 })
    const first = await open({ name, catalogue: url })
    expect(await itemsOf(first)).toBeGreaterThanOrEqual(30)
    await vi.waitFor(async () => expect([await itemsOf(first), await isKept(name)]).toEqual([180, true]), PATIENT)
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
    await vi.waitFor(async () => expect([await itemsOf(recommender), await isKept(name)]).toEqual([180, true]), PATIENT)
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

  test('whose page dies while a new revision is being kept serves the old one whole, or the new one whole', async () => {
    const name = freshName()
    const shape = { shardRows: 600, perCluster: 500 }
    const { url } = await publishCatalogue(name, shape)
    const first = await open({ name, catalogue: url })
    await vi.waitFor(async () => expect(await isKept(name)).toBe(true), PATIENT)
    await first.close()
    const served: (string | undefined)[] = []
    for (let round = 0; round < 6; round += 1) {
      await publishCatalogue(name, { ...shape, revision: `r${round + 2}`, seed: 10_000 * (round + 2) })
      const doomed: Worker[] = []
      const engine = () => {
        doomed.push(new Worker(new URL('../worker/engine-worker.ts', import.meta.url), { type: 'module' }))
        return doomed.at(-1) as Worker
      }
      const dying = await createRecommender({ name, catalogue: url, workers: { engine } })
      await new Promise((resolve) => setTimeout(resolve, 60 * round * round))
      for (const worker of doomed) worker.terminate()
      await dying.close().catch(() => undefined)
      // The site is away: what is served now is what the device has.
      await publishFile(name, 'manifest.json', new TextEncoder().encode('{}'))
      const again = await open({ name, catalogue: url })
      expect(await again.recommend({ limit: 50 })).toHaveLength(50)
      const { items, catalogueRevision, reason } = await again.status()
      expect(items).toBe(3_000)
      expect(reason).not.toContain('damaged')
      served.push(catalogueRevision)
      await again.close()
    }
    // Revisions come one after the other, and the first page died before it could have brought its own.
    expect(served[0]).toBe('r1')
    expect(served).toEqual([...served].sort())
  }, 240_000)
})
