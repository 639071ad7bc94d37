import { expect, test, vi } from 'vitest'
import { factory } from '../../../encoders/testing/helpers.js'
import { freshName, open } from '../../../locavore/testing/open-recommender.js'

vi.setConfig({ testTimeout: 180_000 })

test('a pack that was built in Node serves a feed in a browser, and what was learnt ranks it and is told of', async () => {
  // The server builds the pack when it is first asked for.
  expect((await fetch('/packed/site/manifest.json')).status).toBe(200)
  const recommender = await open({ name: freshName(), catalogue: '/packed/site/manifest.json', encoder: factory })
  await vi.waitFor(async () => expect((await recommender.status()).items).toBe(60), { timeout: 60_000, interval: 100 })
  expect(recommender.state).toBe('ready')
  expect(await recommender.recommend()).toHaveLength(20)
  const liked = ['pc-000000', 'pc-000020', 'pc-000040']
  for (const itemId of liked) await recommender.record({ type: 'like', itemId })
  const list = await recommender.recommend({ limit: 10 })
  const told = await Promise.all(list.map((entry) => recommender.explain(entry)))
  const parts = new Set(told.flatMap(({ parts: own }) => own.map(({ name }) => name)))
  expect([...parts]).toEqual(expect.arrayContaining(['neighbours', 'factors', 'taste', 'popularity']))
})
