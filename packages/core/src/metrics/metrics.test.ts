import { describe, expect, it } from 'vitest'
import { averagePrecisionAt, hitRateAt, ndcgAt, precisionAt, recallAt, reciprocalRank } from './accuracy.js'
import { coverage, gini, intraListDiversity } from './list-quality.js'

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
