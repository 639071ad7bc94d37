import { expect, type Page, test } from '@playwright/test'
import { like, openDemo, sceneOf } from '../support/demo.js'

/** Ready vectors and tables are enough here: nothing is encoded. */
const PLAIN = '?model=none'

const idsOf = (page: Page, testId: string): Promise<string[]> =>
  page.getByTestId(testId).evaluateAll((cards) => cards.map((card) => card.getAttribute('data-item-id') ?? ''))

test('the home shows what is liked more than usual and what was seen lately, a postcard what goes with it', async ({
  page,
}) => {
  await openDemo(page, PLAIN)
  await expect(page.getByTestId('trending-strip')).toBeAttached()
  const trending = await idsOf(page, 'trending')
  // Lately the simulated people who like rainbows were many.
  expect(trending.filter((id) => sceneOf(id).weather === 'rainbow').length).toBeGreaterThan(trending.length / 2)
  await expect(page.getByTestId('recently-seen-strip')).toHaveCount(0)

  const [first = ''] = await idsOf(page, 'postcard')
  await page.locator(`[data-testid="postcard"][data-item-id="${first}"]`).getByRole('heading').getByRole('link').click()
  const detail = page.getByTestId('detail')
  await expect(detail.getByTestId('goes-with-strip')).toContainText('Goes with')
  await expect(detail.getByTestId('related-strip')).toContainText('In the same series as')
  const { place, palette } = sceneOf(first)
  const pendants = (await idsOf(page, 'goes-with')).map(sceneOf)
  expect(pendants.some((scene) => scene.palette === palette && scene.place !== place)).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await idsOf(page, 'recently-seen'))[0]).toBe(first)
})

test('what others like together leads on, and it is said that the others are simulated', async ({ page }) => {
  await openDemo(page, PLAIN)
  const liked = await page.evaluate(async () =>
    (await postcards.recommender.recommend({ limit: 6, diversity: 0, filter: { place: 'harbour' } })).map(
      ({ item }) => item.id,
    ),
  )
  for (const itemId of liked) await like(page, itemId)
  await page.reload()
  const led = page.locator('[data-testid="postcard"]', { has: page.locator('[data-reason="liked-together"]') })
  await expect(led.first()).toContainText('(simulated people)')
  await led.first().locator('.why-button').click()
  const why = page.getByTestId('why')
  await expect(why.getByTestId('why-parts')).toContainText(/Liked together by others|Traits you share with others/)
  await expect(why.getByTestId('why-simulated')).toContainText('simulated')
})
