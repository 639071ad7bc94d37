import { cosine, toUnitVector } from '../../shared/unit-vector.js'
import type { KeyFrame } from '../encoder.js'
import type { SeenFrame, SeenScene } from './look-at-clip.js'

/**
 * One moment for every scene: the frame that is most like the whole of its scene. With more scenes than `most`, neighbours
 * that the model finds most alike become one.
 *
 * @param scenes Ascending and without gaps, each with at least one frame.
 */
export function chooseKeyFrames(scenes: readonly SeenScene[], most: number): KeyFrame[] {
  const groups = [...scenes]
  while (groups.length > most) {
    const likeness = groups
      .slice(1)
      .map((right, index) => cosine(meanOf(groups[index]?.frames ?? []), meanOf(right.frames)))
    const at = likeness.indexOf(Math.max(...likeness))
    const [left, right] = [groups[at], groups[at + 1]]
    if (left === undefined || right === undefined) break
    groups.splice(at, 2, { from: left.from, to: right.to, frames: [...left.frames, ...right.frames] })
  }
  return groups.flatMap(({ from, to, frames }) => {
    const middle = meanOf(frames)
    const [best] = [...frames].sort((a, b) => cosine(b.vector, middle) - cosine(a.vector, middle))
    return best === undefined ? [] : [{ seconds: best.seconds, vector: best.vector, covers: { from, to } }]
  })
}

function meanOf(frames: readonly SeenFrame[]): Float32Array {
  const [first] = frames
  const sum = new Float64Array(first?.vector.length ?? 0)
  for (const { vector } of frames) for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0)
  return toUnitVector(sum) ?? Float32Array.from(sum)
}
