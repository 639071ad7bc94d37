import { expect, test } from '@playwright/test'
import { CATALOGUE_SIZE, deviceOf, like, openDemo, recommend, sceneOf } from '../support/demo.js'

test('pages never repeat an item and end when everything has been shown', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const shown = await page.evaluate(async () => {
    const { recommender } = postcards
    let list = await recommender.recommend({ limit: 200 })
    const ids = list.map(({ item }) => item.id)
    while (list.hasMore) {
      list = await recommender.next(list, { limit: 200 })
      ids.push(...list.map(({ item }) => item.id))
    }
    return ids
  })
  expect(new Set(shown).size).toBe(shown.length)
  expect(shown.length).toBe(CATALOGUE_SIZE)
})

test('a filter holds for every item and never starves the list', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const ids = await page.evaluate(async () =>
    (await postcards.recommender.recommend({ limit: 20, filter: { place: 'harbour', hour: ['dusk', 'night'] } })).map(
      ({ item }) => item.id,
    ),
  )
  expect(ids.length).toBeGreaterThanOrEqual(10)
  for (const id of ids) {
    expect(sceneOf(id).place).toBe('harbour')
    expect(['dusk', 'night']).toContain(sceneOf(id).hour)
  }
})

test('the parts of every explanation sum to the score, and the history behind it is what was liked', async ({
  page,
}, info) => {
  await openDemo(page, deviceOf(info))
  const liked = (await recommend(page)).slice(0, 3)
  for (const itemId of liked) await like(page, itemId)
  const explained = await page.evaluate(async () => {
    const list = await postcards.recommender.recommend({ limit: 10 })
    return Promise.all(list.map((recommendation) => postcards.recommender.explain(recommendation)))
  })
  expect(explained).toHaveLength(10)
  for (const { score, parts, history, sentence, byModality } of explained) {
    expect(Math.abs(parts.reduce((sum, { value }) => sum + value, 0) - score)).toBeLessThan(1e-5)
    expect(history.length).toBeGreaterThan(0)
    for (const { itemId } of history) expect(liked).toContain(itemId)
    const media = Object.keys(byModality)
    expect(media).toEqual(expect.arrayContaining(['image', 'text']))
    expect(['audio', 'clip', 'image', 'text']).toEqual(expect.arrayContaining(media))
    expect(sentence.length).toBeGreaterThan(10)
  }
})

test('hidden and disliked items never come back', async ({ page }, info) => {
  await openDemo(page, deviceOf(info))
  const [hidden = '', disliked = ''] = await recommend(page)
  await page.evaluate(
    async ([hidden, disliked]) => {
      await postcards.recommender.record({ type: 'hide', itemId: hidden ?? '' })
      await postcards.recommender.record({ type: 'dislike', itemId: disliked ?? '' })
    },
    [hidden, disliked],
  )
  const all = await recommend(page, 500)
  expect(all).not.toContain(hidden)
  expect(all).not.toContain(disliked)
})
