import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RestartBudget } from './restart-budget.js'

test('no window of time ever holds more restarts than allowed, and none is refused without need', () => {
  const limits = fc.record({ most: fc.nat(5), withinMs: fc.integer({ min: 1, max: 1000 }) })
  fc.assert(
    fc.property(limits, fc.array(fc.nat(400), { maxLength: 60 }), (limit, gaps) => {
      const budget = new RestartBudget(limit)
      const granted: number[] = []
      let now = 0
      for (const gap of gaps) {
        now += gap
        const inWindow = granted.filter((at) => now - at < limit.withinMs).length
        expect(budget.take(now)).toBe(inWindow < limit.most)
        if (inWindow < limit.most) granted.push(now)
      }
    }),
  )
})
