import type { AudioFeatures } from '../model-manifest.js'

/** The part of one band that is not 0. */
export interface MelBand {
  readonly firstBin: number
  readonly weights: Float64Array
}

type BandOptions = Pick<
  AudioFeatures,
  'sampleRate' | 'fftLength' | 'melBands' | 'lowestHz' | 'highestHz' | 'melScale' | 'melNorm'
>

// Slaney's scale (Auditory Toolbox): even steps of 200/3 hertz below 1000, then 27 steps for each factor of 6.4.
const STEP_HZ = 200 / 3
const KNEE_HZ = 1000
const KNEE_MEL = KNEE_HZ / STEP_HZ
const LOG_STEP = Math.log(6.4) / 27

function toMel(hertz: number, scale: AudioFeatures['melScale']): number {
  if (scale === 'htk') return 1127 * Math.log(1 + hertz / 700)
  return hertz < KNEE_HZ ? hertz / STEP_HZ : KNEE_MEL + Math.log(hertz / KNEE_HZ) / LOG_STEP
}

function toHertz(mel: number, scale: AudioFeatures['melScale']): number {
  if (scale === 'htk') return 700 * (Math.exp(mel / 1127) - 1)
  return mel < KNEE_MEL ? mel * STEP_HZ : KNEE_HZ * Math.exp((mel - KNEE_MEL) * LOG_STEP)
}

/** Overlapping triangles over the bins of a spectrum, evenly spaced in mel. */
export function createMelBands(options: BandOptions): readonly MelBand[] {
  const { fftLength, sampleRate, melBands, melScale } = options
  const lowest = toMel(options.lowestHz, melScale)
  const step = (toMel(options.highestHz, melScale) - lowest) / (melBands + 1)
  // HTK's triangles are straight in mel, those of Slaney (and librosa) in hertz.
  const place = (mel: number) => (melScale === 'htk' ? mel : toHertz(mel, melScale))
  const bins = Array.from({ length: fftLength / 2 + 1 }, (_, bin) => {
    const hertz = (bin * sampleRate) / fftLength
    return melScale === 'htk' ? toMel(hertz, melScale) : hertz
  })
  return Array.from({ length: melBands }, (_, band) => {
    const edges = [0, 1, 2].map((side) => lowest + step * (band + side))
    const [left = 0, peak = 0, right = 0] = edges.map(place)
    const [from = 0, , to = 0] = edges.map((mel) => toHertz(mel, melScale))
    const height = options.melNorm === 'slaney' ? 2 / (to - from) : 1
    const weights = bins.map((at, bin) => {
      if (bin === 0 && melScale === 'htk') return 0
      return height * Math.max(0, Math.min((at - left) / (peak - left), (right - at) / (right - peak)))
    })
    return trimmed(weights)
  })
}

function trimmed(weights: readonly number[]): MelBand {
  const firstBin = weights.findIndex((weight) => weight > 0)
  if (firstBin === -1) return { firstBin: 0, weights: new Float64Array(0) }
  const end = weights.findLastIndex((weight) => weight > 0) + 1
  return { firstBin, weights: Float64Array.from(weights.slice(firstBin, end)) }
}
