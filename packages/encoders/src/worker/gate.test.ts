import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createGate } from './gate.js'

test('the budget is never exceeded but by one alone, every task ends, and they start in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean()), { maxLength: 30 }),
      fc.scheduler(),
      async (tasks, scheduler) => {
        const gate = createGate(10)
        const started: number[] = []
        let running: number[] = []
        const results = tasks.map(([weight, fails], index) =>
          gate.pass(weight, async () => {
            started.push(index)
            running.push(weight)
            const sum = running.reduce((all, each) => all + each, 0)
            expect(sum <= 10 || running.filter((each) => each > 0).length === 1).toBe(true)
            await scheduler.schedule(Promise.resolve())
            running = running.filter((_, at) => at !== running.indexOf(weight))
            if (fails) throw new Error('failed')
            return index
          }),
        )
        const all = Promise.allSettled(results)
        await scheduler.waitFor(all)
        expect((await all).map(({ status }) => status)).toEqual(
          tasks.map(([, fails]) => (fails ? 'rejected' : 'fulfilled')),
        )
        expect(started).toEqual(tasks.map((_, index) => index))
      },
    ),
  )
})
