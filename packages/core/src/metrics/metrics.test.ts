import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  areaUnderCurve,
  averagePrecisionAt,
  f1At,
  hitRateAt,
  ndcgAt,
  precisionAt,
  recallAt,
  reciprocalRank,
} from './accuracy.js'
import { labelShares, miscalibration, novelty, serendipityAt } from './beyond-accuracy.js'
import { coverage, gini, giniOfCounts, intraListDiversity } from './list-quality.js'

const ranked = ['a', 'b', 'c', 'd', 'e']
const relevant = new Set(['b', 'd', 'x'])

describe('accuracy, by hand', () => {
  it('counts hits', () => {
    expect(precisionAt(4, ranked, relevant)).toBe(0.5)
    expect(precisionAt(10, ranked, relevant)).toBe(0.2)
    expect(recallAt(4, ranked, relevant)).toBeCloseTo(2 / 3, 12)
    expect([hitRateAt(1, ranked, relevant), hitRateAt(2, ranked, relevant)]).toEqual([0, 1])
  })

  it('discounts by place', () => {
    // Hits in places 2 and 4 of 5; three relevant items could fill places 1 to 3.
    const gain = 1 / Math.log2(3) + 1 / Math.log2(5)
    expect(ndcgAt(5, ranked, relevant)).toBeCloseTo(gain / (1 + 1 / Math.log2(3) + 1 / 2), 12)
    expect(ndcgAt(2, ranked, relevant)).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 12)
    expect(ndcgAt(2, ['b', 'd'], relevant)).toBe(1)
    expect(averagePrecisionAt(5, ranked, relevant)).toBeCloseTo((1 / 2 + 2 / 4) / 3, 12)
    expect(averagePrecisionAt(2, ['b', 'd'], relevant)).toBe(1)
    expect([reciprocalRank(ranked, relevant), reciprocalRank(ranked, new Set(['x']))]).toEqual([0.5, 0])
  })

  it('is 0 where nothing is relevant', () => {
    const nothing = new Set<string>()
    for (const metric of [precisionAt, recallAt, hitRateAt, ndcgAt, averagePrecisionAt])
      expect(metric(3, ranked, nothing)).toBe(0)
  })
})

describe('list quality, by hand', () => {
  it('covers', () => {
    expect(
      coverage(
        [
          ['a', 'b'],
          ['b', 'c'],
        ],
        6,
      ),
    ).toBe(0.5)
    expect(coverage([], 6)).toBe(0)
  })

  it('measures inequality over all items', () => {
    expect(gini([['a', 'b', 'c', 'd']], 4)).toBeCloseTo(0, 12)
    // One of four items takes every place: (2 * 4 * 3) / (4 * 3) - 5 / 4.
    expect(gini([['a'], ['a'], ['a']], 4)).toBeCloseTo(0.75, 12)
    // Counts 0, 0, 1, 3: 2 * (3 * 1 + 4 * 3) / (4 * 4) - 5 / 4.
    expect(gini([['a', 'b'], ['a'], ['a']], 4)).toBeCloseTo(0.625, 12)
    expect(gini([], 4)).toBe(0)
  })

  it('averages over pairs', () => {
    const similarity = (a: string, b: string) => (a + b === 'ab' ? 1 : 0)
    expect(intraListDiversity(['a', 'b', 'c'], similarity)).toBeCloseTo(2 / 3, 12)
    expect(intraListDiversity(['a'], similarity)).toBe(0)
  })
})

describe('beyond accuracy, by hand', () => {
  it('measures surprise in bits', () => {
    expect(novelty(['a', 'b'], (id) => (id === 'a' ? 0.5 : 1 / 8))).toBeCloseTo(2, 12)
    expect(novelty([], () => 1)).toBe(0)
  })

  it('counts hits that nobody would have guessed', () => {
    expect(serendipityAt(4, ranked, relevant, new Set(['b']))).toBe(0.25)
    expect(serendipityAt(4, ranked, relevant, new Set())).toBe(precisionAt(4, ranked, relevant))
    expect(serendipityAt(0, ranked, relevant, new Set())).toBe(0)
  })

  it('spreads items over their labels', () => {
    const labels: Record<string, string[]> = { a: ['x'], b: ['x', 'y'], c: [] }
    const shares = labelShares(['a', 'b', 'c'], (id) => labels[id] ?? [])
    expect(Object.fromEntries(shares)).toEqual({ x: 0.75, y: 0.25 })
    expect(labelShares(['c'], () => []).size).toBe(0)
  })

  it('measures miscalibration', () => {
    const wanted = new Map([
      ['x', 0.5],
      ['y', 0.5],
    ])
    expect(miscalibration(wanted, wanted)).toBeCloseTo(0, 12)
    const oneSided = 0.5 * Math.log(0.5 / (0.99 + 0.005)) + 0.5 * Math.log(0.5 / 0.005)
    expect(miscalibration(wanted, new Map([['x', 1]]))).toBeCloseTo(oneSided, 12)
  })
})

describe('properties', () => {
  const anyScores = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 12 })

  it('the area is the part of pairs in order, ties counting half', () => {
    fc.assert(
      fc.property(anyScores, anyScores, (good, bad) => {
        const pairs = good.flatMap((a) => bad.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))
        const mean = pairs.reduce<number>((sum, value) => sum + value, 0) / pairs.length
        expect(areaUnderCurve(good, bad)).toBeCloseTo(mean, 12)
        expect(areaUnderCurve(good, bad) + areaUnderCurve(bad, good)).toBeCloseTo(1, 12)
      }),
    )
    expect(areaUnderCurve([], [1])).toBe(0.5)
  })

  it('every metric of a list stays in [0, 1], and a better place is never worse', () => {
    const anyList = fc.uniqueArray(fc.nat(15), { minLength: 2, maxLength: 12 })
    const metrics = [precisionAt, recallAt, f1At, hitRateAt, ndcgAt, averagePrecisionAt]
    fc.assert(
      fc.property(
        anyList,
        fc.uniqueArray(fc.nat(15)),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(),
        (list, good, k, at) => {
          const wanted = new Set(good)
          const place = at % (list.length - 1)
          const [a, b] = [list[place] ?? -1, list[place + 1] ?? -1]
          const improved = list.with(place, b).with(place + 1, a)
          for (const metric of metrics) {
            const value = metric(k, list, wanted)
            expect(value).toBeGreaterThanOrEqual(0)
            expect(value).toBeLessThanOrEqual(1 + 1e-12)
            if (wanted.has(b) && !wanted.has(a)) expect(metric(k, improved, wanted)).toBeGreaterThanOrEqual(value)
          }
        },
      ),
    )
  })

  it('F1 is the harmonic mean, by hand', () => {
    expect(f1At(4, ranked, relevant)).toBeCloseTo((2 * 0.5 * (2 / 3)) / (0.5 + 2 / 3), 12)
    expect(f1At(4, ranked, new Set(['z']))).toBe(0)
  })

  it('Gini of counts does not mind their order', () => {
    expect(giniOfCounts(Float64Array.of(3, 0, 1, 0))).toBeCloseTo(0.625, 12)
    expect(giniOfCounts(new Float64Array(3))).toBe(0)
  })
})
