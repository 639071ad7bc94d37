import { afterEach, expect, test } from 'vitest'
import { publishCatalogue } from '../../testing/browser-catalogue.js'
import { clusterOf } from '../../testing/clustered-catalogue.js'
import { createRecommender } from '../index.js'
import type { Recommender, RecommenderOptions } from './recommender.js'

const open: Recommender[] = []
afterEach(async () => {
  for (const recommender of open.splice(0)) await recommender.close()
})

async function start(options: RecommenderOptions): Promise<Recommender> {
  const recommender = await createRecommender(options)
  open.push(recommender)
  return recommender
}

test('likes move the feed', async () => {
  const { items, url } = await publishCatalogue('likes')
  const recommender = await start({ name: `likes-${crypto.randomUUID()}`, catalogue: url })
  console.log(JSON.stringify(await recommender.status()))
  for (const item of items.filter((item) => clusterOf(item) === 'c3').slice(0, 5)) {
    await recommender.record({ type: 'like', itemId: item.id })
  }
  const list = await recommender.recommend()
  const share = list.filter(({ item }) => clusterOf(item) === 'c3').length / list.length
  expect(share).toBeGreaterThanOrEqual(0.7)
})
