import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createResampler } from './resample.js'

const tone = (length: number, hertz: number, rate: number) =>
  Float32Array.from({ length }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / rate))

function resample(samples: Float32Array, from: number, to: number, piece = samples.length): Float32Array {
  const resampler = createResampler(from, to)
  const parts: Float32Array[] = []
  for (let at = 0; at < samples.length; at += piece) parts.push(resampler.push(samples.slice(at, at + piece)))
  parts.push(resampler.end())
  return Float32Array.from(parts.flatMap((part) => [...part]))
}

test.each([
  [44_100, 16_000],
  [48_000, 16_000],
  [8000, 16_000],
  [22_050, 16_000],
  [11_025, 48_000],
  [31_999, 16_000],
])('a tone of 1000 Hz stays itself from %i to %i, in place', (from, to) => {
  const output = resample(tone(from / 2, 1000, from), from, to)
  expect(output).toHaveLength(Math.ceil((Math.floor(from / 2) * to) / from))
  const expected = tone(output.length, 1000, to)
  // At both ends stands silence, which the kernel reaches.
  for (let index = 200; index < output.length - 200; index++) {
    expect(Math.abs((output[index] ?? 0) - (expected[index] ?? 0))).toBeLessThan(2e-3)
  }
})

test('what the new rate cannot hold is gone, and does not come back as another tone', () => {
  const output = resample(tone(44_100, 12_000, 44_100), 44_100, 16_000)
  const middle = output.subarray(500, output.length - 500)
  expect(Math.max(...middle.map(Math.abs))).toBeLessThan(1e-3)
})

test('pieces of any length give the same samples as the whole', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(8000, 22_050, 44_100, 47_999, 96_000),
      fc.integer({ min: 1, max: 700 }),
      fc.integer({ min: 0, max: 1500 }),
      (from, piece, length) => {
        const sound = tone(length, 700, from)
        expect(resample(sound, from, 16_000, piece)).toEqual(resample(sound, from, 16_000))
      },
    ),
    { numRuns: 20 },
  )
})

test('the level stays', () => {
  const output = resample(new Float32Array(5000).fill(0.5), 44_100, 16_000)
  for (const value of output.subarray(100, 1600)) expect(value).toBeCloseTo(0.5, 4)
})
