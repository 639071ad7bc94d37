import { expect, it } from 'vitest'
import { createRandom, gaussian } from './random.js'

it('gives the same sequence for the same seed, another for the next', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed))
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
  expect(draw(0).every((value) => value >= 0 && value < 1)).toBe(true)
})

it('fills its range evenly, and the bell of the normal distribution', () => {
  const random = createRandom(7)
  const tenths = new Array<number>(10).fill(0)
  for (let k = 0; k < 10_000; k += 1) {
    const tenth = Math.floor(random() * 10)
    tenths[tenth] = (tenths[tenth] ?? 0) + 1
  }
  for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  const draws = Array.from({ length: 10_000 }, () => gaussian(random))
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length
  expect(Math.abs(mean)).toBeLessThan(0.05)
  expect(Math.abs(variance - 1)).toBeLessThan(0.06)
})
