import { areaUnderCurve } from '@locavore/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Bootstrap } from '../measure/bootstrap.js'
import { areaOfBins, NumberTally, ProbabilityTally } from './tally.js'

describe('tallies over people', () => {
  it('are as worked out by hand', () => {
    const numbers = new NumberTally()
    numbers.person([1, 2], [1, 4])
    numbers.person([5], [4])
    const { RMSE, MAE } = numbers.estimates(new Bootstrap(1, 20))
    expect(RMSE?.mean).toBeCloseTo(Math.sqrt(5 / 3), 12)
    expect(MAE?.mean).toBe(1)
    const probabilities = new ProbabilityTally()
    probabilities.person([0.9, 0.2], [1, 0])
    probabilities.person([0.6], [0])
    const estimates = probabilities.estimates(new Bootstrap(1, 20))
    expect(estimates['AUC']?.mean).toBe(1)
    expect(estimates['log-loss']?.mean).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8) + Math.log(0.4)) / 3, 12)
    expect(estimates['ECE']?.mean).toBeCloseTo((0.1 + 0.2 + 0.6) / 3, 12)
    expect(estimates['offset per person']?.mean).toBeCloseTo((0.1 + 0.6) / 3, 12)
  })

  it('count pairs as the exact area does', () => {
    const counts = fc.array(fc.nat(3), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(counts, counts, (happened, not) => {
        const spread = (of: readonly number[]) => of.flatMap((count, bin) => new Array<number>(count).fill(bin))
        const exact = areaUnderCurve(spread(happened), spread(not))
        expect(areaOfBins(Float64Array.from(happened), Float64Array.from(not))).toBeCloseTo(exact, 12)
      }),
    )
  })
})
