import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { deeds, deviceOf, feed, like, openDemo, recommend } from '../support/demo.js'

test('a reload keeps everything', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  for (const itemId of (await recommend(page)).slice(0, 3)) await like(page, itemId)
  const before = await feed(page)
  await page.reload()
  await openDemo(page, deviceOf(info))
  expect(await feed(page)).toEqual(before)
  expect((await page.evaluate(() => postcards.recommender.profile())).likedItems).toHaveLength(3)
})

test('forgetting one like is as if it had never happened', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const [first = '', second = ''] = await recommend(page)
  await like(page, first)
  const without = await feed(page)
  await like(page, second)
  const sequence = await page.evaluate(
    async (itemId) => (await postcards.recommender.history()).find((entry) => entry.itemId === itemId)?.sequence ?? 0,
    second,
  )
  expect(await feed(page)).not.toEqual(without)
  await page.evaluate((sequence) => postcards.recommender.forget(sequence), sequence)
  expect(await feed(page)).toEqual(without)
})

test('a paused page learns nothing, says so, and goes on where it was', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const [first = ''] = await recommend(page)
  await like(page, first)
  const before = await feed(page)
  await page.getByRole('button', { name: /what this device knows/i }).click()
  await page.getByTestId('pause').click()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('paused')).toBeVisible()
  const refused = await page.evaluate(async () => {
    const { recommender } = postcards
    const [top] = await recommender.recommend({ limit: 1 })
    const recorded = await recommender.record({ type: 'like', itemId: top?.item.id ?? '' })
    const code = await recommender.record({ type: 'like', itemId: 'no-such-item' }).then(
      () => 'none',
      (error: { code: string }) => error.code,
    )
    return { recorded, code, paused: (await recommender.status()).paused }
  })
  expect(refused).toEqual({ recorded: undefined, code: 'unknown-item', paused: true })
  expect(await deeds(page)).toEqual(['like'])
  expect(await feed(page)).toEqual(before)
  await page.getByTestId('paused').getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByTestId('paused')).toHaveCount(0)
  await like(page, before[0]?.id ?? '')
  expect(await feed(page)).not.toEqual(before)
})

test('export, erase, import gives the same feed; after erasing nothing is left', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const fresh = await feed(page)
  for (const itemId of (await recommend(page)).slice(0, 4)) await like(page, itemId)
  const before = await feed(page)
  expect(before).not.toEqual(fresh)
  const text = await page.evaluate(async () => (await postcards.recommender.exportData()).text())
  await page.evaluate(() => postcards.recommender.erase())
  const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(left).toEqual([])
  await page.reload()
  await openDemo(page, deviceOf(info))
  expect(await feed(page)).toEqual(fresh)
  await page.evaluate((text) => postcards.recommender.importData(new Blob([text])), text)
  expect(await deeds(page)).toEqual(['like', 'like', 'like', 'like'])
  expect(await feed(page)).toEqual(before)
})

test('the panel exports a file, and a damaged file is refused without a trace', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  for (const itemId of (await recommend(page)).slice(0, 2)) await like(page, itemId)
  await page.getByRole('button', { name: /what this device knows/i }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: /^export/i }).click()
  const data = JSON.parse(readFileSync((await (await download).path()) ?? '', 'utf8'))
  const did = data.interactions.filter(({ type }: { type: string }) => type !== 'impression')
  expect(did).toHaveLength(2)
  const before = await feed(page)
  const code = await page.evaluate(
    (text) =>
      postcards.recommender.importData(new Blob([text])).then(
        () => 'none',
        (error: { code: string }) => error.code,
      ),
    JSON.stringify({ ...data, interactions: [{ ...data.interactions[0], type: 'no-such-type' }] }),
  )
  expect(code).toBe('import-invalid')
  expect(await feed(page)).toEqual(before)
})
