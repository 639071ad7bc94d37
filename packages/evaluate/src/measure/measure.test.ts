import { createRandom, gaussian, gini } from '@locavore/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import { Bootstrap } from './bootstrap.js'
import { measureList } from './measure-list.js'
import { giniOfIntegers, popularityLift, spread } from './pooled.js'
import { topItems } from './run.js'

const person: Person = {
  id: '1',
  likes: Int32Array.of(0),
  dislikes: new Int32Array(0),
  seen: Int32Array.of(0),
  ratings: Float64Array.of(5),
  targets: new Set([3, 5]),
  dislikedLater: new Set(),
  stored: { ndcg10: new Map(), lists: new Map(), newItems: undefined },
}

describe('one list', () => {
  // Items 1 to 6; the scores put them in the order 2, 3, 4, 1, 5, 6. Equal scores: smaller index first.
  const candidates = Int32Array.of(1, 2, 3, 4, 5, 6)
  const scores = Float64Array.of(1, 9, 5, 5, 1, 0)
  const pack = { labels: [['a'], ['a'], ['b'], ['a', 'b'], [], ['a'], ['b']], content: undefined } as unknown as Pack
  const fold = { popularity: Float64Array.of(9, 1, 3, 0, 1, 7, 3), publisherUsers: 15 } as unknown as Fold
  const list = topItems(scores, candidates)
  const measured = measureList({
    ...{ pack, fold, person, candidates, scores, list },
    liked: person.likes,
    mostPopular: new Set([5]),
  })

  it('breaks ties by index', () => {
    expect(list).toEqual([2, 3, 4, 1, 5, 6])
    expect(topItems(scores, candidates, 2)).toEqual([2, 3])
  })

  it('is measured as by hand', () => {
    // Targets stand in places 2 and 5.
    expect(measured.ndcg10).toBeCloseTo((1 / Math.log2(3) + 1 / Math.log2(6)) / (1 + 1 / Math.log2(3)), 12)
    expect(measured).toMatchObject({ recall20: 1, precision20: 0.1, hit10: 1, mrr: 0.5, serendipity20: 1 / 20 })
    expect(measured.map20).toBeCloseTo((1 / 2 + 2 / 5) / 2, 12)
    // Of 4 others, item 3 (5) beats 1 and 6 and ties with 4; item 5 (1) beats 6 and ties with 1.
    expect(measured.auc).toBeCloseTo((2.5 + 1.5) / 8, 12)
    // Known by (n + 1) / 16: 1/4, 1/16, 1/8, 1/8, 1/2, 1/4.
    expect(measured.novelty20).toBeCloseTo((2 + 4 + 3 + 3 + 1 + 2) / 6, 12)
    // Genre a only was liked; of five labelled items 2.5 are a.
    expect(measured.miscalibration20).toBeCloseTo(Math.log(1 / (0.99 * 0.5 + 0.01)), 12)
    expect(measured.ild10).toBeUndefined()
  })
})

describe('bootstrap', () => {
  const random = createRandom(5)
  const values = Float64Array.from({ length: 400 }, () => 3 + 2 * gaussian(random))

  it('gives the interval that theory gives', () => {
    const { mean, low, high } = new Bootstrap(1).mean(values)
    // 1.96 * 2 / sqrt(400) = 0.196 to either side, within a tenth of it.
    expect(mean - low).toBeGreaterThan(0.15)
    expect(mean - low).toBeLessThan(0.24)
    expect(high - mean).toBeGreaterThan(0.15)
    expect(high - mean).toBeLessThan(0.24)
  })

  it('repeats itself for a seed, and differs for another', () => {
    expect(new Bootstrap(1, 200).mean(values)).toEqual(new Bootstrap(1, 200).mean(values))
    expect(new Bootstrap(1, 200).mean(values)).not.toEqual(new Bootstrap(2, 200).mean(values))
  })

  it('compares the same people', () => {
    const twice = values.map((value) => 2 * value)
    expect(new Bootstrap(1, 100).ratio(twice, values)).toEqual({ mean: 2, low: 2, high: 2 })
    expect(new Bootstrap(1, 100).mean(new Float64Array(5))).toEqual({ mean: 0, low: 0, high: 0 })
  })

  it('moves the interval of what grows with the number of people', () => {
    const lists = { people: 50, length: 1, items: Int32Array.from({ length: 50 }, (_, k) => k) }
    const { coverage20 } = spread(lists, 100, new Bootstrap(1, 500))
    expect(coverage20.mean).toBe(0.5)
    expect(coverage20.low).toBeLessThan(0.5)
    expect(coverage20.high).toBeGreaterThan(0.5)
  })
})

describe('lists together', () => {
  it('has the Gini coefficient of core', () => {
    const anyLists = fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { maxLength: 10 })
    fc.assert(
      fc.property(anyLists, (lists) => {
        const counts = new Uint32Array(10)
        for (const item of lists.flat()) counts[item] = (counts[item] ?? 0) + 1
        expect(giniOfIntegers(counts)).toBeCloseTo(gini(lists, 10), 12)
      }),
    )
  })

  it('leaves places open that a short list did not fill', () => {
    const lists = { people: 2, length: 2, items: Int32Array.of(3, -1, 3, 1) }
    const { coverage20, gini20 } = spread(lists, 4, new Bootstrap(1, 10))
    expect(coverage20.mean).toBe(0.5)
    expect(gini20.mean).toBeCloseTo(gini([[3], [3, 1]], 4), 12)
  })

  it('measures the lift over what was liked', () => {
    const { mean } = popularityLift(Float64Array.of(30, 10), Float64Array.of(10, 10), new Bootstrap(1, 10))
    expect(mean).toBe(1)
  })
})
