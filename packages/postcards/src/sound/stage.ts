import { createRandom, type Random } from '../random.js'
import type { Scene } from '../scene.js'
import { type SoundEventName, soundEvents } from '../timeline.js'
import { type Loop, place, toLevel } from './signal.js'

/** One scene being rendered: layers add to `dry`, and to `wet` what the room answers. */
export interface Stage {
  readonly scene: Scene
  readonly rate: number
  readonly seconds: number
  readonly length: number
  readonly dry: Loop
  readonly wet: Loop
  random(name: string): Random
  /** When an event of the scene begins, if it happens at all. */
  timeOf(name: SoundEventName): number | undefined
  /** Adds a sound that begins at a second; `room` is the part the room answers, from 0 to 1. */
  play(seconds: number, sound: Loop, gain: number, room?: number): void
  /** Adds a loop as long as the stage at a level (root mean square). */
  lay(loop: Loop, level: number, room?: number): void
}

export type Layer = (stage: Stage) => void

export function createStage(scene: Scene, rate: number, seconds: number): Stage {
  const length = Math.round(rate * seconds)
  const dry = new Float32Array(length)
  const wet = new Float32Array(length)
  const times = new Map(soundEvents(scene).map((event) => [event.name, event.seconds]))
  const play: Stage['play'] = (at, sound, gain, room = 0.2) => {
    place(dry, at * rate, sound, gain * (1 - 0.5 * room))
    if (room > 0) place(wet, at * rate, sound, gain * room)
  }
  return {
    scene,
    rate,
    seconds,
    length,
    dry,
    wet,
    random: (name) => createRandom(scene.seed, `sound/${name}`),
    timeOf: (name) => times.get(name),
    play,
    lay: (loop, level, room = 0) => play(0, toLevel(loop, level), 1, room),
  }
}
