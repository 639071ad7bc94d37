import { LocavoreError } from '@locavore/core'
import { createResampler, type Resampler } from '../../shared/sound/resample.js'
import type { SoundPiece } from '../media/open-media.js'

/** A longer hole in a sound track is no pause but a broken file. */
const LONGEST_GAP_SECONDS = 3600
/** Decoders round the times of their pieces; less than this is no hole. */
const LEAST_GAP_SECONDS = 0.1
/** No device and no file means more than this; it keeps a broken one from overflowing. */
const LOUDEST = 1000

/**
 * Pieces of any rate as one sound of one rate that begins at second 0: holes become silence, what lies before 0 is left out,
 * and numbers that are none become 0.
 *
 * @throws LocavoreError `invalid-media`
 */
export async function* soundStream(
  pieces: AsyncIterable<SoundPiece> | Iterable<SoundPiece>,
  sampleRate: number,
): AsyncGenerator<Float32Array, void, unknown> {
  let resampler: Resampler | undefined
  let rate = 0
  let reached = 0
  for await (const piece of pieces) {
    const own = Math.round(piece.sampleRate)
    if (resampler === undefined || own !== rate) {
      if (resampler !== undefined) yield resampler.end()
      resampler = createResampler(own, sampleRate)
      rate = own
    }
    for (const silence of silenceOf(piece.seconds - reached, rate)) yield resampler.push(silence)
    const early = Math.max(0, Math.round(-piece.seconds * rate))
    const samples = cleaned(early === 0 ? piece.samples : piece.samples.subarray(early))
    reached = Math.max(reached, piece.seconds + piece.samples.length / rate)
    yield resampler.push(samples)
  }
  if (resampler !== undefined) yield resampler.end()
}

function* silenceOf(seconds: number, rate: number): Generator<Float32Array> {
  if (!(seconds > LEAST_GAP_SECONDS)) return
  if (seconds > LONGEST_GAP_SECONDS) {
    throw new LocavoreError('invalid-media', 'The sound has a hole of more than an hour: its times are broken.')
  }
  let left = Math.round(seconds * rate)
  for (; left > rate; left -= rate) yield new Float32Array(rate)
  yield new Float32Array(left)
}

function cleaned(samples: Float32Array): Float32Array {
  const isClean = samples.every((value) => Math.abs(value) <= LOUDEST)
  if (isClean) return samples
  return samples.map((value) => (Number.isNaN(value) ? 0 : Math.max(-LOUDEST, Math.min(LOUDEST, value))))
}
