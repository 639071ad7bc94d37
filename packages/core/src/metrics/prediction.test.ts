import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrationError, logLoss, meanAbsoluteError, rootMeanSquaredError } from './prediction.js'
import { rankBiasedOverlap } from './rank-biased-overlap.js'

describe('errors of predictions', () => {
  it('are as worked out by hand', () => {
    expect(rootMeanSquaredError([1, 2, 5], [1, 4, 4])).toBeCloseTo(Math.sqrt(5 / 3), 12)
    expect(meanAbsoluteError([1, 2, 5], [1, 4, 4])).toBe(1)
    expect(logLoss([0.5, 0.25], [1, 0])).toBeCloseTo((Math.log(2) - Math.log(0.75)) / 2, 12)
    expect(logLoss([0], [1])).toBeLessThan(28)
    // Two bins: 0.1 and 0.2 said, one of two happened; 0.9 said, and it happened.
    expect(calibrationError([0.1, 0.2, 0.9], [0, 1, 1], 2)).toBeCloseTo((Math.abs(0.3 - 1) + 0.1) / 3, 12)
    expect([rootMeanSquaredError([], []), calibrationError([], [])]).toEqual([0, 0])
  })
})

const lists = fc.uniqueArray(fc.nat(30), { maxLength: 15 })

describe('rank-biased overlap', () => {
  it('is as worked out by hand', () => {
    // Depth 1: nothing in common; depth 2: both. 0.5 * (0 + 1 * 0.25) / 0.5 + 1 * 0.25.
    expect(rankBiasedOverlap(['a', 'b'], ['b', 'a'], 0.5)).toBeCloseTo(0.5, 12)
    // One of one in common, then taken to go on: 1.
    expect(rankBiasedOverlap(['a', 'b'], ['a'], 0.5)).toBeCloseTo(1, 12)
  })

  it('is 1 for the same list, 0 for nothing in common, symmetric, and between', () => {
    fc.assert(
      fc.property(lists, lists, (left, right) => {
        const value = rankBiasedOverlap(left, right)
        expect(value).toBeCloseTo(rankBiasedOverlap(right, left), 12)
        expect(value).toBeGreaterThanOrEqual(-1e-12)
        expect(value).toBeLessThanOrEqual(1 + 1e-12)
        expect(rankBiasedOverlap(left, left)).toBeCloseTo(1, 12)
        if (left.length > 0)
          expect(
            rankBiasedOverlap(
              left,
              left.map((id) => id + 100),
            ),
          ).toBe(0)
      }),
    )
  })

  it('minds a change at the top more than one further down', () => {
    const list = ['a', 'b', 'c', 'd', 'e', 'f']
    const top = rankBiasedOverlap(list, ['x', ...list.slice(1)])
    const end = rankBiasedOverlap(list, [...list.slice(0, 5), 'x'])
    expect(top).toBeLessThan(end)
  })
})
