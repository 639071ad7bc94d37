import type { AudioFeatures, AudioTower } from '../model-manifest.js'
import { createMelBands, type MelBand } from './mel-bands.js'
import { createRealFft } from './real-fft.js'
import { paddedFrames, samplesFor } from './window-plan.js'

/** Below this peak there is nothing but the noise of a 16-bit file: silence, which no gain makes a sound. */
export const SILENCE = 1e-4

/** What a tower reads of one window: `[frames, melBands]`, frame by frame. */
export interface MelWindow {
  readonly frames: number
  readonly mel: Float32Array
}

/** Samples of one window (mono, at the tower's rate, any number up to a whole window) to what the tower reads. */
export type FrontEnd = (samples: Float32Array) => MelWindow

export function peakOf(samples: Float32Array): number {
  let peak = 0
  for (let index = 0; index < samples.length; index++) peak = Math.max(peak, Math.abs(samples[index] ?? 0))
  return peak
}

/** Tables are made once; every window is then brought to its gain, cut into frames and filled up as the tower wants it. */
export function createFrontEnd({ features, window }: Pick<AudioTower, 'features' | 'window'>): FrontEnd {
  const writeFrame = createFrameWriter(features)
  const { melBands, hopLength, windowLength, centred } = features
  return (samples) => {
    const gain = Math.min(1 / Math.max(peakOf(samples), 1e-9), features.greatestGain)
    const sound = window.padding === 'repeat' ? repeated(samples, samplesFor(window.frames, features)) : samples
    const heard = centred
      ? 1 + Math.floor(sound.length / hopLength)
      : 1 + Math.max(0, Math.floor((sound.length - windowLength) / hopLength))
    const count = Math.min(heard, window.frames)
    const frames = paddedFrames(count, window)
    const mel = new Float32Array(frames * melBands).fill(toLog(0, features), count * melBands)
    for (let frame = 0; frame < count; frame++) {
      const start = frame * hopLength - (centred ? windowLength / 2 : 0)
      writeFrame(sound, start, gain, mel.subarray(frame * melBands, (frame + 1) * melBands))
    }
    return { frames, mel }
  }
}

/** As often as it fits whole; then silence. */
function repeated(samples: Float32Array, length: number): Float32Array {
  if (samples.length >= length || samples.length === 0) return samples
  const filled = new Float32Array(length)
  for (let at = 0; at + samples.length <= length; at += samples.length) filled.set(samples, at)
  return filled
}

function toLog(value: number, { log, offset }: AudioFeatures): number {
  return log === 'ln' ? Math.log(value + offset) : 10 * Math.log10(Math.max(value, offset))
}

function createFrameWriter(
  features: AudioFeatures,
): (samples: Float32Array, start: number, gain: number, into: Float32Array) => void {
  const { fftLength, windowLength, power } = features
  const transform = createRealFft(fftLength)
  const bands = createMelBands(features)
  const hann = Float64Array.from(
    { length: windowLength },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / windowLength),
  )
  const frame = new Float64Array(fftLength)
  const bins = new Float64Array(fftLength / 2 + 1)
  return (samples, start, gain, into) => {
    for (let index = 0; index < windowLength; index++) {
      frame[index] = sampleAt(samples, start + index, features.centred) * gain * (hann[index] ?? 0)
    }
    transform(frame, power, bins)
    bands.forEach((band, index) => {
      into[index] = toLog(energyIn(band, bins), features)
    })
  }
}

/** Outside a centred sound stands its mirror image, elsewhere silence. */
function sampleAt(samples: Float32Array, index: number, centred: boolean): number {
  if (!centred) return samples[index] ?? 0
  const last = samples.length - 1
  const mirrored = index < 0 ? -index : index > last ? 2 * last - index : index
  return samples[mirrored] ?? 0
}

function energyIn({ firstBin, weights }: MelBand, bins: Float64Array): number {
  let sum = 0
  for (let index = 0; index < weights.length; index++) sum += (weights[index] ?? 0) * (bins[firstBin + index] ?? 0)
  return sum
}
