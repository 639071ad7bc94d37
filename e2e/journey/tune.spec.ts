import { expect, type Page, test } from '@playwright/test'
import type { Interaction } from 'locavore'
import { deeds, like, openDemo } from '../support/demo.js'

/** The feed needs no model, so these journeys do without. */
const PLAIN = '?model=none'

async function likeSome(page: Page): Promise<string[]> {
  const liked = await page.evaluate(async () =>
    (await postcards.recommender.recommend({ limit: 5, diversity: 0, filter: { place: 'harbour' } })).map(
      ({ item }) => item.id,
    ),
  )
  for (const itemId of liked) await like(page, itemId)
  await page.reload()
  await expect(page.locator('[data-item-id]').first()).toBeVisible()
  return liked
}

const shown = (page: Page): Promise<string[]> =>
  page.getByTestId('postcard').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-item-id') ?? ''))

async function logOf(page: Page): Promise<Interaction[]> {
  const text = await page.evaluate(async () => (await postcards.recommender.exportData()).text())
  return (JSON.parse(text) as { interactions: Interaction[] }).interactions
}

test('the sliders change the list at once, are remembered, and go back to where they were', async ({ page }) => {
  await openDemo(page, PLAIN)
  await likeSome(page)
  const before = await shown(page)
  await page.getByTestId('open-tune').click()
  await page.getByTestId('tune-newness').fill('1')
  await expect(page.getByTestId('tune-effect')).toContainText('would not be here without your tuning')
  expect(await shown(page)).not.toEqual(before)
  const tuned = await shown(page)

  await page.reload()
  await expect(page.getByTestId('open-tune')).toContainText('changed')
  await expect.poll(() => shown(page)).toEqual(tuned)
  await page.getByTestId('open-tune').click()
  await page.getByRole('button', { name: 'As it was' }).click()
  await expect.poll(() => shown(page)).toEqual(before)
  expect(await page.evaluate(() => localStorage.getItem('postcards-tuning'))).toBeNull()
})

test('what was seen for a second is noted, and tries say that they are tries, with their chances', async ({ page }) => {
  await openDemo(page, PLAIN)
  await likeSome(page)
  const seen = async () => (await logOf(page)).flatMap(({ type, itemId }) => (type === 'impression' ? [itemId] : []))
  await expect.poll(seen).toContain((await shown(page))[0])
  expect(await seen()).not.toContain((await shown(page)).at(-1))

  await page.getByTestId('open-tune').click()
  await page.getByTestId('tune-discovery').fill('1')
  await expect(page.getByTestId('tune-effect')).toContainText('given to a try')
  const tried = page.locator('[data-testid="postcard"]', { has: page.locator('[title^="A try"]') })
  await expect(tried.first()).toBeAttached()
  await tried.first().scrollIntoViewIfNeeded()
  await expect
    .poll(async () =>
      (await logOf(page)).some(({ type, propensity }) => type === 'impression' && propensity !== undefined),
    )
    .toBe(true)
  await tried
    .first()
    .getByRole('button', { name: /^Why this/ })
    .click()
  await expect(page.getByTestId('why-steps').locator('[data-step="explore"]')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByTestId('open-knowledge').click()
  await expect(page.getByTestId('impressions')).toContainText('You were shown')
  await expect(page.getByTestId('history-entry')).toHaveCount(5)
  await page.getByTestId('impressions').getByRole('button').click()
  await expect(page.getByTestId('impressions')).toHaveCount(0)
})

test('"Why this?" tells what would change it, takes that back, and gives it back again', async ({ page }) => {
  await openDemo(page, PLAIN)
  const liked = await likeSome(page)
  const [first = ''] = await shown(page)
  const card = page.locator(`[data-testid="postcard"][data-item-id="${first}"]`)
  await card.getByRole('button', { name: /^Why this/ }).click()
  const why = page.getByTestId('why')
  await expect(why.getByTestId('why-steps')).toContainText('Variety')
  await expect(why.getByTestId('why-rules')).toContainText('harbour')
  const media = await page.evaluate(async (itemId) => (await postcards.recommender.getItems([itemId]))[0], first)
  for (const medium of ['sound', 'clip'] as const) {
    const has = (medium === 'sound' ? media?.audio : media?.clip) !== undefined
    if (!has) await expect(why.getByTestId('why-parts')).not.toContainText(`in its ${medium}`)
  }

  await why.getByTestId('find-change').click()
  await expect(why.getByTestId('change-sentence')).toContainText('would not be in this list')
  const named = await why
    .getByTestId('change-deeds')
    .locator('li')
    .evaluateAll((deeds) => deeds.map((deed) => deed.getAttribute('data-item-id') ?? ''))
  expect(named.length).toBeGreaterThan(0)
  for (const itemId of named) expect(liked).toContain(itemId)
  await why.getByTestId('take-back').click()
  await expect(why).toBeHidden()
  expect(await deeds(page)).toHaveLength(5 - named.length)
  const after = await page.evaluate(async () =>
    (await postcards.recommender.recommend({ limit: 24 })).map(({ item }) => item.id),
  )
  expect(after).not.toContain(first)
  await page.getByTestId('toasts').getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await deeds(page)).length).toBe(5)
})

test('"Why this?" speaks the language of the postcards', async ({ page }) => {
  await openDemo(page, PLAIN)
  await likeSome(page)
  await page.getByTestId('language').selectOption('ru')
  await expect(page.getByTestId('postcard').first().locator('h3[lang="ru"]')).toBeVisible()
  await page.getByTestId('postcard').first().locator('.why-button').click()
  const sentence = page.getByTestId('why-sentence')
  await expect(sentence).toHaveAttribute('lang', 'ru')
  // No English title stands in it: what is quoted is written in the language too.
  await expect(sentence).toHaveText(/«[^»]*\p{Script=Cyrillic}[^»]*»/u)
  await expect(page.getByTestId('why-rules')).toContainText(/\p{Script=Cyrillic}/u)
})

test('"Why this?" says what a person may do with a postcard, once enough was shown to tell', async ({ page }) => {
  await openDemo(page, PLAIN)
  const whyFirst = async (): Promise<void> => {
    await page
      .getByRole('button', { name: /^Why this/ })
      .first()
      .click()
    await expect(page.getByTestId('why-parts')).toBeVisible()
  }
  await whyFirst()
  await expect(page.getByTestId('why-prediction')).toHaveCount(0)
  await page.keyboard.press('Escape')
  // Somebody who opens what shows a harbour, and leaves the rest.
  await page.evaluate(async () => {
    const { recommender } = postcards
    const items = (await recommender.recommend({ limit: 260 })).map(({ item }) => item)
    const harbours = items.filter(({ attributes }) => attributes?.['place'] === 'harbour')
    // What was shown last may still be opened, so it tells nothing yet.
    for (const item of new Set([...harbours, ...items])) {
      await recommender.record({ type: 'impression', itemId: item.id, position: 0 })
      if (harbours.includes(item)) await recommender.record({ type: 'view', itemId: item.id })
    }
  })
  await whyFirst()
  await expect(page.getByTestId('why-prediction')).toContainText(/You open it\s*\d+%/)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('one control stands above the feed; all that moves it is in its sheet', async ({ page }) => {
    await openDemo(page, PLAIN)
    const bar = page.getByTestId('steer-bar')
    await expect(bar.getByRole('button')).toHaveCount(1)
    await expect(bar.getByRole('textbox')).toHaveCount(0)
    await page.getByTestId('open-tune').click()
    const sheet = page.getByTestId('tune-sheet')
    await expect(sheet.getByLabel('What to show more or less of')).toBeVisible()
    await sheet.getByLabel('Add a slider').selectOption('weather:snow')
    await sheet.getByLabel('Snow: less or more').fill('1')
    await expect(sheet.getByTestId('steered')).toContainText('More snow')
    await sheet.getByLabel('Mode', { exact: true }).selectOption({ label: 'New mode…' })
    await sheet.getByLabel('Name of the new mode').fill('Sundays')
    await page.keyboard.press('Enter')
    await expect(sheet.getByLabel('Mode', { exact: true })).toHaveValue('mode Sundays')
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('open-tune')).toContainText('Sundays')
    await expect(page.getByTestId('steered')).toHaveCount(0)
  })
})
