import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paddedFrames, windowCount } from './window-plan.js'

const PLAN = { sampleRate: 16_000, length: 92_240, hop: 46_080 }

test('windows cover every sample, and none of them is needless', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), (samples) => {
      const count = windowCount(samples, PLAN)
      expect((count - 1) * PLAN.hop + PLAN.length).toBeGreaterThanOrEqual(samples)
      if (count > 1) expect((count - 2) * PLAN.hop + PLAN.length).toBeLessThan(samples)
    }),
  )
  expect([1, 92_240, 92_241, 138_320, 138_321].map((samples) => windowCount(samples, PLAN))).toEqual([1, 1, 2, 2, 3])
})

test('frames are filled up to what the tower takes', () => {
  const window = { frames: 288, hop: 144, multiple: 16, least: 48, padding: 'silence' } as const
  expect([1, 48, 49, 144, 287, 288].map((frames) => paddedFrames(frames, window))).toEqual([48, 48, 64, 144, 288, 288])
})
