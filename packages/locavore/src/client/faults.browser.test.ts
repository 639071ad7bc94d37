import { describe, expect, test } from 'vitest'
import { feed, likeFive, openOnCatalogue, until } from '../../testing/open-recommender.js'

/** Gives the page's hand on the worker, as only a test has it. */
function heldWorker() {
  const workers: Worker[] = []
  const engine = () => {
    const url = new URL('../../testing/hanging-engine-worker.ts', import.meta.url)
    const worker = new Worker(url, { type: 'module' })
    workers.push(worker)
    return worker
  }
  return { workers, engine }
}

describe('an engine worker that fails', () => {
  for (const [fault, strike] of [
    ['is ended', (worker: Worker) => worker.terminate()],
    ['loops for ever', (worker: Worker) => worker.postMessage('hang')],
  ] as const) {
    test(`and ${fault}: the call rejects soon, the next ones are answered from what is stored`, async () => {
      const { workers, engine } = heldWorker()
      const { recommender, items } = await openOnCatalogue({ workers: { engine } })
      const states: string[] = []
      recommender.subscribe(({ state, reason }) => states.push(`${state} ${reason}`))
      await likeFive(recommender, items, 'c2')
      const before = await feed(recommender)

      strike(workers[0] as Worker)
      const struck = performance.now()
      await expect(recommender.recommend()).rejects.toMatchObject({ code: 'worker-unresponsive' })
      // 4 s without a sign of life, and a margin for a busy machine; the promise of 5 s is held to in the end-to-end tests.
      expect(performance.now() - struck).toBeLessThan(8_000)
      expect(await feed(recommender)).toEqual(before)
      await until(() => recommender.state === 'ready')
      expect(workers).toHaveLength(2)
      expect(states.some((state) => state.startsWith('degraded') && state.includes('restart'))).toBe(true)
    })
  }

  test('with memory storage says what was lost', async () => {
    const { workers, engine } = heldWorker()
    const { recommender, items } = await openOnCatalogue({ workers: { engine }, storage: 'memory' })
    await likeFive(recommender, items, 'c2')
    workers[0]?.terminate()
    await expect(recommender.recommend()).rejects.toMatchObject({ code: 'worker-unresponsive' })
    expect(await recommender.recommend()).toHaveLength(20)
    expect(await recommender.history()).toEqual([])
    const { state, reason } = await recommender.status()
    expect(state).toBe('degraded')
    expect(reason).toContain('lost')
  })

  test('and cannot start at all: creating rejects with its code', async () => {
    const engine = () => new Worker(URL.createObjectURL(new Blob(['throw new Error("no")'])))
    await expect(openOnCatalogue({ workers: { engine } })).rejects.toMatchObject({ code: 'worker-failed' })
  })
})
