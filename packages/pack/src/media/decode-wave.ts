import { LocavoreError } from '@locavore/core'

/** Mono samples in -1..1, with their rate in hertz. */
export interface Samples {
  readonly samples: Float32Array
  readonly sampleRate: number
}

const PCM = 1
const FLOAT = 3
const EXTENSIBLE = 0xfffe

/**
 * A WAVE file (RIFF): whole numbers of 8 to 32 bits or floats, any number of channels, mixed to one. Node has no decoders
 * for what is packed (MP3, AAC, Ogg).
 *
 * @throws LocavoreError `unsupported-media`, `invalid-media`
 */
export function decodeWave(file: Uint8Array): Samples {
  const { format, start, length } = waveHead(file)
  return { samples: mixSamples(file.subarray(start, start + length), format), sampleRate: format.sampleRate }
}

/** How the samples of a WAVE file are stored, and where. @throws LocavoreError `unsupported-media`, `invalid-media` */
export function waveHead(file: Uint8Array): WaveHead {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const tag = (at: number) => String.fromCharCode(...file.subarray(at, at + 4))
  if (file.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') {
    throw new LocavoreError('unsupported-media', 'the sound is no WAVE file')
  }
  let format: WaveFormat | undefined
  for (let at = 12; at + 8 <= file.length; ) {
    const [name, size] = [tag(at), view.getUint32(at + 4, true)]
    const start = at + 8
    if (name === 'fmt ' && size >= 16 && start + size <= file.length) format = readFormat(view, start, size)
    // A recorder that was cut off leaves a size that is too large, or none.
    if (name === 'data' && format !== undefined) return { format, start, length: Math.min(size, file.length - start) }
    at = start + size + (size & 1)
  }
  throw new LocavoreError('invalid-media', 'the WAVE file has no samples, or does not say how they are stored')
}

/** Where samples lie, as far as the file goes. */
export interface WaveHead {
  readonly format: WaveFormat
  /** Bytes. */
  readonly start: number
  readonly length: number
}

export interface WaveFormat {
  readonly channels: number
  readonly sampleRate: number
  readonly bytes: number
  readonly isFloat: boolean
}

function readFormat(view: DataView, at: number, size: number): WaveFormat {
  const given = view.getUint16(at, true)
  const kind = given === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : given
  const [channels, sampleRate, bits] = [
    view.getUint16(at + 2, true),
    view.getUint32(at + 4, true),
    view.getUint16(at + 14, true),
  ]
  const isKnown = kind === PCM ? [8, 16, 24, 32].includes(bits) : kind === FLOAT && [32, 64].includes(bits)
  if (!isKnown || channels < 1 || sampleRate < 1_000 || sampleRate > 768_000) {
    throw new LocavoreError(
      'unsupported-media',
      `the WAVE file holds samples of kind ${kind} with ${bits} bits at ${sampleRate} Hz`,
    )
  }
  return { channels, sampleRate, bytes: bits / 8, isFloat: kind === FLOAT }
}

/** Whole frames of samples, mixed to mono; what is left of a frame at the end is passed over. */
export function mixSamples(bytes: Uint8Array, { channels, bytes: width, isFloat }: WaveFormat): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const frame = channels * width
  const samples = new Float32Array(Math.floor(bytes.length / frame))
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0
    for (let channel = 0; channel < channels; channel += 1) {
      sum += sampleAt(view, index * frame + channel * width, width, isFloat)
    }
    samples[index] = sum / channels
  }
  return samples
}

function sampleAt(view: DataView, at: number, bytes: number, isFloat: boolean): number {
  if (isFloat) {
    const value = bytes === 8 ? view.getFloat64(at, true) : view.getFloat32(at, true)
    return Number.isFinite(value) ? value : 0
  }
  if (bytes === 1) return (view.getUint8(at) - 128) / 128
  if (bytes === 2) return view.getInt16(at, true) / 32_768
  if (bytes === 4) return view.getInt32(at, true) / 2_147_483_648
  return ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 8_388_608
}
