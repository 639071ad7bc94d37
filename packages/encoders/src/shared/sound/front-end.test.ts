import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AudioTower } from '../model-manifest.js'
import { createFrontEnd } from './front-end.js'
import { createRealFft } from './real-fft.js'

type Cut = Pick<AudioTower, 'features' | 'window'>

const WIDE: Cut = {
  features: {
    sampleRate: 16_000,
    windowLength: 400,
    hopLength: 320,
    fftLength: 512,
    melBands: 64,
    lowestHz: 125,
    highestHz: 7500,
    melScale: 'htk',
    melNorm: 'none',
    power: 1,
    log: 'ln',
    offset: 0.01,
    greatestGain: 30,
    centred: false,
  },
  window: { frames: 288, hop: 144, multiple: 16, least: 48, padding: 'silence' },
}

/** The front end of CLAP, with a shorter window. */
const CLAP: Cut = {
  features: {
    sampleRate: 48_000,
    windowLength: 1024,
    hopLength: 480,
    fftLength: 1024,
    melBands: 64,
    lowestHz: 50,
    highestHz: 14_000,
    melScale: 'slaney',
    melNorm: 'slaney',
    power: 2,
    log: 'decibel',
    offset: 1e-10,
    greatestGain: 1,
    centred: true,
  },
  window: { frames: 101, hop: 50, multiple: 101, least: 101, padding: 'repeat' },
}

function naiveMagnitudes(frame: readonly number[], length: number): number[] {
  return Array.from({ length: length / 2 + 1 }, (_, bin) => {
    let [x, y] = [0, 0]
    frame.forEach((value, index) => {
      x += value * Math.cos((2 * Math.PI * bin * index) / length)
      y -= value * Math.sin((2 * Math.PI * bin * index) / length)
    })
    return Math.hypot(x, y)
  })
}

test('the transform is that of the definition, for every length and input', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 7 }),
      fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
      (power, stream) => {
        const length = 2 ** power
        const input = Float64Array.from(stream.take(length))
        const bins = new Float64Array(length / 2 + 1)
        createRealFft(length)(input, 1, bins)
        const expected = naiveMagnitudes([...input], length)
        for (const [bin, value] of expected.entries()) expect(bins[bin]).toBeCloseTo(value, 9)
        createRealFft(length)(input, 2, bins)
        for (const [bin, value] of expected.entries()) expect(bins[bin]).toBeCloseTo(value ** 2, 8)
      },
    ),
    { numRuns: 25 },
  )
})

/** The definition of the wide front end, read slowly, in float64. */
function slowFrame(sound: Float32Array, frame: number): number[] {
  const peak = Math.max(...Array.from(sound, Math.abs))
  const gain = Math.min(1 / peak, 30)
  const windowed = Array.from({ length: 400 }, (_, index) => {
    return (sound[frame * 320 + index] ?? 0) * gain * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / 400))
  })
  const magnitudes = naiveMagnitudes(windowed, 512)
  const mel = (hertz: number) => 1127 * Math.log(1 + hertz / 700)
  const edge = (index: number) => mel(125) + ((mel(7500) - mel(125)) * index) / 65
  return Array.from({ length: 64 }, (_, band) => {
    let sum = 0
    for (let bin = 1; bin < 257; bin++) {
      const at = mel((bin * 16_000) / 512)
      const rising = (at - edge(band)) / (edge(band + 1) - edge(band))
      const falling = (edge(band + 2) - at) / (edge(band + 2) - edge(band + 1))
      sum += (magnitudes[bin] ?? 0) * Math.max(0, Math.min(rising, falling))
    }
    return Math.log(sum + 0.01)
  })
}

const noise = (length: number, seed: number) => {
  let state = seed
  return Float32Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return (state / 2 ** 30 - 1) * 0.2
  })
}

const tone = (length: number, hertz: number, rate: number, peak = 0.5) =>
  Float32Array.from({ length }, (_, index) => peak * Math.sin((2 * Math.PI * hertz * index) / rate))

describe('the wide front end', () => {
  const frontEnd = createFrontEnd(WIDE)

  test('gives what its definition gives', () => {
    const sound = noise(16_000, 7).map((value, index) => value + 0.3 * Math.sin(index / 5))
    const { frames, mel } = frontEnd(sound)
    expect(frames).toBe(64)
    for (const frame of [0, 1, 25, 48]) {
      const expected = slowFrame(sound, frame)
      for (const [band, value] of expected.entries()) expect(mel[frame * 64 + band]).toBeCloseTo(value, 4)
    }
  })

  test('fills up with silence to whole steps, and never gives fewer than the tower takes', () => {
    for (const [samples, frames] of [
      [0, 48],
      [1, 48],
      [400, 48],
      [400 + 47 * 320, 48],
      [400 + 48 * 320, 64],
      [92_240, 288],
      [200_000, 288],
    ] as const) {
      const made = frontEnd(tone(samples, 440, 16_000))
      expect([samples, made.frames, made.mel.length]).toEqual([samples, frames, frames * 64])
    }
    const { mel } = frontEnd(tone(720, 440, 16_000))
    expect(new Set(mel.subarray(2 * 64))).toEqual(new Set([Math.fround(Math.log(0.01))]))
    expect(mel[64 + 10]).not.toBeCloseTo(Math.log(0.01), 3)
  })

  test('a quiet sound is brought up, a clipped one and a whisper stay finite, silence stays silence', () => {
    const loud = frontEnd(tone(20_000, 880, 16_000, 1)).mel
    const quiet = frontEnd(tone(20_000, 880, 16_000, 0.05)).mel
    for (let index = 0; index < loud.length; index++) expect(quiet[index]).toBeCloseTo(loud[index] ?? 0, 3)
    const clipped = frontEnd(tone(20_000, 880, 16_000, 9).map((value) => Math.max(-1, Math.min(1, value)))).mel
    expect(clipped.every(Number.isFinite)).toBe(true)
    const silence = frontEnd(new Float32Array(20_000)).mel
    expect(new Set(silence)).toEqual(new Set([Math.fround(Math.log(0.01))]))
  })

  test('a tone stands in its band', () => {
    const { mel } = frontEnd(tone(20_000, 1000, 16_000))
    const frame = mel.subarray(10 * 64, 11 * 64)
    const band = frame.indexOf(Math.max(...frame))
    const at = (hertz: number) => 1127 * Math.log(1 + hertz / 700)
    expect(band).toBe(Math.round(((at(1000) - at(125)) / (at(7500) - at(125))) * 65) - 1)
  })
})

describe('the front end of CLAP', () => {
  const frontEnd = createFrontEnd(CLAP)

  test('a short sound is repeated, as often as it fits whole', () => {
    const short = noise(20_000, 3)
    const twice = new Float32Array(48_000)
    twice.set(short)
    twice.set(short, 20_000)
    expect(frontEnd(short).mel).toEqual(frontEnd(twice).mel)
    expect(frontEnd(short).frames).toBe(101)
  })

  test('bands have the same area, and decibels a floor', () => {
    const { mel } = frontEnd(tone(48_000, 2000, 48_000, 1))
    const frame = mel.subarray(50 * 64, 51 * 64)
    // A full-scale tone under a Hann window of 1024: power (1024 / 4) ^ 2 in its bin, a quarter beside it.
    expect(Math.max(...frame)).toBeGreaterThan(25)
    expect(Math.max(...frame)).toBeLessThan(33)
    expect(frontEnd(new Float32Array(48_000)).mel[0]).toBeCloseTo(-100, 4)
  })

  test('frames are centred: the first one sees the start and its mirror image', () => {
    const click = new Float32Array(48_000)
    click[0] = 1
    const { mel } = frontEnd(click)
    expect(mel[5]).toBeGreaterThan(-60)
    expect(mel[2 * 64 + 5]).toBeCloseTo(-100, 3)
  })
})
