import { expect, test } from 'vitest'
import { clusterOf } from '../../../testing/clustered-catalogue.js'
import { openOnCatalogue } from '../../../testing/open-recommender.js'
import type { BacktestProgress } from '../../index.js'

async function openWithPast(likes: number) {
  const opened = await openOnCatalogue()
  for (const { id } of opened.items.filter((item) => clusterOf(item) === 'c3').slice(0, likes)) {
    await opened.recommender.record({ type: 'like', itemId: id })
  }
  return opened
}

test('a backtest tells how it goes, what it found, and asks nothing of the network', async () => {
  const { recommender } = await openWithPast(24)
  await recommender.recommend()
  const requests = (await recommender.requests()).length
  const progress: BacktestProgress[] = []
  const report = await recommender.backtest({ limit: 10, onProgress: (each) => progress.push(each) })
  expect(report.enough && report.present.hit.mean > 0.4).toBe(true)
  expect(progress.at(0)).toEqual({ done: 0, cases: 23 })
  expect(progress.at(-1)).toEqual({ done: 23, cases: 23 })
  expect((await recommender.requests()).length).toBe(requests)
  expect((await recommender.history()).length).toBe(24)
})

test('a backtest can be given up, and lets other calls in meanwhile', async () => {
  const { recommender } = await openWithPast(24)
  const stop = new AbortController()
  const order: string[] = []
  const asked = recommender.backtest({
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done !== 1) return
      void recommender.profile().then(() => {
        order.push('profile')
        stop.abort()
      })
    },
  })
  await expect(asked.finally(() => order.push('backtest'))).rejects.toMatchObject({ code: 'aborted' })
  expect(order).toEqual(['profile', 'backtest'])
})

test('a backtest refuses what it does not know, and says nothing of too little', async () => {
  const { recommender } = await openWithPast(3)
  expect(await recommender.backtest()).toEqual({ enough: false, cases: 2, needed: 20 })
  await expect(recommender.backtest({ cases: 0 })).rejects.toMatchObject({ code: 'invalid-argument' })
  await expect(recommender.backtest({ limit: 0 })).rejects.toMatchObject({ code: 'invalid-argument' })
  const unknown = { explore: true } as object
  await expect(recommender.backtest(unknown)).rejects.toMatchObject({ code: 'unknown-option' })
  await recommender.close()
  await expect(recommender.backtest()).rejects.toMatchObject({ code: 'closed' })
})
