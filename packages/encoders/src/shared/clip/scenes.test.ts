import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { difference, signatureOf } from './frame-signature.js'
import { chooseFrames, findScenes, joinScenes, type Probe } from './scenes.js'

const SIDE = 16

/** A picture of one colour with a brighter square at `place`. */
function frame(red: number, green: number, blue: number, place = 0): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(SIDE * SIDE * 4)
  for (let at = 0; at < SIDE * SIDE; at++) {
    const isSquare = Math.floor(at / SIDE) < 4 && Math.abs((at % SIDE) - place) < 2
    pixels.set(
      [red, green, blue, 255].map((value) => (isSquare ? Math.min(255, value + 60) : value)),
      at * 4,
    )
  }
  return pixels
}

const probesOf = (...frames: Uint8ClampedArray[]): Probe[] =>
  frames.map((pixels, index) => ({ seconds: index / 4, signature: signatureOf(pixels, SIDE, SIDE) }))

const spanOf = (probes: readonly Probe[]) => ({ from: 0, to: probes.length / 4 })

describe('scenes', () => {
  test('begin at cuts, and not where only something moves', () => {
    const probes = probesOf(
      frame(200, 0, 0, 1),
      frame(200, 0, 0, 5),
      frame(200, 0, 0, 9),
      frame(0, 0, 200, 9),
      frame(0, 0, 200, 2),
      frame(0, 200, 200, 2),
    )
    const scenes = findScenes(probes, spanOf(probes))
    expect(scenes.map(({ first, end }) => [first, end])).toEqual([
      [0, 3],
      [3, 5],
      [5, 6],
    ])
    expect(scenes.map(({ from, to }) => [from, to])).toEqual([
      [0, 0.75],
      [0.75, 1.25],
      [1.25, 1.5],
    ])
  })

  test('do not begin where noise takes a colour across a level', () => {
    const noisy = [84, 86, 84, 86].map((level) => frame(level, 171 - (level - 85), level))
    const probes = probesOf(...noisy)
    expect(findScenes(probes, spanOf(probes))).toHaveLength(1)
  })

  test('begin somewhere in a slow fade too', () => {
    const steps = Array.from({ length: 20 }, (_, index) => frame(index * 12, 0, 240 - index * 12))
    const probes = probesOf(...steps)
    expect(findScenes(probes, spanOf(probes)).length).toBeGreaterThan(1)
  })

  test('difference is 0 for itself, at most 1, and the same both ways', () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(15))
    fc.assert(
      fc.property(colour, colour, (left, right) => {
        const [a, b] = [left, right].map((values) => signatureOf(frame(...values), SIDE, SIDE))
        if (a === undefined || b === undefined) return
        expect(difference(a, a)).toBe(0)
        expect(difference(a, b)).toBeCloseTo(difference(b, a), 6)
        expect(difference(a, b)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('chosen frames', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 40 })
  const scenesOf = (each: readonly number[]) => {
    let first = 0
    return each.map((length) => {
      const scene = { from: first / 4, to: (first + length) / 4, first, end: first + length }
      first += length
      return scene
    })
  }

  test('are at least one of every scene, ascending, and no more than allowed', () => {
    fc.assert(
      fc.property(
        lengths,
        fc.integer({ min: 1, max: 64 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (each, most, spacing) => {
          const scenes = joinScenes(scenesOf(each), most, (left) => left.to - left.from)
          expect(scenes.length).toBeLessThanOrEqual(most)
          expect(scenes[0]?.first).toBe(0)
          expect(scenes.at(-1)?.end).toBe(each.reduce((sum, length) => sum + length, 0))
          const chosen = chooseFrames(scenes, most, spacing)
          expect(chosen.length).toBeLessThanOrEqual(most)
          expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b))
          for (const { first, end } of scenes) expect(chosen.some((at) => at >= first && at < end)).toBe(true)
        },
      ),
    )
  })

  test('of a long scene are spread over it', () => {
    expect(chooseFrames(scenesOf([40]), 32, 2)).toEqual([4, 12, 20, 28, 36])
  })
})
