import { createScene, drawPicture } from '@locavore/postcards'
import { expect, test } from '@playwright/test'
import { deviceOf, openDemo } from '../support/demo.js'
import { photo } from '../support/pictures.js'

test('an own photo is encoded here, ranked with everything else, and still there after a reload', async ({
  page,
}, info) => {
  await openDemo(page, deviceOf(info))
  const file = await photo(drawPicture(createScene(700_001)))
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: /add.*photo/i }).click()
  await (await chooser).setFiles({ name: 'mine.jpg', mimeType: 'image/jpeg', buffer: file })
  const own = () =>
    page.evaluate(async () => {
      const list = await postcards.recommender.recommend({ limit: 500, filter: { yours: true } })
      return list.map(({ item }) => ({ id: item.id, image: item.image ?? '' }))
    })
  await expect.poll(async () => (await own()).length, { timeout: 60_000 }).toBe(1)
  const [mine] = await own()
  expect(mine?.image).toMatch(/^data:image\//)
  const related = await page.evaluate(
    async (id) => (await postcards.recommender.related(id, { limit: 10 })).length,
    mine?.id ?? '',
  )
  expect(related).toBe(10)
  await page.reload()
  await openDemo(page, deviceOf(info))
  expect(await own()).toEqual([mine])
  const { encoder } = await page.evaluate(() => postcards.recommender.status())
  expect(encoder?.state).toBe('idle')
})
