import type { Place } from '../attributes.js'
import type { Scene } from '../scene.js'
import { filter, type Loop, rms, scale } from './signal.js'

/** Seconds that the room answers, by how open the place is. */
const ROOM: Partial<Record<Place, number>> = {
  canyon: 2.6,
  'old-town': 1.5,
  'sea-cliffs': 1.8,
  'mountain-lake': 2.1,
  forest: 1.2,
  'snow-village': 0.9,
  volcano: 1.9,
  desert: 0.8,
}

/** Delays in seconds that share no common measure. */
const COMBS = [0.0297, 0.0371, 0.0411, 0.0437, 0.0503, 0.0571] as const
const ALLPASSES = [0.0053, 0.0017] as const

/** The answer of a room to a loop (Schroeder 1962: damped combs side by side, then allpasses), itself a loop. */
function reverberate(input: Loop, rate: number, seconds: number): Loop {
  const n = input.length
  const warm = Math.min(n, Math.round(rate * seconds))
  const out = new Float32Array(n)
  for (const delay of COMBS) {
    const line = new Float32Array(Math.round(delay * rate))
    const feedback = 0.001 ** (delay / seconds)
    let damped = 0
    for (let at = -warm, slot = 0; at < n; at++) {
      const i = at < 0 ? at + n : at
      const value = line[slot] as number
      damped += 0.62 * (value - damped)
      line[slot] = (input[i] as number) + damped * feedback
      if (at >= 0) out[i] = (out[i] as number) + value / COMBS.length
      if (++slot === line.length) slot = 0
    }
  }
  for (const delay of ALLPASSES) diffuse(out, Math.round(delay * rate))
  return out
}

function diffuse(loop: Loop, delay: number): void {
  const n = loop.length
  const line = new Float32Array(delay)
  const warm = Math.min(n, delay * 24)
  for (let at = -warm, slot = 0; at < n; at++) {
    const i = at < 0 ? at + n : at
    const held = line[slot] as number
    const value = (loop[i] as number) + 0.6 * held
    line[slot] = value
    if (at >= 0) loop[i] = held - 0.6 * value
    if (++slot === delay) slot = 0
  }
}

const LOUDER: Partial<Record<Scene['weather'], number>> = { storm: 3, wind: 2, rain: 1, snow: -1.5, fog: -1 }

const PEAK = 0.8
const KNEE = 0.5

/** Leaves what is below the knee alone and bends the rest towards the peak. */
function limit(value: number): number {
  const size = Math.abs(value)
  if (size <= KNEE) return value
  return Math.sign(value) * (KNEE + (PEAK - KNEE) * Math.tanh((size - KNEE) / (PEAK - KNEE)))
}

/** Room, tone and level: -23 to -16 dBFS, peaks up to 0.8 and no offset. */
export function master(scene: Scene, rate: number, dry: Loop, wet: Loop): Loop {
  const room = reverberate(wet, rate, (ROOM[scene.place] ?? 1.3) + (scene.mood === 'dreamy' ? 0.8 : 0))
  for (let i = 0; i < dry.length; i++) dry[i] = (dry[i] as number) + 0.9 * (room[i] as number)
  filter(dry, { rate, kind: 'high', hz: 45 })
  filter(dry, { rate, kind: 'low', hz: scene.weather === 'snow' ? 3400 : Math.min(7200, rate * 0.44), q: 0.6 })
  const target = 10 ** ((-21 + (LOUDER[scene.weather] ?? 0)) / 20)
  scale(dry, target / Math.max(1e-9, rms(dry)))
  const loudest = Math.min(1.7 * target, 10 ** (-16.5 / 20))
  let peak = 0
  let mean = 0
  for (let i = 0; i < dry.length; i++) {
    const value = limit(dry[i] as number)
    dry[i] = value
    mean += value / dry.length
    peak = Math.max(peak, Math.abs(value))
  }
  for (let i = 0; i < dry.length; i++) dry[i] = (dry[i] as number) - mean
  return scale(dry, Math.max(0.5, Math.min(PEAK / (peak + Math.abs(mean)), loudest / rms(dry))))
}
