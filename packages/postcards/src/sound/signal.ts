import type { Random } from '../random.js'

/** Signals here are loops: filters and curves run round the end into the beginning, so nothing clicks at the seam. */
export type Loop = Float32Array<ArrayBuffer>

/** A value over one round of the loop: the phase runs from 0 to 1, and 1 is 0 again. */
export type Curve = (phase: number) => number

/** Samples between two values of a curve; the steps between are straight lines. */
const CONTROL = 32

/** White noise from -1 to 1 (xorshift32, Marsaglia 2003). */
export function noise(length: number, random: Random): Loop {
  const loop = new Float32Array(length)
  let state = (random.below(0xffffffff) | 1) >>> 0
  for (let i = 0; i < length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    loop[i] = (state | 0) / 2147483648
  }
  return loop
}

/** A slow random curve from 0 to 1 made of whole cycles, so that it closes. */
export function wander(random: Random, cycles: number): Curve {
  const parts = Array.from({ length: cycles }, (_, k) => ({
    turns: k + 1,
    phase: random.next(),
    weight: random.between(0.4, 1) / Math.sqrt(k + 1),
  }))
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  return (at) => {
    let sum = 0
    for (const { turns, phase, weight } of parts) sum += weight * Math.cos(2 * Math.PI * (turns * at + phase))
    return 0.5 + (0.5 * sum) / total
  }
}

export type FilterKind = 'low' | 'band' | 'high'

export interface Filter {
  readonly rate: number
  readonly kind: FilterKind
  readonly hz: number | Curve
  readonly q?: number
}

/** Filters a loop in place (state variable filter, trapezoidal: Simper, "Linear Trapezoidal SVF", 2013). */
export function filter(loop: Loop, { rate, kind, hz, q = 0.7 }: Filter): Loop {
  const n = loop.length
  const cutoff = typeof hz === 'number' ? () => hz : hz
  const k = 1 / q
  let a1 = 0
  let a2 = 0
  let a3 = 0
  let s1 = 0
  let s2 = 0
  const warm = Math.min(n, Math.round(rate * 0.4))
  for (let at = -warm; at < n; at++) {
    const i = at < 0 ? at + n : at
    if (at === -warm || i % CONTROL === 0) {
      const g = Math.tan(Math.PI * Math.min(0.47, cutoff(i / n) / rate))
      a1 = 1 / (1 + g * (g + k))
      a2 = g * a1
      a3 = g * a2
    }
    const x = loop[i] as number
    const v3 = x - s2
    const band = a1 * s1 + a2 * v3
    const low = s2 + a2 * s1 + a3 * v3
    s1 = 2 * band - s1
    s2 = 2 * low - s2
    if (at >= 0) loop[i] = kind === 'low' ? low : kind === 'band' ? k * band : x - k * band - low
  }
  return loop
}

/** Multiplies a loop by a curve, in place. */
export function shape(loop: Loop, curve: Curve): Loop {
  const n = loop.length
  let from = curve(0)
  for (let start = 0; start < n; start += CONTROL) {
    const end = Math.min(n, start + CONTROL)
    const to = curve(end / n)
    const step = (to - from) / (end - start)
    for (let i = start; i < end; i++) loop[i] = (loop[i] as number) * (from + step * (i - start))
    from = to
  }
  return loop
}

export function rms(loop: Loop): number {
  let sum = 0
  for (const value of loop) sum += value * value
  return Math.sqrt(sum / Math.max(1, loop.length))
}

export function scale(loop: Loop, gain: number): Loop {
  for (let i = 0; i < loop.length; i++) loop[i] = (loop[i] as number) * gain
  return loop
}

/** Brings a loop to a level: its root mean square. */
export function toLevel(loop: Loop, level: number): Loop {
  return scale(loop, level / Math.max(1e-9, rms(loop)))
}

/** Adds a sound that begins at sample `start` and runs round the end of the loop. */
export function place(target: Loop, start: number, sound: Loop, gain: number): void {
  const n = target.length
  let i = ((Math.round(start) % n) + n) % n
  for (const value of sound) {
    target[i] = (target[i] as number) + value * gain
    if (++i === n) i = 0
  }
}
