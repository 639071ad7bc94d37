import type { Scene } from '../scene.js'
import { compose } from './composition.js'
import { HEIGHT, WIDTH } from './shapes.js'
import { SUBJECT_BOUNDS } from './subjects/bounds.js'

/** A part of a picture; every number is a share of its width or height, from 0 at the left or the top to 1. */
export interface PictureBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

const share = (value: number, whole: number): number => Math.min(1, Math.max(0, value / whole))

/** Where the subject of `drawPicture(scene)` stands. */
export function subjectBox(scene: Scene): PictureBox {
  const { x, y, scale, facing } = compose(scene).spot
  const [left, top, right, bottom] = SUBJECT_BOUNDS[scene.subject]
  const [near, far] = facing === 1 ? [left, right] : [-right, -left]
  return {
    left: share(x + near * scale, WIDTH),
    top: share(y + top * scale, HEIGHT),
    right: share(x + far * scale, WIDTH),
    bottom: share(y + bottom * scale, HEIGHT),
  }
}
