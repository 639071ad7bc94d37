import { toUnitVector } from '../unit-vector.js'

/** How much of a clip's vector is what is seen, and what is heard. The model was measured with these. */
const PICTURE_SHARE = 0.75
const SOUND_SHARE = 0.25

/**
 * The vector of a clip: the mean of its frames, and its sound where it has one. Unit vectors in, unit vector out; undefined
 * where they cancel out.
 */
export function clipVector(frames: readonly Float32Array[], sound: Float32Array | undefined): Float32Array | undefined {
  const sum = new Float64Array(frames[0]?.length ?? 0)
  const add = (vector: Float32Array, weight: number) => {
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + weight * (vector[index] ?? 0)
  }
  for (const frame of frames) add(frame, (sound === undefined ? 1 : PICTURE_SHARE) / frames.length)
  if (sound !== undefined) add(sound, SOUND_SHARE)
  return toUnitVector(sum)
}
