import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutWindows } from './cut-windows.js'
import { windowCount } from './window-plan.js'

const PLAN = { sampleRate: 100, length: 20, hop: 8 }

async function* inPieces(sound: Float32Array, piece: number): AsyncGenerator<Float32Array> {
  for (let at = 0; at < sound.length; at += piece) yield sound.slice(at, at + piece)
}

test('however a sound arrives, its windows are those of the whole', async () => {
  const property = fc.asyncProperty(
    fc.integer({ min: 0, max: 600 }),
    fc.integer({ min: 1, max: 120 }),
    fc.integer({ min: 1, max: 5 }),
    async (length, piece, most) => {
      const sound = Float32Array.from({ length }, (_, index) => index + 1)
      const windows: Float32Array[] = []
      for await (const stretch of cutWindows(inPieces(sound, piece), PLAN, most)) {
        expect(stretch.windows).toBeLessThanOrEqual(most)
        expect(stretch.start).toBe(windows.length * PLAN.hop)
        for (let index = 0; index < stretch.windows; index++) {
          windows.push(stretch.samples.slice(index * PLAN.hop, index * PLAN.hop + PLAN.length))
        }
      }
      const count = length === 0 ? 0 : windowCount(length, PLAN)
      const expected = Array.from({ length: count }, (_, index) =>
        sound.slice(index * PLAN.hop, index * PLAN.hop + PLAN.length),
      )
      expect(windows).toEqual(expected)
    },
  )
  await fc.assert(property, { numRuns: 40 })
})
