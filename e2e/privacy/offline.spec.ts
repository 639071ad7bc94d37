import { expect, test } from '@playwright/test'
import { deviceOf, feed, like, openDemo, recommend, waitForOfflineReady } from '../support/demo.js'

test('offline after the first load: feed, likes, search, related, explanation, export all work', async ({
  page,
  context,
}, info) => {
  test.slow()
  await openDemo(page, deviceOf(info))
  await waitForOfflineReady(page)
  await page.evaluate(() => postcards.recommender.search('a quiet harbour')) // the first model download
  const [first = ''] = await recommend(page)
  await like(page, first)
  const before = await feed(page)
  await context.setOffline(true)
  await page.reload()
  await openDemo(page, deviceOf(info))
  expect(await feed(page)).toEqual(before)
  const outcome = await page.evaluate(async () => {
    const { recommender } = postcards
    const list = await recommender.recommend({ limit: 5 })
    const [top] = list
    if (top === undefined) throw new Error('empty list')
    await recommender.record({ type: 'save', itemId: top.item.id })
    return {
      searched: (await recommender.search('snow on the mountains')).length,
      related: (await recommender.related(top.item.id)).length,
      parts: (await recommender.explain(top)).parts.length,
      more: (await recommender.next(list)).length,
      exported: (await recommender.exportData()).size,
    }
  })
  for (const value of Object.values(outcome)) expect(value).toBeGreaterThan(0)
  const broken = await page.evaluate(() =>
    [...document.querySelectorAll('[data-item-id] img')]
      .filter((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth === 0)
      .map((image) => (image as HTMLImageElement).src),
  )
  expect(broken).toEqual([])
  await context.setOffline(false)
})

test('no stored name says anything about the person', async ({ page }) => {
  await openDemo(page, '?device=wasm')
  const [first = ''] = await recommend(page)
  await like(page, first)
  const names = await page.evaluate(async () => [
    ...(await indexedDB.databases()).map(({ name }) => name ?? ''),
    ...(await caches.keys()),
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
  ])
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) {
    expect(name).not.toContain(first)
    expect(name).toMatch(/^[a-z0-9:@.-]+$/)
  }
})
