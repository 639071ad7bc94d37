import { LocavoreError } from '@locavore/core'
import { createResampler } from '@locavore/encoders/towers'
import { decodeWave, mixSamples, type WaveFormat, waveHead } from '../decode-wave.js'
import { containerOf } from './container.js'
import type { DecoderFile, Ffmpeg } from './ffmpeg.js'

/** What ffmpeg writes before the samples is shorter. */
const MOST_HEAD = 4_096
/** No device and no file means more than this; it keeps a broken one from overflowing. */
const LOUDEST = 1_000
/** As in browsers: decoders round the times of their pieces. */
const LEAST_GAP_SECONDS = 0.1

/**
 * A sound of any kind: WAVE by itself, everything else by ffmpeg.
 *
 * @returns mono, at `sampleRate`, piece by piece
 * @throws LocavoreError `unsupported-media`, `invalid-media`, `no-content`, `aborted`
 */
export async function* readSound(
  file: Uint8Array,
  sampleRate: number,
  ffmpeg: Ffmpeg,
): AsyncGenerator<Float32Array, void, unknown> {
  const wave = containerOf(file) === 'wav' ? decodePlain(file) : undefined
  if (wave !== undefined) {
    const resampler = createResampler(wave.sampleRate, sampleRate)
    yield resampler.push(wave.samples)
    yield resampler.end()
    return
  }
  const copy = await ffmpeg.open(file)
  try {
    yield* soundTrack(ffmpeg, copy, sampleRate)
  } finally {
    await copy.close()
  }
}

/** Undefined for samples that are packed. */
function decodePlain(file: Uint8Array) {
  try {
    return decodeWave(file)
  } catch (thrown) {
    if (thrown instanceof LocavoreError && thrown.code === 'unsupported-media') return undefined
    throw thrown
  }
}

/**
 * The first sound track of a file, with silence in its holes and before a late beginning. What is late by less is so because a decoder
 * left out what its packer had put before the sound (6.5 ms of Opus): in browsers that is no hole.
 *
 * @throws LocavoreError `no-content`, `invalid-media`, `aborted`
 */
export async function* soundTrack(
  ffmpeg: Ffmpeg,
  { input }: DecoderFile,
  sampleRate: number,
): AsyncGenerator<Float32Array, void, unknown> {
  const filled = [
    '-map',
    '0:a:0',
    '-af',
    `asetpts=PTS-STARTPTS*between(STARTT\\,0\\,${LEAST_GAP_SECONDS}),aresample=async=1:first_pts=0`,
  ]
  const written = ffmpeg.run([...input, ...filled, '-c:a', 'pcm_f32le', '-bitexact', '-f', 'wav', 'pipe:1'])
  let format: WaveFormat | undefined
  let resampler: ReturnType<typeof createResampler> | undefined
  let rest: Uint8Array = new Uint8Array(0)
  for await (const piece of written) {
    rest = Buffer.concat([rest, piece])
    if (format === undefined) {
      const head = headOf(rest)
      if (head === undefined) continue
      format = head.format
      resampler = createResampler(format.sampleRate, sampleRate)
      rest = rest.subarray(head.start)
    }
    const frame = format.channels * format.bytes
    const whole = rest.length - (rest.length % frame)
    if (resampler !== undefined) yield resampler.push(cleaned(mixSamples(rest.subarray(0, whole), format)))
    rest = rest.subarray(whole)
  }
  if (resampler !== undefined) yield resampler.end()
}

/** Undefined where more has to come first. */
function headOf(bytes: Uint8Array) {
  try {
    return waveHead(bytes)
  } catch (thrown) {
    if (bytes.length < MOST_HEAD) return undefined
    throw thrown
  }
}

function cleaned(samples: Float32Array): Float32Array {
  return samples.map((value) => Math.max(-LOUDEST, Math.min(LOUDEST, value)))
}
