import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cosine, toUnitVector } from './unit-vector.js'

const numbers = fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 })

test('a unit vector has length 1 and the direction of its source, in a buffer of its own', () => {
  fc.assert(
    fc.property(numbers, (raw) => {
      const unit = toUnitVector(raw)
      if (unit === undefined) {
        expect(Math.hypot(...raw)).toBeLessThan(1e-5)
        return
      }
      expect(Math.hypot(...unit)).toBeCloseTo(1, 4)
      expect(cosine(unit, raw)).toBeCloseTo(1, 4)
      expect(unit.buffer.byteLength).toBe(raw.length * 4)
    }),
  )
})

test('zeros, NaN and infinity are no vectors', () => {
  for (const bad of [[0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1], []])
    expect(toUnitVector(bad)).toBeUndefined()
})
