import { LocavoreError } from '@locavore/core'
import type { ImageTower } from '../../shared/model-manifest.js'
import { toUnitVector } from '../../shared/unit-vector.js'
import type { EncodeOptions } from '../encoder.js'
import type { Ladder } from '../ladder.js'
import { asInput } from '../media/input-failure.js'
import type { ReadFrame } from './read-frames.js'

/** Frames per run: as for pictures. */
const FRAMES_PER_RUN = 8
/** How much of a clip's vector is what is seen, and what is heard. The model was measured with these. */
const PICTURE_SHARE = 0.75
const SOUND_SHARE = 0.25

export interface FrameWork {
  readonly ladder: Ladder
  readonly tower: ImageTower
  readonly options: EncodeOptions
}

/** Unit vectors of frames, in order. */
export async function encodeFrames(frames: readonly ReadFrame[], work: FrameWork): Promise<Float32Array[]> {
  const { signal } = work.options
  const limits = { bytes: Infinity, pixels: work.tower.width * work.tower.height }
  const vectors: Float32Array[] = []
  for (let start = 0; start < frames.length; start += FRAMES_PER_RUN) {
    const pictures = frames
      .slice(start, start + FRAMES_PER_RUN)
      .map(({ pixels }) => ({ kind: 'pixels', pixels }) as const)
    const outcomes = await work.ladder.use(['image'], work.options, (rung) =>
      rung.call('encodePictures', { pictures, limits }, signal === undefined ? {} : { signal }),
    )
    for (const outcome of outcomes) {
      if (outcome.kind === 'vector') vectors.push(outcome.vector)
      else throw new LocavoreError('internal', 'A frame could not be encoded.')
    }
  }
  return vectors
}

/** The vector of a clip: the mean of its frames, and its sound where it has one. Unit vectors in, unit vector out. */
export function clipVector(frames: readonly Float32Array[], sound: Float32Array | undefined): Promise<Float32Array> {
  const sum = new Float64Array(frames[0]?.length ?? 0)
  const add = (vector: Float32Array, weight: number) => {
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + weight * (vector[index] ?? 0)
  }
  for (const frame of frames) add(frame, (sound === undefined ? 1 : PICTURE_SHARE) / frames.length)
  if (sound !== undefined) add(sound, SOUND_SHARE)
  return asInput(() => {
    const vector = toUnitVector(sum)
    if (vector !== undefined) return vector
    throw new LocavoreError('no-content', 'The parts of the clip have nothing in common: their vectors cancel out.')
  })
}
