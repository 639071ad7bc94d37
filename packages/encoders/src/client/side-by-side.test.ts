import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sideBySide } from './side-by-side.js'

test('every part once and in order, never more at once than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(20), fc.integer({ min: 1, max: 5 }), fc.scheduler(), async (length, atOnce, scheduler) => {
      const begun: number[] = []
      let running = 0
      const work = sideBySide(Array(length).keys(), atOnce, async (part) => {
        begun.push(part)
        running += 1
        expect(running).toBeLessThanOrEqual(atOnce)
        await scheduler.schedule(Promise.resolve())
        running -= 1
      })
      await scheduler.waitFor(work)
      expect(begun).toEqual([...Array(length).keys()])
    }),
  )
})

test('the first failure is thrown after the others have ended, and nothing new begins', async () => {
  const ended: number[] = []
  const work = sideBySide([0, 1, 2, 3], 2, async (part) => {
    await Promise.resolve()
    if (part === 0) throw new Error('first')
    await new Promise((resolve) => setTimeout(resolve, 5))
    ended.push(part)
  })
  await expect(work).rejects.toThrow('first')
  expect(ended).toEqual([1])
})
