import type { Random } from '../random.js'
import type { Scene } from '../scene.js'
import type { Light } from './light.js'
import type { Shape } from './shapes.js'

/** What a place needs to draw itself. */
export interface Kit {
  readonly scene: Scene
  readonly light: Light
  readonly random: Random
  /** The light of windows and lamps: bright when the sky is dark, quiet by day. */
  readonly lamp: string
}

/** Draws a place from the horizon down to about y = 410; the foreground covers the rest. */
export type DrawPlace = (kit: Kit) => readonly Shape[]
