import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../random.js'
import { solveNaively } from '../testing/random-artefacts.js'
import { unitVector } from '../testing/worlds.js'
import { dot } from '../vector/vector.js'
import { exploreList } from './explore-list.js'
import { LinearPosterior } from './linear-posterior.js'
import { addSketch } from './sketch.js'
import { deal, thompsonPropensities } from './thompson.js'

const DIMENSIONS = 4

function observed(seed: number, count: number) {
  const random = createRandom(seed)
  const posterior = new LinearPosterior(DIMENSIONS, { baseRate: 0.2, priorDeviation: 0.5, noise: 0.4 })
  const seen = Array.from({ length: count }, () => ({
    item: unitVector(random, DIMENSIONS),
    reward: Math.round(random()),
  }))
  for (const { item, reward } of seen) posterior.observe(item, reward)
  return { random, posterior, seen }
}

/** The same by the textbook: A = 1 / prior^2 + sum v v' / noise^2. */
function precisionOf(seen: ReturnType<typeof observed>['seen']): number[][] {
  return Array.from({ length: DIMENSIONS }, (_, i) =>
    Array.from({ length: DIMENSIONS }, (__, j) =>
      seen.reduce((sum, { item }) => sum + ((item[i] ?? 0) * (item[j] ?? 0)) / 0.16, i === j ? 4 : 0),
    ),
  )
}

describe('the posterior', () => {
  it('has the mean of Bayesian linear regression', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(12), (seed, count) => {
        const { posterior, seen } = observed(seed, count)
        const right = Array.from({ length: DIMENSIONS }, (_, i) =>
          seen.reduce((sum, { item, reward }) => sum + ((item[i] ?? 0) * (reward - 0.2)) / 0.16, 0),
        )
        solveNaively(precisionOf(seen), right).forEach((value, i) => {
          expect(posterior.mean[i]).toBeCloseTo(value, 9)
        })
      }),
    )
  })

  it('draws people with its mean and its covariance', () => {
    const { posterior, seen, random } = observed(5, 6)
    const draws = Array.from({ length: 20_000 }, () => {
      const person = new Float64Array(DIMENSIONS)
      posterior.sample(random, person)
      return person
    })
    for (let i = 0; i < DIMENSIONS; i += 1) {
      const inverse = solveNaively(
        precisionOf(seen),
        Array.from({ length: DIMENSIONS }, (_, k) => (k === i ? 1 : 0)),
      )
      const mean = draws.reduce((sum, person) => sum + (person[i] ?? 0), 0) / draws.length
      expect(Math.abs(mean - (posterior.mean[i] ?? 0))).toBeLessThan(0.02)
      for (let j = 0; j < DIMENSIONS; j += 1) {
        const both = draws.reduce(
          (sum, person) =>
            sum + ((person[i] ?? 0) - (posterior.mean[i] ?? 0)) * ((person[j] ?? 0) - (posterior.mean[j] ?? 0)),
          0,
        )
        expect(Math.abs(both / draws.length - (inverse[j] ?? 0))).toBeLessThan(0.01)
      }
    }
  })

  it('refuses deviations that are none', () => {
    expect(() => new LinearPosterior(3, { noise: 0 })).toThrow(/must both be above 0/)
  })
})

describe('propensities', () => {
  it('sum to 1, and leave every candidate a chance', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 30 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (seed, count, uniform) => {
          const { posterior, random } = observed(seed, 3)
          const vectors = Float32Array.from(Array.from({ length: count }, () => unitVector(random, DIMENSIONS)).flat())
          const propensities = thompsonPropensities(posterior, vectors, random, { uniform })
          expect(propensities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9)
          expect(Math.min(...propensities)).toBeGreaterThanOrEqual(uniform / count - 1e-12)
        },
      ),
    )
  })

  it('are the chances with which items are really shown', () => {
    const propensities = Float64Array.from([0.1, 0, 0.6, 0.3])
    const random = createRandom(2)
    const counts = [0, 0, 0, 0]
    for (let k = 0; k < 20_000; k += 1) {
      const { candidate, propensity } = deal(propensities, random)
      expect(propensity).toBe(propensities[candidate])
      counts[candidate] = (counts[candidate] ?? 0) + 1
    }
    counts.forEach((count, k) => {
      expect(Math.abs(count / 20_000 - (propensities[k] ?? 0))).toBeLessThan(0.015)
    })
  })

  it('go to the best alone without deviation, and are the same for the same seed', () => {
    const { posterior } = observed(5, 6)
    const vectors = Float32Array.from(Array.from({ length: 9 }, () => unitVector(createRandom(8), DIMENSIONS)).flat())
    const at = (seed: number, scale: number) => thompsonPropensities(posterior, vectors, createRandom(seed), { scale })
    expect(Math.max(...at(1, 0))).toBeCloseTo(0.95 + 0.05 / 9, 9)
    expect(at(1, 1)).toEqual(at(1, 1))
  })

  it('refuse candidates and chances that are none', () => {
    const { posterior } = observed(1, 0)
    expect(() => thompsonPropensities(posterior, new Float32Array(5), createRandom(1))).toThrow(/no candidates of 4/)
    const one = new Float32Array(4)
    expect(() => thompsonPropensities(posterior, one, createRandom(1), { uniform: 0 })).toThrow(/must be above 0/)
  })
})

describe('a list that explores', () => {
  it('has every candidate once, explores where it was told to, and keeps the rest in order', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 30 }),
        fc.uniqueArray(fc.nat(20), { maxLength: 4 }),
        (seed, count, places) => {
          const slots = places.sort((a, b) => a - b)
          const order = Int32Array.from({ length: count }, (_, k) => 100 - k)
          const even = (eligible: Int32Array) => new Float64Array(eligible.length).fill(1 / eligible.length)
          const list = exploreList({ order, slots, propensitiesOf: even, random: createRandom(seed), pool: 5 })
          expect([...list.order].sort()).toEqual([...order].sort())
          expect(list.explored.map(({ place }) => place)).toEqual(slots.filter((slot) => slot < count))
          const explored = new Set(list.explored.map(({ candidate }) => candidate))
          const rest = [...list.order].filter((candidate) => !explored.has(candidate))
          expect(rest).toEqual([...rest].sort((a, b) => b - a))
          for (const { place, candidate, propensity } of list.explored) {
            expect(list.order[place]).toBe(candidate)
            expect(propensity).toBeCloseTo(1 / Math.min(5, count - place), 9)
          }
        },
      ),
    )
    const input = { order: new Int32Array(3), propensitiesOf: () => new Float64Array(1), random: createRandom(1) }
    expect(() => exploreList({ ...input, slots: [3, 1] })).toThrow(/must ascend/)
  })
})

describe('a sketch', () => {
  it('keeps inner products, on average exactly and each of them nearly', () => {
    const random = createRandom(5)
    const errors = Array.from({ length: 200 }, () => {
      const [a, b] = [unitVector(random, 512), unitVector(random, 512)]
      const mixed = a.map((value, d) => 0.6 * value + 0.8 * (b[d] ?? 0))
      const [left, right] = [new Float32Array(64), new Float32Array(64)]
      addSketch(a, 1, left)
      addSketch(mixed, 1, right)
      return dot(left, right) - dot(a, mixed)
    })
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length)).toBeLessThan(0.2)
  })

  it('leaves short vectors as they are', () => {
    const out = new Float32Array(64)
    addSketch([1, 2, 3], 2, out)
    expect([...out.subarray(0, 4)]).toEqual([2, 4, 6, 0])
  })
})
