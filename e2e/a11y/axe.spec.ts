import { createRequire } from 'node:module'
import { expect, type Page, test } from '@playwright/test'
import { openDemo } from '../support/demo.js'

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly unknown[] }[]
}

async function violations(page: Page): Promise<string[]> {
  const loaded = await page.evaluate(() => 'axe' in globalThis)
  if (!loaded) await page.evaluate(await import('node:fs').then(({ readFileSync }) => readFileSync(axePath, 'utf8')))
  const found: Violation[] = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return (await axe.run({ runOnly: { type: 'tag', values: tags } })).violations
  })
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test('axe finds nothing in the feed', async ({ page }) => {
      await openDemo(page)
      expect(await violations(page)).toEqual([])
    })

    test('axe finds nothing in "why this?", the detail view and the panel', async ({ page }) => {
      await openDemo(page)
      const card = page.locator('[data-item-id]').first()
      await card.getByRole('button', { name: /^Like/ }).click()
      await page
        .getByRole('button', { name: /^Why this/ })
        .nth(1)
        .click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /what this device knows/i }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
    })
  })
}
