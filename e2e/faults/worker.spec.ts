import { expect, test } from '@playwright/test'
import { openDemo, recommend } from '../support/demo.js'
import { engineSession } from '../support/engine-session.js'

for (const [fault, expression] of [
  ['hangs in an endless loop', 'for (;;) {}'],
  ['ends itself', 'self.close()'],
] as const) {
  test(`an engine that ${fault} rejects what waits within 5 s, and a fresh one goes on`, async ({ page }) => {
    await openDemo(page, '?device=wasm')
    const before = await recommend(page)
    const liked = before[0] ?? ''
    await page.evaluate((itemId) => postcards.recommender.record({ type: 'save', itemId }), liked)
    const inEngine = await engineSession(page)
    await inEngine(`setTimeout(() => { ${expression} }, 0)`)
    await page.waitForTimeout(100)
    const { code, waited } = await page.evaluate(async () => {
      const since = performance.now()
      const code = await postcards.recommender.recommend({ limit: 5 }).then(
        () => 'none',
        (error: { code: string }) => error.code,
      )
      return { code, waited: performance.now() - since }
    })
    expect(code).toMatch(/^worker-(unresponsive|failed)$/)
    expect(waited).toBeLessThan(5_500)
    await expect
      .poll(() =>
        page.evaluate(() =>
          postcards.recommender.recommend({ limit: 5 }).then(
            (list) => list.length,
            () => 0,
          ),
        ),
      )
      .toBe(5)
    const saved = await page.evaluate(async () => (await postcards.recommender.profile()).savedItems)
    expect(saved).toContain(liked)
  })
}
