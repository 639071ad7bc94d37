import { type LookOptions as FrameCounts, planScenes } from '../../shared/clip/scenes.js'
import { asInput } from '../media/input-failure.js'
import type { MediaProgress } from '../media/media-progress.js'
import type { PictureTrack } from '../media/open-media.js'
import { encodeFrames, type FrameWork } from './encode-clip.js'
import { readFrames } from './read-frames.js'

export interface LookOptions extends FrameCounts {
  readonly onProgress?: MediaProgress | undefined
}

export interface SeenFrame {
  readonly seconds: number
  readonly vector: Float32Array
}

/** A scene with those of its frames that the model has seen. At least one. */
export interface SeenScene {
  readonly from: number
  readonly to: number
  readonly frames: readonly SeenFrame[]
}

/** The scenes of a film, each with what the model sees in it, ascending. */
export async function lookAtClip(track: PictureTrack, work: FrameWork, options: LookOptions): Promise<SeenScene[]> {
  const { signal } = work.options
  const reading = { tower: work.tower, signal, onProgress: options.onProgress }
  const probes = await asInput(() => readFrames(track, reading))
  const { scenes, chosen } = planScenes(probes, track, options)
  const frames = chosen.map((place) => probes[place]).filter((probe) => probe !== undefined)
  const vectors = await encodeFrames(frames, work)
  return scenes.map(({ from, to, first, end }) => ({
    from,
    to,
    frames: chosen.flatMap((place, index) => {
      const [probe, vector] = [probes[place], vectors[index]]
      const isInside = place >= first && place < end && probe !== undefined && vector !== undefined
      return isInside ? [{ seconds: probe.seconds, vector }] : []
    }),
  }))
}
