import { describe, expect, it, vi } from 'vitest'
import {
  createScene,
  encodeWav,
  MOODS,
  PLACES,
  renderSound,
  type Scene,
  SUBJECTS,
  soundEvents,
  soundSeconds,
} from '../index.js'
import { hashText } from '../random.js'

// Dozens of sounds are rendered here; a busy machine may take its time.
vi.setConfig({ testTimeout: 30_000 })

const RATE = 16_000
const scenes = Array.from({ length: 16 }, (_, i) => createScene(i * 37))
const decibels = (value: number): number => 20 * Math.log10(value)

function level(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length)
}

/** Differences between neighbours: what is left is mostly high. */
function treble(samples: Float32Array): Float32Array {
  return samples.map((value, i) => value - (samples[i === 0 ? samples.length - 1 : i - 1] ?? 0))
}

/** Means over some twenty samples: what is left is below about 400 Hz. */
function bass(samples: Float32Array): Float32Array {
  let low = 0
  return samples.map((value) => {
    low += 0.1 * (value - low)
    return low
  })
}

/** The second where the loudest stretch of `length` seconds begins. */
function loudestSecond(samples: Float32Array, length: number): number {
  const step = Math.round(RATE * 0.05)
  const starts = Array.from({ length: Math.floor((samples.length - length * RATE) / step) }, (_, i) => i * step)
  const levels = starts.map((start) => level(samples.subarray(start, start + length * RATE)))
  return (starts[levels.indexOf(Math.max(...levels))] ?? 0) / RATE
}

describe('sounds', () => {
  it('are as long as whole bars of their music, six to ten seconds', () => {
    for (const mood of MOODS)
      for (let seed = 0; seed < 40; seed++) {
        const seconds = soundSeconds(createScene(seed, { mood }))
        expect(seconds).toBeGreaterThanOrEqual(6)
        expect(seconds).toBeLessThanOrEqual(10)
      }
    const scene = createScene(3)
    expect(renderSound(scene)).toHaveLength(Math.round(soundSeconds(scene) * RATE))
    expect(renderSound(scene, { sampleRate: 8000, seconds: 6 })).toHaveLength(48_000)
  })

  it('are the same for the same scene', () => {
    const digest = (scene: Scene): number => hashText(new Uint8Array(renderSound(scene).buffer).join())
    const scene = createScene(5)
    expect(digest(scene)).toBe(digest(createScene(5)))
    expect(digest({ ...scene, seed: 6 })).not.toBe(digest(scene))
  })

  it('keep to a pleasant level, without offset, clipping or a click where the loop closes', () => {
    for (const scene of scenes) {
      const samples = renderSound(scene)
      const label = JSON.stringify(scene)
      const peak = samples.reduce((top, value) => Math.max(top, Math.abs(value)), 0)
      const loudness = decibels(level(samples))
      expect(peak, label).toBeLessThanOrEqual(0.8001)
      expect(peak, label).toBeGreaterThan(0.5)
      expect(loudness, label).toBeGreaterThan(-26)
      expect(loudness, label).toBeLessThan(-16)
      expect(Math.abs(samples.reduce((sum, value) => sum + value, 0) / samples.length)).toBeLessThan(1e-4)
      const steps = treble(samples)
      expect(Math.abs(steps[0] ?? 1), label).toBeLessThan(5 * level(steps))
    }
  })

  it('can be made of every place and with every subject', () => {
    const everything: Partial<Scene>[] = [
      ...PLACES.map((place) => ({ place })),
      ...SUBJECTS.map((subject) => ({ subject })),
    ]
    for (const fixed of everything) {
      const samples = renderSound(createScene(11, fixed), { sampleRate: 8000, seconds: 6 })
      expect(decibels(level(samples)), JSON.stringify(fixed)).toBeGreaterThan(-30)
    }
  })

  it('tell weather and mood apart', () => {
    const brightness = (fixed: Partial<Scene>): number => {
      const samples = renderSound(
        createScene(8, { place: 'meadow', hour: 'dusk', season: 'winter', subject: 'suitcase', ...fixed }),
      )
      return level(treble(samples)) / level(samples)
    }
    expect(brightness({ weather: 'rain' })).toBeGreaterThan(2 * brightness({ weather: 'clear' }))
    expect(brightness({ weather: 'snow' })).toBeLessThan(brightness({ weather: 'rain' }) / 2)
    const moods = MOODS.map((mood) => renderSound(createScene(8, { mood }), { seconds: 8 }).slice(0, 400).join())
    expect(new Set(moods).size).toBe(MOODS.length)
  })

  it('refuse lengths, rates and options they cannot serve', () => {
    const scene = createScene(1)
    expect(() => renderSound(scene, { seconds: 2 })).toThrow(/seconds is 2/)
    expect(() => renderSound(scene, { sampleRate: Number.NaN })).toThrow(/sampleRate is NaN/)
    const misspelt: object = { samplerate: 8000 }
    expect(() => renderSound(scene, misspelt)).toThrow(/"samplerate"/)
  })
})

describe('sound events', () => {
  it('are in order, apart, and early enough for a clip', () => {
    for (let seed = 0; seed < 2000; seed++) {
      const times = soundEvents(createScene(seed)).map(({ seconds }) => seconds)
      times.forEach((seconds, i) => {
        expect(seconds).toBeGreaterThanOrEqual(0.5)
        expect(seconds).toBeLessThanOrEqual(5.4)
        if (i > 0) expect(seconds - (times[i - 1] ?? 0)).toBeGreaterThan(0.45)
      })
    }
  })

  it('name thunder in every storm and only there', () => {
    for (let seed = 0; seed < 500; seed++) {
      const scene = createScene(seed)
      const thunder = soundEvents(scene).some(({ name }) => name === 'thunder')
      expect(thunder).toBe(scene.weather === 'storm')
    }
  })

  it('are heard when they say: thunder is the loudest bass, a bird the loudest treble', () => {
    for (let seed = 0; seed < 6; seed++) {
      const storm = createScene(seed, {
        weather: 'storm',
        mood: 'calm',
        place: 'meadow',
        subject: 'postbox',
        hour: 'dusk',
      })
      const [thunder] = soundEvents(storm)
      const heard = loudestSecond(bass(renderSound(storm)), 1)
      expect(Math.abs(heard - (thunder?.seconds ?? Number.NaN))).toBeLessThan(1)
      const dawn = createScene(seed, {
        weather: 'clear',
        mood: 'calm',
        place: 'meadow',
        subject: 'postbox',
        hour: 'dawn',
      })
      const [bird] = soundEvents(dawn)
      expect(Math.abs(loudestSecond(treble(renderSound(dawn)), 0.5) - (bird?.seconds ?? Number.NaN))).toBeLessThan(1)
    }
  })
})

describe('WAV files', () => {
  it('hold the samples as 16-bit numbers after a header of 44 bytes', () => {
    const bytes = encodeWav(Float32Array.of(0, 0.5, -1, 3), RATE)
    const view = new DataView(bytes.buffer)
    expect(new TextDecoder().decode(bytes.subarray(0, 16))).toBe('RIFF,\0\0\0WAVEfmt ')
    expect(view.getUint32(24, true)).toBe(RATE)
    expect(view.getUint32(40, true)).toBe(8)
    expect([0, 1, 2, 3].map((i) => view.getInt16(44 + i * 2, true))).toEqual([0, 16384, -32767, 32767])
  })
})
