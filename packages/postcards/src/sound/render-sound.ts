import { createRandom } from '../random.js'
import type { Scene } from '../scene.js'
import { bells, halyards, horns, hum, murmur } from './layers/settlement.js'
import { subject } from './layers/subjects.js'
import { stream, waves } from './layers/water.js'
import { drips, rain, snow, thunder, wind } from './layers/weather.js'
import { birds, gulls, insects, owl } from './layers/wildlife.js'
import { master } from './master.js'
import { loopSeconds, music } from './music.js'
import { createStage, type Layer } from './stage.js'

export interface SoundOptions {
  /** Samples per second, 8000 to 96000; 16000 unless told. */
  readonly sampleRate?: number
  /** Length of the loop in seconds, 6 to 60; `soundSeconds(scene)` unless told. */
  readonly seconds?: number
}

const LAYERS: readonly Layer[] = [
  wind,
  rain,
  drips,
  snow,
  waves,
  stream,
  hum,
  murmur,
  halyards,
  insects,
  birds,
  gulls,
  owl,
  bells,
  horns,
  thunder,
  subject,
  music,
]

/** The natural length of a scene's loop: whole bars of its music, from 6 to 10 seconds. */
export function soundSeconds(scene: Scene): number {
  return loopSeconds(scene, createRandom(scene.seed, 'sound/length'))
}

function checked(name: string, value: number, low: number, high: number): number {
  if (value >= low && value <= high) return value
  throw new RangeError(`renderSound: ${name} is ${value}; give a number from ${low} to ${high}.`)
}

/**
 * The sound of a scene: mono samples from -1 to 1 that loop without a seam. Place, weather, hour, season, subject and
 * mood are all in it; the events of `soundEvents(scene)` begin at their times whatever the rate and the length.
 */
export function renderSound(scene: Scene, options: SoundOptions = {}): Float32Array<ArrayBuffer> {
  const unknown = Object.keys(options).find((key) => key !== 'sampleRate' && key !== 'seconds')
  if (unknown !== undefined)
    throw new TypeError(`renderSound: unknown option "${unknown}"; give sampleRate or seconds.`)
  const rate = checked('sampleRate', options.sampleRate ?? 16_000, 8000, 96_000)
  const seconds = checked('seconds', options.seconds ?? soundSeconds(scene), 6, 60)
  const stage = createStage(scene, rate, seconds)
  for (const layer of LAYERS) layer(stage)
  return master(scene, rate, stage.dry, stage.wet)
}
