import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page, test } from '@playwright/test'
import { openDemo } from '../support/demo.js'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly unknown[] }[]
}

async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const found: Violation[] = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return (await axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })).violations
  })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** What is shown must be there before it is looked at: a view that never opened has no violations either. */
async function expectClean(page: Page, testId: string): Promise<void> {
  await expect(page.getByTestId(testId)).toBeVisible()
  expect(await violations(page), testId).toEqual([])
}

async function closeDialog(page: Page, testId: string): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByTestId(testId)).toBeHidden()
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test.beforeEach(async ({ page }) => {
      await openDemo(page, '?device=wasm')
    })

    test('axe finds nothing in the feed and an open filter', async ({ page }) => {
      expect(await violations(page)).toEqual([])
      await page.getByTestId('filters').locator('[aria-expanded]').first().click()
      const values = page.getByTestId('filter-values').getByRole('button')
      await values.first().click()
      await expect(page.getByRole('button', { name: 'Clear filters' })).toBeVisible()
      await expectClean(page, 'filter-values')
      await page.getByTestId('open-tune').click()
      await page.getByTestId('tune-discovery').fill('0.5')
      await expect(page.getByTestId('tune-effect')).not.toBeEmpty()
      await expectClean(page, 'tune')
      if (await page.getByTestId('tune-sheet').isVisible()) await closeDialog(page, 'tune-sheet')
      await page.getByTestId('language').selectOption('ar')
      await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
      await expect(page.getByTestId('feed')).toHaveAttribute('aria-busy', 'false')
      await expectClean(page, 'feed')
    })

    test('axe finds nothing in the first questions, the sliders and "more like this, but"', async ({ page }) => {
      await expect(page.getByTestId('picks')).toBeVisible()
      const bar = page.getByTestId('steer-bar')
      await page.getByTestId('open-tune').click()
      await bar.getByLabel('Add a slider').selectOption('weather:rain')
      await bar.getByLabel('Rain: less or more').fill('0.5')
      await expect(page.getByTestId('steered')).toContainText('More rain')
      await expectClean(page, 'mix')
      if (await page.getByTestId('tune-sheet').isVisible()) await closeDialog(page, 'tune-sheet')
      await page
        .getByRole('button', { name: /^More like this, but/ })
        .first()
        .click()
      await expectClean(page, 'but')
    })

    test('axe finds nothing in a large collection', async ({ page }) => {
      await page.goto('/?items=1000&device=wasm')
      await expect(page.getByTestId('large-items')).toHaveAttribute('data-whole', 'true', { timeout: 40_000 })
      await expect(page.locator('[data-state="drawn"]').nth(3)).toBeVisible()
      await page.getByTestId('large-how').click()
      await expectClean(page, 'large-bar')
    })

    test('axe finds nothing in search results', async ({ page }) => {
      await page.getByTestId('search-box').fill('a harbour')
      await page.getByTestId('search-box').press('Enter')
      await expect(page.getByTestId('search').locator('[data-item-id]').first()).toBeVisible({ timeout: 60_000 })
      await expectClean(page, 'search')
    })

    test('axe finds nothing in the detail view and "why this?"', async ({ page }) => {
      const card = page.locator('[data-item-id]').first()
      await card.getByRole('button', { name: /^Like/ }).click()
      await card.getByRole('heading').getByRole('link').click()
      await expect(page.getByTestId('detail').locator('[data-item-id]').nth(1)).toBeVisible()
      await expectClean(page, 'detail')
      await closeDialog(page, 'detail')
      await page
        .getByRole('button', { name: /^Why this/ })
        .nth(1)
        .click()
      await expectClean(page, 'why')
      await page.getByTestId('find-change').click()
      await expect(page.getByTestId('change-deeds').or(page.getByTestId('change-none'))).toBeVisible()
      await expectClean(page, 'change')
    })

    test('axe finds nothing in the privacy sheet', async ({ page }) => {
      await page.getByTestId('privacy-meter').click()
      await expect(page.getByTestId('requests').getByRole('row').nth(5)).toBeVisible()
      await expectClean(page, 'privacy')
    })

    test('axe finds nothing in the panel, its questions and the paused banner', async ({ page }) => {
      await page.locator('[data-item-id]').first().getByRole('button', { name: /^Like/ }).click()
      await page.getByTestId('open-knowledge').click()
      await expect(page.getByTestId('collection-liked')).toBeVisible()
      await expectClean(page, 'knowledge')
      await page.getByRole('button', { name: 'Erase…' }).click()
      await expectClean(page, 'erase-confirm')
      await page.getByRole('button', { name: 'Keep it' }).click()
      const file = { name: 'postcards.json', mimeType: 'application/json', buffer: Buffer.from('{}') }
      await page.getByTestId('import').setInputFiles(file)
      await expectClean(page, 'import-confirm')
      await page.getByRole('button', { name: 'Keep it' }).click()
      await page.getByTestId('pause').click()
      await closeDialog(page, 'knowledge')
      await expectClean(page, 'paused')
    })
  })
}
