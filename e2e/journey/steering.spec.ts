import { expect, type Page, test } from '@playwright/test'
import { deeds, deviceOf, feed, like, openDemo, recommend, sceneOf } from '../support/demo.js'

test.setTimeout(180_000)

const weatherShare = async (page: Page, weather: string) =>
  (await recommend(page)).filter((id) => sceneOf(id).weather === weather).length / 20

test('a new person is asked a few, may skip, and three answers make the feed', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const picks = page.getByTestId('picks')
  const answers = picks.getByRole('button', { name: /^like /i })
  await expect(answers).toHaveCount(10)
  for (const k of [0, 3, 6]) await answers.nth(k).click()
  await picks.getByRole('button', { name: 'Show my feed' }).click()
  await expect(picks).toBeHidden()
  await expect(page.getByRole('heading', { name: 'For you' })).toBeVisible()
  expect((await page.evaluate(() => postcards.recommender.profile())).likedItems).toHaveLength(3)

  await page.evaluate(() => postcards.recommender.erase())
  await page.reload()
  await picks.getByRole('button', { name: 'Skip' }).click()
  await expect(picks).toBeHidden()
  expect(await deeds(page)).toEqual([])
})

test('words steer the next feed, stand above it, outlast a reload, and are taken back', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  for (const itemId of (await recommend(page)).slice(0, 3)) await like(page, itemId)
  const before = await feed(page)
  const [plain, snow] = [await weatherShare(page, 'rain'), await weatherShare(page, 'snow')]
  const bar = page.getByTestId('steer-bar')
  await bar.getByLabel('What to show more or less of').fill('rain')
  await bar.getByRole('button', { name: 'More', exact: true }).click()
  const chip = page.getByTestId('steered').getByRole('button', { name: 'Take back: More rain' })
  await expect(chip).toBeVisible({ timeout: 60_000 })
  expect(await weatherShare(page, 'rain')).toBeGreaterThanOrEqual(plain + 0.3)
  await page.reload()
  await chip.click()
  await expect(chip).toBeHidden()
  expect(await feed(page)).toEqual(before)

  await bar.getByTestId('open-tune').click()
  const add = bar.getByLabel('Add a slider')
  await add.selectOption('weather:snow')
  await bar.getByLabel('Snow: less or more').fill('1')
  await expect(page.getByTestId('steered')).toContainText('More snow')
  expect(await weatherShare(page, 'snow')).toBeGreaterThanOrEqual(snow + 0.2)
  await bar.getByLabel('Snow: less or more').fill('0')
  await expect(page.getByTestId('steered')).toBeHidden()
  expect(await feed(page)).toEqual(before)
})

test('more like a postcard, but different, is said on its card and undone from the message', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const card = page.getByTestId('postcard').first()
  await card.getByRole('button', { name: /^more like this, but/i }).click()
  const dialog = page.getByTestId('but')
  await dialog.getByRole('button', { name: 'in winter' }).click()
  await dialog.getByRole('button', { name: 'More like this' }).click()
  await expect(page.getByTestId('steered')).toContainText(/but in winter/, { timeout: 60_000 })
  await page.getByTestId('toasts').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByTestId('steered')).toBeHidden()
})

test('tastes are renamed, muted and shown alone; modes keep apart', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const ids = await page.evaluate(async () =>
    (await postcards.recommender.recommend({ limit: 500 })).map(({ item }) => item.id),
  )
  const ofTwo = ['harbour', 'desert'].flatMap((place) => ids.filter((id) => sceneOf(id).place === place).slice(0, 4))
  for (const itemId of ofTwo) await like(page, itemId)
  await page.reload()
  await page.getByTestId('open-knowledge').click()
  const taste = page.getByTestId('taste').first()
  await taste.getByRole('button', { name: /^rename/i }).click()
  await taste.getByLabel(/^new name of/i).fill('My places')
  await taste.getByRole('button', { name: 'Keep' }).click()
  await expect(taste.getByRole('heading', { name: 'My places' })).toBeVisible()
  await taste.getByRole('button', { name: 'Mute My places' }).click()
  await expect(taste).toContainText('left out of the feed')
  await taste.getByRole('button', { name: 'Mute My places' }).click()
  await taste.getByRole('button', { name: 'Only this: My places' }).click()
  await expect(page.getByRole('button', { name: 'Stop showing only: My places' })).toBeVisible()

  const mode = page.getByLabel('Mode', { exact: true })
  await mode.selectOption({ label: 'Evening' })
  await expect(page.getByRole('heading', { name: 'A first handful' })).toBeVisible()
  await page.getByTestId('postcard').first().getByRole('button', { name: /^like/i }).click()
  await expect(page.getByRole('heading', { name: 'For you' })).toBeVisible()
  await openDemo(page, deviceOf(info))
  await expect(mode).toHaveValue('mode Evening')
  expect((await page.evaluate(() => postcards.recommender.modes())).map(({ name }) => name)).toEqual(['Evening'])
  await mode.selectOption({ label: 'As usual' })
  await expect(page.getByText('Following 8 postcards')).toBeVisible()
})
