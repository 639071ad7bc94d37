import { openStore } from '@locavore/store'
import { afterEach, expect, test, vi } from 'vitest'
import { cdp } from 'vitest/browser'
import { publishCatalogue } from '../../testing/browser-catalogue.js'
import { clusterVector } from '../../testing/clustered-catalogue.js'
import { freshName, open } from '../../testing/open-recommender.js'
import type { Recommender } from '../index.js'

interface Debugger {
  send(method: 'Storage.overrideQuotaForOrigin', given: { origin: string; quotaSize?: number }): Promise<unknown>
}

const { origin } = globalThis.location
const setQuota = (quotaSize?: number) =>
  (cdp() as unknown as Debugger).send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  })

/** Bytes: a few dozen items of one's own. */
const ROOM = 4_000_000

/** Letters that do not compress: what compresses is counted by its small size on the disk. */
const noise = (length: number) => Array.from({ length }, () => Math.floor(Math.random() * 36).toString(36)).join('')

async function isKept(name: string): Promise<boolean> {
  const { store } = await openStore({ name })
  const state = await store.packState()
  await store.close()
  return state?.complete === true
}

const usageNow = async () => (await navigator.storage.estimate()).usage ?? 0

/**
 * Adds items one by one until the status says that the device is full. What other tests have left is cleared away at any time,
 * so the room is made small again before each. @returns those that were stored
 */
async function addUntilFull(recommender: Recommender): Promise<readonly string[]> {
  const stored: string[] = []
  let quota = Number.POSITIVE_INFINITY
  for (let index = 0; index < 300; index += 1) {
    quota = Math.min(quota, (await usageNow()) + ROOM)
    await setQuota(quota)
    const item = { id: `own-${index}`, text: noise(90_000), embeddings: { text: clusterVector(1, index) } }
    if ((await recommender.addItems([item])).added === 1) stored.push(item.id)
    if ((await recommender.status()).reason.includes('full')) return stored
  }
  const { usage, quota: allowed } = await navigator.storage.estimate()
  throw new Error(
    `${stored.length} items were stored and the device was not full: ${usage} of ${allowed} bytes, ${quota} set`,
  )
}

afterEach(() => setQuota())

test('a device that is full gives up the catalogue for what the person does, and has it again when there is room', async ({
  skip,
}) => {
  const name = freshName()
  const { url, items } = await publishCatalogue(name, { perCluster: 1_000, shardRows: 2_000 })
  const recommender = await open({ name, catalogue: url })
  await vi.waitFor(async () => expect(await isKept(name)).toBe(true), { timeout: 60_000, interval: 200 })
  await recommender.record({ type: 'like', itemId: items[0]?.id ?? '' })
  await setQuota((await usageNow()) + ROOM)
  const { quota = 0 } = await navigator.storage.estimate()
  skip(
    quota > 1e9,
    'This browser answered the quota it was given, and kept its own: how a full device is met was not tried here.',
  )
  const stored = await addUntilFull(recommender)
  expect(stored.length).toBeGreaterThan(5)
  expect((await recommender.status()).reason).toContain('the catalogue kept here')
  expect(await isKept(name)).toBe(false)
  expect(await recommender.recommend()).toHaveLength(20)
  await recommender.close()

  await setQuota()
  const again = await open({ name, catalogue: url })
  expect(await again.history()).toHaveLength(1)
  expect((await again.getItems(stored)).map(({ id }) => id)).toEqual(stored)
  await vi.waitFor(async () => expect((await again.status()).items).toBe(6_000 + stored.length), {
    timeout: 60_000,
    interval: 200,
  })
  await vi.waitFor(async () => expect(await isKept(name)).toBe(true), { timeout: 60_000, interval: 200 })
}, 240_000)
