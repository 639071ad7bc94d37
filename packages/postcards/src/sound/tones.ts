import type { Random } from '../random.js'
import { type Loop, noise } from './signal.js'

/** A part of a struck sound: frequency as a multiple, strength, and seconds until it has fallen to a thousandth. */
export type Partial = readonly [ratio: number, gain: number, seconds: number]

export const TIMBRES = {
  bell: [
    [0.5, 0.5, 4],
    [1, 0.8, 3],
    [1.19, 0.5, 2.2],
    [1.5, 0.3, 1.6],
    [2, 0.6, 1.4],
    [2.66, 0.2, 0.8],
    [3.01, 0.16, 0.6],
  ],
  piano: [
    [1, 1, 2.2],
    [2.002, 0.42, 1.5],
    [3.006, 0.2, 1],
    [4.012, 0.11, 0.7],
    [5.02, 0.05, 0.45],
  ],
  kalimba: [
    [1, 1, 1.2],
    [2, 0.12, 0.7],
    [2.76, 0.16, 0.16],
    [5.4, 0.08, 0.06],
  ],
  celesta: [
    [1, 1, 1.8],
    [2, 0.14, 1],
    [4, 0.2, 0.5],
    [6.2, 0.04, 0.12],
  ],
  glass: [
    [1, 1, 2.8],
    [2.01, 0.2, 1.6],
    [3.02, 0.07, 0.9],
  ],
  metal: [
    [1, 1, 0.22],
    [1.51, 0.7, 0.16],
    [2.37, 0.5, 0.1],
  ],
} as const satisfies Record<string, readonly Partial[]>

/** A struck sound: decaying sines, each turned by one complex multiplication per sample. */
export function struck(rate: number, hz: number, partials: readonly Partial[], attack = 0.004): Loop {
  const seconds = Math.max(...partials.map(([, , decay]) => decay))
  const out = new Float32Array(Math.ceil(rate * seconds))
  for (const [ratio, gain, decay] of partials) {
    if (hz * ratio > rate * 0.45) continue
    const length = Math.ceil(rate * decay)
    const fall = 0.001 ** (1 / length)
    const turn = (2 * Math.PI * hz * ratio) / rate
    const c = Math.cos(turn) * fall
    const s = Math.sin(turn) * fall
    let x = 0
    let y = gain
    for (let i = 0; i < length; i++) {
      out[i] = (out[i] as number) + x
      const next = x * c + y * s
      y = y * c - x * s
      x = next
    }
  }
  return fadeIn(out, Math.ceil(rate * attack))
}

function fadeIn(sound: Loop, length: number): Loop {
  for (let i = 0; i < length && i < sound.length; i++) sound[i] = ((sound[i] as number) * i) / length
  return sound
}

/** A plucked string: a burst of noise round a delay line (Karplus and Strong 1983, tuned by an allpass as Jaffe and Smith). */
export function plucked(rate: number, hz: number, seconds: number, random: Random): Loop {
  const period = rate / hz - 0.5
  const whole = Math.floor(period - 0.1)
  const rest = period - whole
  const allpass = (1 - rest) / (1 + rest)
  const line = noise(whole, random)
  for (let i = 1; i < whole; i++) line[i] = 0.55 * (line[i] as number) + 0.45 * (line[i - 1] as number)
  const keep = 0.001 ** (1 / (seconds * hz))
  const out = new Float32Array(Math.ceil(rate * seconds))
  let before = 0
  let filtered = 0
  for (let i = 0, at = 0; i < out.length; i++) {
    const value = line[at] as number
    const mean = 0.5 * (value + before) * keep
    before = value
    const tuned = allpass * mean + filtered
    filtered = mean - allpass * tuned
    line[at] = tuned
    out[i] = value * Math.min(1, (out.length - i) / (0.05 * rate))
    if (++at === whole) at = 0
  }
  return fadeIn(out, Math.ceil(rate * 0.002))
}

export interface Voice {
  readonly rate: number
  readonly seconds: number
  /** Pitch and loudness over the sound, from 0 to 1. */
  readonly hz: (at: number) => number
  readonly gain: (at: number) => number
  /** Strength of the fundamental and its harmonics. */
  readonly harmonics?: readonly number[]
}

/** A sound that glides: a call, a whistle, a drop of water. */
export function voiced({ rate, seconds, hz, gain, harmonics = [1] }: Voice): Loop {
  const length = Math.ceil(rate * seconds)
  const out = new Float32Array(length)
  let phase = 0
  for (let i = 0; i < length; i++) {
    const at = i / length
    const pitch = hz(at)
    phase += (2 * Math.PI * pitch) / rate
    let sum = 0
    for (let k = 0; k < harmonics.length; k++)
      if (pitch * (k + 1) < rate * 0.45) sum += (harmonics[k] as number) * Math.sin(phase * (k + 1))
    out[i] = sum * gain(at)
  }
  return out
}

/** A gain that swells in and dies away, zero at both ends: `peak` says where between 0 and 1 it is loudest. */
export const swell =
  (peak = 0.3) =>
  (at: number): number =>
    at < peak ? Math.sin((0.5 * Math.PI * at) / peak) ** 2 : Math.cos((0.5 * Math.PI * (at - peak)) / (1 - peak)) ** 2
