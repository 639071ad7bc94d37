import { createRandom, deal } from '@locavore/core'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createCardWorld } from '../simulate/card-world.js'
import { coverageOf, type Situation, situations, trueReward } from './coverage.js'
import { ips, type LoggedReward, snips } from './off-policy.js'
import { PLACE_POLICIES, type PlacePolicy, visitRegret } from './visit-regret.js'
import { cardVectors } from './visits.js'

vi.setConfig({ testTimeout: 300_000 })

describe('off-policy estimates', () => {
  it('are worked out by hand', () => {
    const log: LoggedReward[] = [
      { reward: 1, logged: 0.5, target: 1 },
      { reward: 0, logged: 0.25, target: 0.5 },
      { reward: 1, logged: 0.5, target: 0.25 },
    ]
    expect(ips(log).mean).toBeCloseTo((2 + 0 + 0.5) / 3, 12)
    expect(snips(log).mean).toBeCloseTo(2.5 / 4.5, 12)
    expect(ips(log).effective).toBeCloseTo(4.5 ** 2 / (4 + 4 + 0.25), 12)
  })

  it('are the plain mean where both rankings are the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0.01, max: 1, noNaN: true })), { minLength: 1 }),
        (log) => {
          const same = log.map(([liked, chance]) => ({ reward: liked ? 1 : 0, logged: chance, target: chance }))
          const mean = same.reduce((sum, { reward }) => sum + reward, 0) / same.length
          expect(ips(same).mean).toBeCloseTo(mean, 12)
          expect(snips(same).mean).toBeCloseTo(mean, 12)
        },
      ),
    )
  })

  it('of inverse propensities are unbiased: over every log that could be, weighed by its chance, they are the truth', () => {
    const logged = [0.7, 0.2, 0.1]
    const target = [0.1, 0.1, 0.8]
    const rewards = [0.3, 0.9, 0.5]
    const truth = target.reduce((sum, chance, k) => sum + chance * (rewards[k] ?? 0), 0)
    let expected = 0
    for (const [k, chance] of logged.entries()) {
      for (const reward of [0, 1]) {
        const likely = reward === 1 ? (rewards[k] ?? 0) : 1 - (rewards[k] ?? 0)
        expected += chance * likely * ips([{ reward, logged: chance, target: target[k] ?? 0 }]).mean
      }
    }
    expect(expected).toBeCloseTo(truth, 12)
  })

  it('hold the truth in at least 93 of 100 intervals, on the log of a Thompson place', () => {
    const all = situations(createCardWorld({ cards: 200 }), 60, 3)
    const runs = Array.from({ length: 100 }, (_, k) => coverageOf(all, 2_000, 7_000 + k))
    expect(runs.filter((run) => run.ips).length).toBeGreaterThanOrEqual(93)
    expect(runs.filter((run) => run.snips).length).toBeGreaterThanOrEqual(93)
  })

  it('miss it where the logged chances are wrong, so that the bar can fail', () => {
    const situation: Situation = {
      logged: Float64Array.from([0.8, 0.2]),
      target: Float64Array.from([0.5, 0.5]),
      rewards: Float64Array.from([0.9, 0.1]),
    }
    const truth = trueReward([situation])
    const random = createRandom(1)
    const log = Array.from({ length: 4_000 }, (): LoggedReward => {
      const { candidate } = deal(situation.logged, random)
      const reward = random() < (situation.rewards[candidate] ?? 0) ? 1 : 0
      return { reward, logged: 0.5, target: situation.target[candidate] ?? 0 }
    })
    expect(ips(log).low > truth || ips(log).high < truth).toBe(true)
  })

  it('refuse a log that says nothing', () => {
    expect(() => ips([])).toThrow(/nothing in the log/)
    expect(() => ips([{ reward: 1, logged: 0, target: 1 }])).toThrow(/propensity of 0/)
    expect(() => snips([{ reward: 1, logged: 1, target: 0 }])).toThrow(/would have shown nothing/)
  })
})

describe('exploring by Thompson', () => {
  it('in one place of ten misses fewer likes than epsilon-greedy does', () => {
    const world = createCardWorld({ cards: 300 })
    const vectors = cardVectors(world)
    const [, epsilonGreedy, , thompson] = PLACE_POLICIES
    if (epsilonGreedy === undefined || thompson === undefined) throw new Error('the policies to compare are gone')
    const missed = (policy: PlacePolicy) =>
      Array.from({ length: 80 }, (_, k) => visitRegret(policy, world, vectors, { visits: 10, seed: 40_000 + k }))
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(missed(thompson))).toBeLessThan(mean(missed(epsilonGreedy)))
  })
})
