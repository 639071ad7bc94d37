import { LocavoreError } from '@locavore/core'
import type { WindowOutcome } from '../../shared/encoder-protocol.js'
import type { AudioTower } from '../../shared/model-manifest.js'
import { cutWindows } from '../../shared/sound/cut-windows.js'
import { windowPlan } from '../../shared/sound/window-plan.js'
import { toUnitVector } from '../../shared/unit-vector.js'
import type { EncodeOptions } from '../encoder.js'
import type { Ladder } from '../ladder.js'
import { asInput } from '../media/input-failure.js'
import type { OpenSound } from './open-sound.js'

/** Enough to keep the device busy, few enough to hold and to cancel between: 26 seconds of sound. */
const WINDOWS_PER_RUN = 8

export interface EncodedSound {
  readonly vector: Float32Array
  /** How long it is. */
  readonly seconds: number
}

export interface SoundWork {
  readonly ladder: Ladder
  readonly tower: AudioTower
  readonly options: EncodeOptions
  /** Told of every window that holds sound, with where it starts. */
  readonly onWindow?: ((seconds: number, window: Extract<WindowOutcome, { kind: 'vector' }>) => void) | undefined
  /** How far the sound is encoded, and how long it is where that is known. */
  readonly onProgress?: ((seconds: number, ofSeconds: number | undefined) => void) | undefined
}

/**
 * The vector of a sound: the mean of its windows, brought to length 1. Windows of silence say nothing and do not count. The
 * next stretch is decoded while the device works on this one. Closes the sound.
 *
 * @throws LocavoreError what a device or a call can fail with; `InputFailure` of the sound itself (`no-content` for silence)
 */
export async function encodeSound(sound: OpenSound, work: SoundWork): Promise<EncodedSound> {
  const plan = windowPlan(work.tower)
  const stretches = cutWindows(sound.pieces, plan, WINDOWS_PER_RUN)
  let sum: Float64Array | undefined
  let seconds = 0
  try {
    let next = await asInput(() => stretches.next())
    while (!next.done) {
      const { start, ...stretch } = next.value
      const following = asInput(() => stretches.next())
      // Waited for below; a device that fails first must not leave it unheard.
      following.catch(() => {})
      const outcomes = await run(stretch, work)
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.kind === 'silence') continue
        sum = added(sum, outcome.vector)
        work.onWindow?.((start + index * plan.hop) / plan.sampleRate, outcome)
      }
      seconds = (start + stretch.samples.length) / plan.sampleRate
      work.onProgress?.(seconds, sound.seconds)
      next = await following
    }
  } finally {
    stretches.return().catch(() => {})
    sound.close()
  }
  return { vector: await asInput(() => meanOf(sum)), seconds }
}

function run(sound: { samples: Float32Array; windows: number }, work: SoundWork): Promise<readonly WindowOutcome[]> {
  const { signal } = work.options
  const parts = work.onWindow !== undefined
  return work.ladder.use(['audio'], work.options, (rung) =>
    rung.call('encodeSound', { sound, parts }, signal === undefined ? {} : { signal }),
  )
}

function added(sum: Float64Array | undefined, vector: Float32Array): Float64Array {
  const total = sum ?? new Float64Array(vector.length)
  for (let index = 0; index < vector.length; index++) total[index] = (total[index] ?? 0) + (vector[index] ?? 0)
  return total
}

function meanOf(sum: Float64Array | undefined): Float32Array {
  if (sum === undefined)
    throw new LocavoreError('no-content', 'There is nothing to hear: the sound is empty, or silent throughout.')
  const vector = toUnitVector(sum)
  if (vector !== undefined) return vector
  throw new LocavoreError('no-content', 'The parts of the sound have nothing in common: their vectors cancel out.')
}
