import { LocavoreError } from '@locavore/core'
import { clipVector } from '../../shared/clip/clip-vector.js'
import type { ImageTower } from '../../shared/model-manifest.js'
import type { EncodeOptions } from '../encoder.js'
import type { Ladder } from '../ladder.js'
import { asInput } from '../media/input-failure.js'
import type { ReadFrame } from './read-frames.js'

/** Frames per run: as for pictures. */
const FRAMES_PER_RUN = 8

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

/** `clipVector` of a file that people gave. */
export function vectorOfClip(frames: readonly Float32Array[], sound: Float32Array | undefined): Promise<Float32Array> {
  return asInput(() => {
    const vector = clipVector(frames, sound)
    if (vector !== undefined) return vector
    throw new LocavoreError('no-content', 'The parts of the clip have nothing in common: their vectors cancel out.')
  })
}
