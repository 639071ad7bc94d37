import { expect, test } from 'vitest'
import type { SoundPiece } from '../media/open-media.js'
import { soundStream } from './sound-stream.js'

async function collect(pieces: readonly SoundPiece[], rate = 10): Promise<number[]> {
  const out: number[] = []
  for await (const part of soundStream(pieces, rate)) out.push(...part)
  return out
}

const piece = (seconds: number, ...samples: number[]): SoundPiece => ({
  seconds,
  sampleRate: 10,
  samples: Float32Array.from(samples),
})

test('a track that begins late, and a hole in it, are silence', async () => {
  expect(await collect([piece(0.2, 0.5, 0.5), piece(0.8, 0.25)])).toEqual([0, 0, 0.5, 0.5, 0, 0, 0, 0, 0.25])
})

test('what lies before the start is left out; rounded times are no holes', async () => {
  expect(await collect([piece(-0.2, 1, 1, 0.5), piece(0.15, 0.25)])).toEqual([0.5, 0.25])
})

test('numbers that are none become silence, and monsters are cut', async () => {
  expect(await collect([piece(0, Number.NaN, 0.5, Number.POSITIVE_INFINITY, -1e30)])).toEqual([0, 0.5, 1000, -1000])
})

test('a rate that changes on the way is followed', async () => {
  const fast = { seconds: 1, sampleRate: 20, samples: new Float32Array(40).fill(0.5) }
  const out = await collect([piece(0, ...new Array(10).fill(0.5)), fast])
  expect(out).toHaveLength(30)
  expect(out[20]).toBeCloseTo(0.5, 1)
})

test('a hole of hours is a broken file', async () => {
  await expect(collect([piece(0, 1), piece(1e9, 1)])).rejects.toMatchObject({ code: 'invalid-media' })
})
