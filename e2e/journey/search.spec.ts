import { createScene, drawPicture, PLACES, writeCaption } from '@locavore/postcards'
import { expect, test } from '@playwright/test'
import { deviceOf, openDemo, sceneOf } from '../support/demo.js'
import { photo } from '../support/pictures.js'

const shown = (page: import('@playwright/test').Page) =>
  page.locator('[data-item-id]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-item-id') ?? ''))

const NAMED = {
  English: ['a harbour', 'the desert', 'a forest', 'an old town', 'a volcano'],
  Chinese: ['港口', '沙漠', '森林', '老城', '火山'],
} as const
const NAMED_PLACES = ['harbour', 'desert', 'forest', 'old-town', 'volcano']

for (const language of ['English', 'Chinese'] as const) {
  test(`words in ${language} find what they name`, async ({ page }, info) => {
    await openDemo(page, deviceOf(info))
    const [first = ''] = NAMED[language]
    await page.getByTestId('search-box').fill(first)
    await page.getByTestId('search-box').press('Enter')
    await expect(page.getByTestId('search')).toBeVisible({ timeout: 60_000 })
    await expect.poll(() => shown(page).then((ids) => ids.length), { timeout: 60_000 }).toBeGreaterThanOrEqual(10)
    const lists = await page.evaluate(
      async (queries) =>
        Promise.all(
          queries.map(async (words) =>
            (await postcards.recommender.search(words, { limit: 10, personalise: 0 })).map(({ item }) => item.id),
          ),
        ),
      [...NAMED[language]],
    )
    const shares = lists.map((ids, k) => ids.filter((id) => sceneOf(id).place === NAMED_PLACES[k]).length / ids.length)
    console.log(`${language}: share of the place that was named among 10: ${shares.join(', ')}`)
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.6)
  })
}

/** Seeds that neither the catalogue nor the model's training has. */
const UNSEEN = [612_345, 612_346, 612_347, 612_348]

test('a picture nobody has seen finds cards of its own kind, and a sentence about it agrees', async ({
  page,
}, info) => {
  await openDemo(page, deviceOf(info))
  const scene = createScene(UNSEEN[0] ?? 0)
  const file = await photo(drawPicture(scene))
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: /search.*picture/i }).click()
  await (await chooser).setFiles({ name: 'picture.jpg', mimeType: 'image/jpeg', buffer: file })
  await expect(page.getByTestId('query-picture')).toBeVisible({ timeout: 60_000 })
  await expect.poll(() => shown(page).then((ids) => ids.length), { timeout: 60_000 }).toBeGreaterThanOrEqual(10)
  const pictures = await Promise.all(UNSEEN.map((seed) => photo(drawPicture(createScene(seed)))))
  const captions = UNSEEN.map((seed) => writeCaption(createScene(seed), 'en'))
  const found = await page.evaluate(
    async ([pictures, captions]) => {
      const options = { limit: 20, personalise: 0, diversity: 0 }
      const search = async (query: string | { image: Blob }) =>
        (await postcards.recommender.search(query, options)).map(({ item }) => item.id)
      const byPicture: string[][] = []
      for (const base64 of pictures ?? []) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        byPicture.push(await search({ image: new Blob([bytes]) }))
      }
      const byWords: string[][] = []
      for (const caption of captions ?? []) byWords.push(await search(caption))
      return { byPicture, byWords }
    },
    [pictures.map((bytes) => bytes.toString('base64')), captions],
  )
  const places = UNSEEN.map((seed) => createScene(seed).place)
  const samePlace = (lists: readonly string[][]) =>
    lists.reduce((sum, ids, k) => sum + ids.filter((id) => sceneOf(id).place === places[k]).length / ids.length, 0) /
    lists.length
  console.log(`same place among 20: by picture ${samePlace(found.byPicture)}, by words ${samePlace(found.byWords)}`)
  expect(samePlace(found.byPicture)).toBeGreaterThan(4 / PLACES.length)
  expect(samePlace(found.byWords)).toBeGreaterThan(4 / PLACES.length)
})

test('related items follow the item, not the profile, and leave it out', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const { item, related } = await page.evaluate(async () => {
    const [first] = await postcards.recommender.recommend({ limit: 1 })
    const item = first?.item.id ?? ''
    return { item, related: (await postcards.recommender.related(item, { limit: 12 })).map(({ item }) => item.id) }
  })
  expect(related).toHaveLength(12)
  expect(related).not.toContain(item)
  const place = sceneOf(item).place
  expect(related.filter((id) => sceneOf(id).place === place).length).toBeGreaterThanOrEqual(4)
})
