import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrationError } from './calibration.mjs'
import { fitCalibration } from './fit-calibration.mjs'
import { averagePrecisions, hitsAt, hitsInSets } from './retrieval.mjs'
import { meanVector } from './similarity.mjs'

const at = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle))

describe('hits', () => {
  const answers = [at(0), at(0.5), at(1)]

  test('count a query whose own answer is among the nearest', () => {
    expect(hitsAt(1, [at(0.1), at(0.1), at(0.9)], answers)).toEqual([1, 0, 1])
    expect(hitsAt(2, [at(0.1), at(0.1), at(0.9)], answers)).toEqual([1, 1, 1])
  })

  test('do not count a tie', () => {
    expect(hitsAt(1, [at(0), at(0)], [at(0.3), at(0.3)])).toEqual([0, 0])
  })

  test('take any answer that fits, and do not hold the others that fit against it', () => {
    const same = (query: number, answer: number) => query === 0 && answer !== 1
    expect(hitsAt(1, [at(0.9)], answers, same)).toEqual([1])
    expect(hitsAt(1, [at(0.5)], answers, same)).toEqual([0])
  })

  test('are counted within sets of one size, and a rest is left out', () => {
    const two = [at(0), at(1), at(0), at(1), at(0)]
    expect(hitsInSets(1, two, two, 2)).toEqual([1, 1, 1, 1])
  })
})

test('average precision is 1 when every other of a label comes first, and by the book otherwise', () => {
  expect(averagePrecisions([at(0), at(0.1), at(1), at(1.1)], ['a', 'a', 'b', 'b'])).toEqual([1, 1, 1, 1])
  // Of the first, the only right one comes second: 1/2. The one of a label of its own asks nothing.
  expect(averagePrecisions([at(0), at(0.2), at(0.3)], ['a', 'b', 'a'])).toEqual([0.5, 0.5])
})

test('a mean vector has unit length and lies between', () => {
  const [x, y] = meanVector([at(0), at(1)])
  expect(x).toBeCloseTo(Math.cos(0.5))
  expect(y).toBeCloseTo(Math.sin(0.5))
})

describe('expected calibration error', () => {
  test('is the distance between how sure and how right', () => {
    const sure = Array.from({ length: 10 }, (_, index) => ({ confidence: 0.9, right: index < 6 }))
    expect(calibrationError(sure)).toBeCloseTo(0.3)
    expect(calibrationError([{ confidence: 1, right: true }])).toBe(0)
  })

  test('does not let one bin make up for another', () => {
    const answers = [
      { confidence: 0.99, right: false },
      { confidence: 0.01, right: true },
    ]
    expect(calibrationError(answers)).toBeCloseTo(0.99)
  })
})

describe('a fitted calibration', () => {
  function randomNumbers() {
    let state = 12_345
    return () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return state / 2_147_483_648
    }
  }

  /** Labels that are drawn as the model says, so that the truth is known. */
  function draw(temperature: number, none: number, follow: number, count: number) {
    const random = randomNumbers()
    return Array.from({ length: count }, () => {
      const offset = random() * 0.4
      const cosines = Array.from({ length: 5 }, () => offset + random() * 0.4)
      const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / 5
      const weights = [...cosines, none + follow * mean].map((cosine) => Math.exp(cosine / temperature))
      let left = random() * weights.reduce((sum, weight) => sum + weight, 0)
      const chosen = weights.findIndex((weight) => {
        left -= weight
        return left < 0
      })
      return { cosines, truth: chosen === 5 ? -1 : chosen, weight: 1 }
    })
  }

  test('finds what the examples were drawn with', () => {
    const fitted = fitCalibration(draw(0.1, 0.1, 0.8, 10_000))
    expect(fitted.temperature).toBeGreaterThan(0.09)
    expect(fitted.temperature).toBeLessThan(0.11)
    expect(fitted.none).toBeGreaterThan(0.05)
    expect(fitted.none).toBeLessThan(0.15)
    expect(fitted.follow).toBeGreaterThan(0.6)
    expect(fitted.follow).toBeLessThan(1)
  })

  test('finds that one label is answered less than its cosine says', () => {
    const places = [0, 1, 2, 3, 4]
    const rows = draw(0.1, 0.1, 0.8, 20_000).map((row) => ({ ...row, places }))
    // Of three answers with the first label one is left: its odds are a third, and the bias is that in cosine.
    const thinned = rows.filter(({ truth }, row) => truth !== 0 || row % 3 === 0)
    const { temperature, biases } = fitCalibration(thinned, 5)
    const others = biases.slice(1).reduce((sum: number, bias: number) => sum + bias, 0) / 4
    expect((biases[0] ?? Number.NaN) - others).toBeLessThan(-0.8 * temperature * Math.log(3) * 0.9)
    expect((biases[0] ?? Number.NaN) - others).toBeGreaterThan(-1.3 * temperature * Math.log(3))
  })

  test('is not surer than it is right where one label alone can be told apart', () => {
    const random = randomNumbers()
    const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6)
    const rows = Array.from({ length: 4_000 }, () => {
      const drawn = random()
      const truth = drawn < 0.5 ? -1 : Math.floor((drawn - 0.5) * 8)
      const told = truth === 3 || (truth === -1 && random() < 0.1)
      const level = 0.475 + 0.045 * normal() + (truth >= 0 ? 0.02 : 0)
      const cosines = Array.from(
        { length: 4 },
        (_, label) => level + 0.012 * normal() + (told && label === 3 ? 0.09 : 0),
      )
      return { cosines, truth, weight: 1 }
    })
    const { temperature, none, follow } = fitCalibration(rows)
    const answers = rows.map(({ cosines, truth }) => {
      const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length
      const weights = [...cosines, none + follow * mean].map((cosine) => Math.exp((cosine - 0.5) / temperature))
      const most = Math.max(...weights)
      return { confidence: most / weights.reduce((sum, weight) => sum + weight, 0), right: weights.at(truth) === most }
    })
    expect(calibrationError(answers)).toBeLessThan(0.0601)
  })

  test('stays finite whatever it is given', () => {
    const example = fc.record({
      cosines: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }),
      truth: fc.integer({ min: -1, max: 1 }),
      weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 12 }), (examples) => {
        const { temperature, none, follow } = fitCalibration(examples)
        expect(temperature).toBeGreaterThan(0)
        expect([temperature, none, follow].every(Number.isFinite)).toBe(true)
      }),
    )
  })
})
