import { expect, test } from '@playwright/test'
import { deeds, deviceOf, openDemo } from '../support/demo.js'

test('the first feed comes from ready vectors: no runtime and no model is loaded for it', async ({ page }, info) => {
  const requested: string[] = []
  page.context().on('request', (request) => requested.push(new URL(request.url()).pathname))
  await openDemo(page, deviceOf(info))
  await expect(page.locator('[data-item-id]').nth(11)).toBeAttached()
  expect(requested.some((path) => path.includes('/catalogue/'))).toBe(true)
  expect(requested.filter((path) => path.includes('/locavore/'))).toEqual([])
  const { state, encoder } = await page.evaluate(() => postcards.recommender.status())
  expect(state).toBe('ready')
  expect(encoder?.state).toBe('idle')
})

test('a like through the page changes the feed and can be taken back', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const before = await page.evaluate(async () => (await postcards.recommender.recommend()).map(({ item }) => item.id))
  const card = page.locator('[data-item-id]').first()
  const itemId = (await card.getAttribute('data-item-id')) ?? ''
  const heart = card.getByRole('button', { name: /^Like/ })
  await heart.click()
  await expect(heart).toHaveAttribute('aria-pressed', 'true')
  await expect
    .poll(() => page.evaluate(async () => (await postcards.recommender.profile()).likedItems))
    .toEqual([itemId])
  const after = await page.evaluate(async () => (await postcards.recommender.recommend()).map(({ item }) => item.id))
  expect(after).not.toEqual(before)
  expect(after).not.toContain(itemId)
  await heart.click()
  await expect(heart).toHaveAttribute('aria-pressed', 'false')
  await expect.poll(async () => (await deeds(page)).length).toBe(0)
  const again = await page.evaluate(async () => (await postcards.recommender.recommend()).map(({ item }) => item.id))
  expect(again).toEqual(before)
})
