import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalise } from '../vector/vector.js'
import { poolTags, type TagGroup, tagProbabilities } from './tag-probabilities.js'

const unit = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 })
  .filter((values) => Math.hypot(...values) > 1e-3)
  .map((values) => normalise(Float32Array.from(values)))
const prototypes = fc
  .array(unit, { minLength: 1, maxLength: 20 })
  .map((vectors) => vectors.map((vector, at) => ({ id: `label-${at}`, vector })))
const calibration = fc.record({
  temperature: fc.double({ min: 1e-3, max: 10, noNaN: true }),
  none: fc.double({ min: -1, max: 1, noNaN: true }),
  follow: fc.double({ min: -2, max: 2, noNaN: true }),
})

const sumOf = ({ labels, none }: TagGroup) => labels.reduce((sum, { probability }) => sum + probability, none)

test('labels and none are probabilities that sum to 1, likeliest first', () => {
  fc.assert(
    fc.property(unit, prototypes, calibration, (content, list, fitted) => {
      const group = tagProbabilities('any', content, list, fitted)
      expect(group.labels.map(({ id }) => id).sort()).toEqual(list.map(({ id }) => id).sort())
      for (const { probability } of group.labels) expect(probability).toBeGreaterThanOrEqual(0)
      expect(sumOf(group)).toBeCloseTo(1, 10)
      const shares = group.labels.map(({ probability }) => probability)
      expect(shares).toEqual([...shares].sort((a, b) => b - a))
    }),
  )
})

test('a higher cosine of none takes from every label alike', () => {
  fc.assert(
    fc.property(unit, prototypes, calibration, (content, list, fitted) => {
      const low = tagProbabilities('any', content, list, { ...fitted, none: fitted.none - 0.1 })
      const high = tagProbabilities('any', content, list, fitted)
      expect(high.none).toBeGreaterThanOrEqual(low.none)
      for (const { id, probability } of high.labels) {
        const before = low.labels.find((label) => label.id === id)?.probability ?? -1
        expect(probability).toBeLessThanOrEqual(before + 1e-12)
      }
    }),
  )
})

test('a label as close as none, moved along with the mean, is as likely as none', () => {
  const content = Float32Array.of(1, 0)
  const list = [{ id: 'half', vector: Float32Array.of(0.6, 0.8) }]
  const { labels, none } = tagProbabilities('any', content, list, { temperature: 0.05, none: 0.45, follow: 0.25 })
  expect(labels[0]?.probability).toBeCloseTo(none, 6)
})

test("a label's bias counts like cosine, for that label alone", () => {
  fc.assert(
    fc.property(unit, prototypes, calibration, (content, list, fitted) => {
      const plain = tagProbabilities('any', content, list, fitted)
      const biased = tagProbabilities('any', content, list, { ...fitted, biases: { 'label-0': 0.1, 'label-99': 5 } })
      const odds = ({ labels, none }: TagGroup) =>
        Math.log((labels.find(({ id }) => id === 'label-0')?.probability ?? 0) / none)
      fc.pre(Number.isFinite(odds(plain)) && Number.isFinite(odds(biased)) && plain.none > 1e-9 && biased.none > 1e-9)
      expect((odds(biased) - odds(plain)) * fitted.temperature).toBeCloseTo(0.1, 4)
      expect(sumOf(biased)).toBeCloseTo(1, 10)
    }),
  )
  const named = [{ id: 'toString', vector: Float32Array.of(1, 0) }]
  const group = tagProbabilities('any', Float32Array.of(1, 0), named, {
    temperature: 1,
    none: 1,
    follow: 0,
    biases: {},
  })
  expect(group.none).toBeCloseTo(0.5, 6)
})

test('the very sharp and the very far stay numbers', () => {
  const list = [
    { id: 'same', vector: Float32Array.of(1, 0) },
    { id: 'opposite', vector: Float32Array.of(-1, 0) },
  ]
  const group = tagProbabilities('any', Float32Array.of(1, 0), list, { temperature: 1e-6, none: -1, follow: 0 })
  expect(group.labels[0]).toEqual({ id: 'same', probability: 1 })
  expect(sumOf(group)).toBeCloseTo(1, 12)
})

test('vectors of another length, or not finite, are refused', () => {
  const list = [{ id: 'a', vector: Float32Array.of(1, 0) }]
  const fitted = { temperature: 0.1, none: 0, follow: 0 }
  expect(() => tagProbabilities('any', Float32Array.of(1, 0, 0), list, fitted)).toThrow(/3 numbers/)
  expect(() => tagProbabilities('any', Float32Array.of(Number.NaN, 0), list, fitted)).toThrow(/finite/)
})

test('several media are averaged group by group, and a group that one lacks is left to the other', () => {
  const group = (id: string, rain: number, none: number): TagGroup => ({
    id,
    labels: [
      { id: 'rain', probability: rain },
      { id: 'snow', probability: 1 - rain - none },
    ],
    none,
  })
  const pooled = poolTags([[group('weather', 0.9, 0.1), group('hour', 0.5, 0.2)], [group('weather', 0.1, 0.3)]])
  expect(pooled).toHaveLength(2)
  expect(pooled[0]?.id).toBe('weather')
  expect(pooled[0]?.none).toBeCloseTo(0.2)
  expect(pooled[0]?.labels.map(({ id }) => id)).toEqual(['rain', 'snow'])
  expect(pooled[0]?.labels[0]?.probability).toBeCloseTo(0.5)
  expect(pooled[1]).toEqual(group('hour', 0.5, 0.2))
})
