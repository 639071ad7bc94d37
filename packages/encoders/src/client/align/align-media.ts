import type { AudioTower } from '../../shared/model-manifest.js'
import { windowPlan } from '../../shared/sound/window-plan.js'
import type { SeenScene } from '../clip/look-at-clip.js'
import type { SoundWork } from '../sound/encode-sound.js'
import { cosines } from './relevance.js'

/** Seconds of one step of a tower's time line: that of its own steps, or of its windows where it has none. */
export function stepSecondsOf({ features, window, steps }: AudioTower): number {
  return ((steps?.framesPerStep ?? window.hop) * features.hopLength) / features.sampleRate
}

/** The filling that encoders leave at an end begins no step of its own. */
function stepsIn(seconds: number, stepSeconds: number): number {
  return Math.max(1, Math.ceil(seconds / stepSeconds - 0.25))
}

/** Gathers the cosines of a sound's steps as its windows come; where windows overlap, their mean. */
export class SoundLine {
  readonly #query: Float32Array
  readonly #stepSeconds: number
  readonly #stepsPerWindow: number
  readonly #sums: number[] = []
  readonly #counts: number[] = []

  constructor(query: Float32Array, tower: AudioTower) {
    const { length, sampleRate } = windowPlan(tower)
    this.#query = query
    this.#stepSeconds = stepSecondsOf(tower)
    this.#stepsPerWindow = Math.ceil(length / sampleRate / this.#stepSeconds - 0.5)
  }

  readonly add: NonNullable<SoundWork['onWindow']> = (seconds, { vector, parts }) => {
    const first = Math.round(seconds / this.#stepSeconds)
    const own = cosines(this.#query, parts ?? vector)
    const steps = parts === undefined ? this.#stepsPerWindow : own.length
    for (let step = 0; step < steps; step++) {
      const value = own[parts === undefined ? 0 : step] ?? 0
      this.#sums[first + step] = (this.#sums[first + step] ?? 0) + value
      this.#counts[first + step] = (this.#counts[first + step] ?? 0) + 1
    }
  }

  /** `[steps]` up to the end of the sound; NaN for silence. */
  toLine(seconds: number): Float32Array {
    const steps = stepsIn(seconds, this.#stepSeconds)
    return Float32Array.from({ length: steps }, (_, step) => (this.#sums[step] ?? 0) / (this.#counts[step] ?? 0))
  }
}

/** `[steps]` cosines of the frame nearest to each step, of its own scene. */
export function pictureLine(query: Float32Array, scenes: readonly SeenScene[], stepSeconds: number): Float32Array {
  const end = scenes.at(-1)?.to ?? 0
  const steps = stepsIn(end, stepSeconds)
  const likeness = scenes.map(({ frames }) =>
    frames.map(({ seconds, vector }) => ({ seconds, value: cosines(query, vector)[0] ?? 0 })),
  )
  let scene = 0
  return Float32Array.from({ length: steps }, (_, step) => {
    const at = (step + 0.5) * stepSeconds
    while (at >= (scenes[scene]?.to ?? Infinity) && scene < scenes.length - 1) scene += 1
    const frames = likeness[scene] ?? []
    const nearest = frames.reduce((best, frame) =>
      Math.abs(frame.seconds - at) < Math.abs(best.seconds - at) ? frame : best,
    )
    return nearest.value
  })
}
