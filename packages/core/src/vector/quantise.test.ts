import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkQuantised, dequantise, quantise } from './quantise.js'
import { dot, norm, normalise, subtract } from './vector.js'

const anyVector = fc
  .array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 64 })
  .filter((values) => values.some((value) => value !== 0))

describe('quantise', () => {
  it('keeps the direction of any finite vector to half a step, at unit length', () => {
    fc.assert(
      fc.property(anyVector, (values) => {
        const { codes, scale } = quantise(values, values.length)
        const largest = Math.max(...values.map(Math.abs))
        const relative = values.map((value) => value / largest)
        const length = Math.hypot(...relative)
        expect(scale).toBeGreaterThan(0)
        codes.forEach((code, d) => {
          expect(Math.abs(code * scale - (relative[d] ?? 0) / length)).toBeLessThanOrEqual(scale * 0.500001)
        })
      }),
    )
  })

  it('is symmetric: the opposite vector has the opposite codes', () => {
    fc.assert(
      fc.property(anyVector, (values) => {
        const there = quantise(values, values.length)
        const back = quantise(
          values.map((value) => -value),
          values.length,
        )
        expect(Array.from(back.codes, (code) => 0 - code)).toEqual([...there.codes])
        expect(back.scale).toBe(there.scale)
      }),
    )
  })

  it('comes back within a hundredth of its direction at the width of an encoder', () => {
    const values = Array.from({ length: 512 }, (_, d) => Math.sin(d * d))
    const back = normalise(dequantise(quantise(values, 512)))
    expect(dot(back, normalise(Float32Array.from(values)))).toBeGreaterThan(0.9999)
  })

  it.each([
    ['NaN', [1, Number.NaN]],
    ['infinity', [1, Number.POSITIVE_INFINITY]],
    ['zero', [0, 0]],
    ['too short', [1]],
    ['too long', [1, 2, 3]],
    ['no numbers', ['1', '2'] as unknown as number[]],
  ])('refuses %s', (_, values) => {
    expect(() => quantise(values, 2)).toThrowError(expect.objectContaining({ code: 'invalid-vector' }))
  })

  it('refuses codes and scales that no quantiser makes', () => {
    const refused = expect.objectContaining({ code: 'invalid-vector' })
    expect(() => checkQuantised({ codes: new Int8Array(3), scale: 1 }, 2)).toThrowError(refused)
    expect(() => checkQuantised({ codes: new Int8Array(2), scale: 0 }, 2)).toThrowError(refused)
    expect(() => checkQuantised({ codes: new Int8Array(2), scale: Number.NaN }, 2)).toThrowError(refused)
  })
})

describe('vectors', () => {
  it('measure and subtract', () => {
    expect(norm([3, 4])).toBe(5)
    expect([...subtract([3, 4], [1, 1])]).toEqual([2, 3])
    expect([...normalise(new Float32Array([0, 0]))]).toEqual([0, 0])
    expect(norm(normalise(new Float32Array([3, 4])))).toBeCloseTo(1, 6)
  })
})
