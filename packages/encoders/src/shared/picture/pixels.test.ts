import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cropFor, planeLength, writePlanes } from './pixels.js'

const tower = { width: 3, height: 2, mean: [0.5, 0.4, 0.3], std: [0.5, 0.25, 0.2] } as const

test('planes hold (byte / 255 - mean) / std, red first, and nothing outside their place is written', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 24, maxLength: 24 }),
      fc.constantFrom(3 as const, 4 as const),
      (bytes, channels) => {
        const into = new Float32Array(planeLength(tower) + 10).fill(-99)
        writePlanes(bytes, channels, tower, into, 5)
        for (let y = 0; y < 2; y++) {
          for (let x = 0; x < 3; x++) {
            for (let channel = 0; channel < 3; channel++) {
              const byte = bytes[(y * 3 + x) * channels + channel] ?? 0
              const expected = (byte / 255 - (tower.mean[channel] ?? 0)) / (tower.std[channel] ?? 1)
              expect(into[5 + channel * 6 + y * 3 + x]).toBeCloseTo(expected, 5)
            }
          }
        }
        expect([...into.subarray(0, 5), ...into.subarray(-5)]).toEqual(Array(10).fill(-99))
      },
    ),
  )
})

test('stretch shows everything; cover cuts the middle out, in the shape of the target', () => {
  const size = fc.integer({ min: 1, max: 5000 })
  fc.assert(
    fc.property(size, size, size, size, (width, height, targetWidth, targetHeight) => {
      const target = { width: targetWidth, height: targetHeight }
      expect(cropFor({ width, height }, { ...target, fit: 'stretch' })).toEqual({ x: 0, y: 0, width, height })
      const crop = cropFor({ width, height }, { ...target, fit: 'cover' })
      expect(crop.width / crop.height).toBeCloseTo(targetWidth / targetHeight, 5)
      expect(crop.x * 2 + crop.width).toBeCloseTo(width, 5)
      expect(crop.y * 2 + crop.height).toBeCloseTo(height, 5)
      expect(Math.min(crop.x, crop.y)).toBeGreaterThanOrEqual(-1e-6)
      expect(Math.min(crop.x, crop.y)).toBeLessThan(1e-6)
      const less = cropFor({ width, height }, { ...target, fit: 'cover', kept: 0.8 })
      expect(less.width).toBeCloseTo(crop.width * 0.8, 5)
      expect(less.y * 2 + less.height).toBeCloseTo(height, 5)
    }),
  )
})
