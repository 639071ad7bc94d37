import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cosines, relevanceMap, relevanceTimeline } from './relevance.js'

const line = (...values: number[]) => Float32Array.from(values)
const similarity = fc.float32Array({ min: -1, max: 1, noNaN: true, minLength: 1, maxLength: 60 })

test('cosines are those of each row', () => {
  expect([...cosines(line(1, 0), line(1, 0, 0, 1, 0.6, 0.8))].map((value) => Math.round(value * 100) / 100)).toEqual([
    1, 0, 0.6,
  ])
})

test('a map tells the best part, in the middle of it', () => {
  const map = relevanceMap(line(0.1, 0.1, 0.1, 0.1, 0.1, 0.9), 2, 3)
  expect(map).toMatchObject({ kind: 'map', rows: 2, columns: 3 })
  expect([...map.relevance]).toEqual([0, 0, 0, 0, 0, 1])
  expect(map.peak.x).toBeCloseTo(5 / 6)
  expect(map.peak.y).toBeCloseTo(3 / 4)
  expect(map.best).toBeCloseTo(0.9)
})

test('where all parts fit alike, none of them stands out', () => {
  const { relevance } = relevanceMap(line(0.2, 0.201, 0.202, 0.2), 2, 2)
  expect(Math.max(...relevance)).toBeLessThan(0.1)
})

test('relevance lies in 0..1 and keeps the order of the cosines', () => {
  fc.assert(
    fc.property(similarity, (sound) => {
      const { relevance, best, peak } = relevanceTimeline({ stepSeconds: 0.5, sound })
      expect(best).toBe(Math.max(...sound))
      expect(sound[Math.floor(peak / 0.5)]).toBe(best)
      for (let index = 1; index < sound.length; index++) {
        const [before, after] = [sound[index - 1] ?? 0, sound[index] ?? 0]
        if (before < after) expect(relevance[index - 1]).toBeLessThanOrEqual(relevance[index] ?? 0)
      }
      expect(Math.min(...relevance)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...relevance)).toBeLessThanOrEqual(1)
    }),
  )
})

test('of a clip it is the larger of both lines, on one scale; silence is 0; both are as long as the longer one', () => {
  const timeline = relevanceTimeline({
    stepSeconds: 0.32,
    picture: line(0.1, 0.2, 0.3),
    sound: line(Number.NaN, 0.5, 0.1, 0.1),
  })
  expect([...timeline.relevance].map((value) => Math.round(value * 100))).toEqual([0, 100, 50, 0])
  expect([...(timeline.picture ?? [])].map((value) => Math.round(value * 100))).toEqual([0, 25, 50, 0])
  expect([...(timeline.sound ?? [])].map((value) => Math.round(value * 100))).toEqual([0, 100, 0, 0])
  expect(timeline.peak).toBeCloseTo(0.48)
  expect([...timeline.seconds].map((value) => Math.round(value * 100))).toEqual([0, 32, 64, 96])
})
