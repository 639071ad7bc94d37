import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ItemFactors } from '../artefacts/item-factors.js'
import { randomArtefacts, solveNaively, type Table } from '../testing/random-artefacts.js'
import { choleskyInPlace, solveCholesky } from '../vector/cholesky.js'
import { dot } from '../vector/vector.js'
import { foldIn } from './fold-in.js'

const anyEvents = fc.array(fc.record({ item: fc.nat(29), weight: fc.double({ min: -1, max: 2, noNaN: true }) }), {
  maxLength: 12,
})
const constants = { alpha0: 0.3, lambda: 0.01, tau: 5 }

/** The formula of the docstring with plain arrays: every sum written out, nothing shared. */
function naivePerson(factors: Table, events: readonly { item: number; weight: number }[], mean: readonly number[]) {
  const dimensions = mean.map((_, d) => d)
  const evidence = events.reduce((sum, { weight }) => sum + Math.max(0, weight), 0)
  const at = (i: number, d: number) => factors[i]?.[d] ?? 0
  const matrix = dimensions.map((a) =>
    dimensions.map((b) => {
      const gram = factors.reduce((sum, row) => sum + (row[a] ?? 0) * (row[b] ?? 0), 0)
      const own = events.reduce((sum, { item, weight }) => sum + Math.abs(weight) * at(item, a) * at(item, b), 0)
      const ridge = constants.lambda * (evidence + constants.alpha0 * factors.length) + constants.tau
      return constants.alpha0 * gram + own + (a === b ? ridge : 0)
    }),
  )
  const right = dimensions.map(
    (d) =>
      events.reduce((sum, { item, weight }) => sum + Math.max(0, weight) * at(item, d), 0) +
      constants.tau * (mean[d] ?? 0),
  )
  return solveNaively(matrix, right)
}

describe('cholesky', () => {
  it('solves by hand', () => {
    // [4 2; 2 5] x = [8; 9] has the solution [11/8, 5/4].
    const matrix = Float64Array.of(4, Number.NaN, 2, 5)
    choleskyInPlace(matrix, 2)
    const vector = Float64Array.of(8, 9)
    solveCholesky(matrix, 2, vector)
    expect(vector[0]).toBeCloseTo(11 / 8, 12)
    expect(vector[1]).toBeCloseTo(5 / 4, 12)
  })

  it('refuses what is not positive definite, and says what to do', () => {
    expect(() => choleskyInPlace(Float64Array.of(1, 0, 2, 1), 2)).toThrow(/lambda or tau above 0/)
    expect(() => choleskyInPlace(Float64Array.of(Number.NaN), 1)).toThrow(/not positive definite/)
  })
})

describe('fold-in', () => {
  it('is the written formula, refusals included', () => {
    fc.assert(
      fc.property(fc.nat(1000), anyEvents, (seed, events) => {
        const { shipped, factors, factorMean } = randomArtefacts(seed)
        const person = foldIn({
          ...constants,
          factors: shipped.factors,
          items: Int32Array.from(events, ({ item }) => item),
          weights: Float64Array.from(events, ({ weight }) => weight),
          priorMean: shipped.factorMean,
        })
        const expected = naivePerson(factors, events, factorMean)
        person.vector.forEach((value, d) => {
          expect(value).toBeCloseTo(expected[d] ?? Number.NaN, 8)
        })
      }),
    )
  })

  it('is the sum of its events and its prior', () => {
    fc.assert(
      fc.property(fc.nat(1000), anyEvents, fc.boolean(), (seed, events, hasPrior) => {
        const { factors, factorMean } = randomArtefacts(seed).shipped
        const person = foldIn({
          ...constants,
          factors,
          items: Int32Array.from(events, ({ item }) => item),
          weights: Float64Array.from(events, ({ weight }) => weight),
          ...(hasPrior ? { priorMean: factorMean } : {}),
        })
        expect(person.prior === undefined).toBe(!hasPrior)
        person.vector.forEach((value, d) => {
          const parts = events.map((_, k) => person.ofEvent(k)[d] ?? Number.NaN)
          expect(parts.reduce((sum, part) => sum + part, person.prior?.[d] ?? 0)).toBeCloseTo(value, 10)
        })
        const vectors = Array.from({ length: 6 }, (_, m) => Float64Array.of(1, -2, 3, 0.5 - m))
        for (const [m, shares] of person.sharesIn(vectors).entries()) {
          expect(shares).toHaveLength(events.length)
          shares.forEach((share, k) => {
            expect(share).toBeCloseTo(dot(person.ofEvent(k), vectors[m] ?? []), 10)
          })
        }
      }),
    )
  })

  it('reads floats and codes alike, and takes a Gram matrix that is shipped', () => {
    const { shipped, factors } = randomArtefacts(7)
    const floats = new ItemFactors({ dimensions: 4, values: Float32Array.from(factors.flat()) })
    const [a, b] = [new Float64Array(4), new Float64Array(4)]
    for (let item = 0; item < floats.count; item += 1) {
      floats.read(item, a)
      shipped.factors.read(item, b)
      a.forEach((value, d) => {
        expect(value).toBeCloseTo(b[d] ?? Number.NaN, 6)
      })
    }
    const gram = new Float64Array(16).fill(1)
    expect(new ItemFactors({ dimensions: 4, values: Float32Array.from(factors.flat()), gram }).gram).toEqual(gram)
  })

  it('refuses tables that do not fit', () => {
    const values = new Int8Array(8)
    const scales = new Float32Array(4)
    expect(() => new ItemFactors({ dimensions: 3, values, scales })).toThrow(/no rows of 3/)
    expect(() => new ItemFactors({ dimensions: 4, values })).toThrow(/without a scale per column/)
    expect(() => new ItemFactors({ dimensions: 4, values, scales: new Float32Array(3) })).toThrow(/4 columns and 3/)
    expect(() => new ItemFactors({ dimensions: 4, values, scales: scales.fill(Infinity) })).toThrow(/must be finite/)
    expect(() => new ItemFactors({ dimensions: 4, values, scales: new Float32Array(4), gram: scales64(3) })).toThrow(
      /4 x 4/,
    )
    const factors = new ItemFactors({ dimensions: 4, values: new Float32Array(8) })
    const events = { items: Int32Array.of(0), weights: Float64Array.of(1) }
    expect(() => foldIn({ ...constants, ...events, factors, priorMean: scales64(3) })).toThrow(/3 dimensions/)
    expect(() => foldIn({ ...constants, ...events, factors, lambda: 0 })).toThrow(/not positive definite/)
  })
})

const scales64 = (length: number) => new Float64Array(length)
