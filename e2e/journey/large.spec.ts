import { createScene, drawPicture } from '@locavore/postcards'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { recommend, sceneOf } from '../support/demo.js'

const COUNT = 5_000

async function openLarge(page: Page, count = COUNT): Promise<void> {
  await page.goto(`/?items=${count}&device=wasm`)
  await expect(page.getByTestId('large-items')).toHaveAttribute('data-whole', 'true', { timeout: 40_000 })
  await expect(page.getByTestId('large-items')).toHaveAttribute('data-items', String(count))
}

const cards = (page: Page): Locator => page.getByTestId('large-grid').getByRole('listitem')
const listed = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('large-grid').getAttribute('data-count'))
const idOf = async (card: Locator): Promise<string> => (await card.getAttribute('data-item-id')) ?? ''

async function scrollUntil(page: Page, enough: () => Promise<boolean>): Promise<void> {
  await page.mouse.move(600, 400)
  for (let turn = 0; turn < 120; turn += 1) {
    if (await enough()) return
    await page.mouse.wheel(0, 700)
    await page.waitForTimeout(20)
  }
  throw new Error('Scrolling did not lead there.')
}

/** Mean difference of a channel, 0 to 255, between what a card shows and what the browser makes of the picture's file. */
function difference(card: Locator, svg: string): Promise<number> {
  return card.locator('img').evaluate(async (shown: HTMLImageElement, svg) => {
    const { naturalWidth: width, naturalHeight: height } = shown
    const meant = new Image()
    meant.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
    const [one, other] = await Promise.all(
      [shown, meant].map(async (image) => {
        await image.decode()
        const context = new OffscreenCanvas(width, height).getContext('2d')
        context?.drawImage(image, 0, 0, width, height)
        return context?.getImageData(0, 0, width, height).data
      }),
    )
    if (one === undefined || other === undefined) return Number.NaN
    return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length
  }, svg)
}

test('thousands of cards: few in the page, each with its own picture, and no focus is lost', async ({ page }) => {
  await openLarge(page)
  const first = cards(page).first()
  const firstId = await idOf(first)
  await expect(first).toHaveAttribute('aria-posinset', '1')
  await expect(first).toHaveAttribute('aria-setsize', '-1')
  await first.getByRole('link').focus()

  await scrollUntil(page, async () => (await listed(page)) >= 400)
  expect(await cards(page).count()).toBeLessThan(90)
  expect(await page.evaluate(() => document.activeElement?.closest('li')?.dataset['itemId'])).toBe(firstId)

  const last = cards(page).last()
  expect(Number(await last.getAttribute('aria-posinset'))).toBeGreaterThan(200)
  const ids = await cards(page).evaluateAll((all) => all.map((each) => each.dataset['itemId'] ?? ''))
  expect(new Set(ids).size).toBe(ids.length)
  for (const card of [last, cards(page).nth(3)]) {
    await expect(card.getByTestId('thumbnail')).toHaveAttribute('data-state', 'drawn')
    const scene = sceneOf(await idOf(card))
    expect(await difference(card, drawPicture(scene))).toBeLessThan(6)
    expect(await difference(card, drawPicture(createScene(scene.seed + 1)))).toBeGreaterThan(12)
  }

  // The next step of the keyboard goes on from where it was.
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('li')?.dataset['itemId'])).toBe(firstId)
  await expect(first).toBeInViewport()
})

test('a like, "why this?" and a dislike work as in the small collection', async ({ page }) => {
  await openLarge(page)
  const before = await recommend(page, 40)
  const card = cards(page).nth(2)
  const liked = await idOf(card)
  await card.getByRole('button', { name: /^Like/ }).click()
  await expect(card.getByRole('button', { name: /^Like/ })).toHaveAttribute('aria-pressed', 'true')
  await page.getByTestId('refresh').click()
  await expect(page.locator(`[data-testid="large-grid"] [data-item-id="${liked}"]`)).toHaveCount(0)

  const { place, subject } = sceneOf(liked)
  const alike = (ids: readonly string[]) =>
    ids.filter((id) => sceneOf(id).place === place || sceneOf(id).subject === subject).length
  const after = await recommend(page, 40)
  expect(alike(after)).toBeGreaterThan(alike(before) + 8)
  expect(after).not.toContain(liked)

  await cards(page)
    .first()
    .getByRole('button', { name: /^Why this/ })
    .click()
  await expect(page.getByTestId('why')).toContainText('you liked')
  await page.keyboard.press('Escape')

  const unwanted = await idOf(cards(page).first())
  await cards(page)
    .first()
    .getByRole('button', { name: /^Not for me/ })
    .click()
  await expect(page.locator(`[data-testid="large-grid"] [data-item-id="${unwanted}"]`)).toHaveCount(0)
  expect(await page.evaluate(() => document.activeElement?.closest('li')?.dataset['itemId'])).toBe(
    await idOf(cards(page).first()),
  )
})

test('a search finds what the words say, in any language, and filters have their counts', async ({ page }) => {
  await openLarge(page)
  await page.getByTestId('search-box').fill('a lighthouse')
  await page.getByTestId('search-box').press('Enter')
  await expect(page.getByTestId('search').getByTestId('large-grid')).toBeVisible({ timeout: 60_000 })
  const found = await cards(page).evaluateAll((all) => all.slice(0, 8).map((each) => each.dataset['itemId'] ?? ''))
  expect(found.map((id) => sceneOf(id).subject)).toEqual(found.map(() => 'lighthouse'))

  await page.getByTestId('filters').getByRole('button', { name: 'Weather' }).click()
  const counts = await page.getByTestId('filter-values').locator('.chip-count').allTextContents()
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(COUNT)

  await page.getByTestId('language').selectOption('fr')
  await expect(cards(page).first().getByRole('heading')).toHaveAttribute('lang', 'fr')
  await expect(page.getByTestId('large-how')).toContainText('cartes')
})

test('a second visit makes nothing again, and stopping the making stops it', async ({ page }) => {
  await page.addInitScript(() => {
    const seen = globalThis as { sawMaking?: boolean }
    new MutationObserver(() => {
      if (document.querySelector('[data-testid="making"]') !== null) seen.sawMaking = true
    }).observe(document, { childList: true, subtree: true })
  })
  const sawMaking = () => page.evaluate(() => (globalThis as { sawMaking?: boolean }).sawMaking === true)
  await openLarge(page)
  expect(await sawMaking()).toBe(true)
  const before = await recommend(page)
  await page.waitForFunction(async () => (await postcards.recommender.status()).state === 'ready')
  await page.reload()
  await expect(page.getByTestId('large-items')).toHaveAttribute('data-whole', 'true')
  expect(await sawMaking()).toBe(false)
  expect(await recommend(page)).toEqual(before)

  await page.goto('/?items=1000000&device=wasm')
  await page.getByTestId('making').getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByTestId('making-ended')).toContainText('stopped')
  await page.getByRole('button', { name: 'Make them after all' }).click()
  await expect(page.getByTestId('making')).toBeVisible()
})

test('a number that is none is told, and the small collection leads to the large one', async ({ page }) => {
  await page.goto('/?items=12&device=wasm')
  await expect(page.getByTestId('wrong-size')).toContainText('items=12')
  await expect(page.getByTestId('wrong-size')).toContainText('1,000 to 1,000,000')
  await expect(page.getByTestId('postcard').first()).toBeVisible()
  await expect(page.getByTestId('large-bar')).toHaveCount(0)
  await expect(page.getByTestId('way-in')).toHaveAttribute('href', /items=100000/)
})
