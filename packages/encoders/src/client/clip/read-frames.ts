import { LocavoreError } from '@locavore/core'
import { type FrameSignature, signatureOf } from '../../shared/clip/frame-signature.js'
import { lookTimes, secondsOf } from '../../shared/clip/look-times.js'
import type { Probe } from '../../shared/clip/scenes.js'
import type { ImageTower } from '../../shared/model-manifest.js'
import type { FilmFrame, PictureTrack } from '../media/open-media.js'
import { patiently, patientlyEach } from '../media/patience.js'

/** A frame as the tower reads it. */
export interface ReadFrame extends Probe {
  /** RGBA at the tower's size, opaque. */
  readonly pixels: Uint8ClampedArray
  readonly signature: FrameSignature
}

/** After this long the frames that are there must do. */
const MOST_MS = 120_000

export interface ReadFramesOptions {
  readonly tower: ImageTower
  readonly signal: AbortSignal | undefined
  readonly onProgress?: ((seconds: number, ofSeconds: number) => void) | undefined
}

/**
 * Frames of a film at a low rate, ascending. A file that breaks off gives what came before.
 *
 * @throws LocavoreError `invalid-media`, `no-content`, `deadline-exceeded`, `aborted`
 */
export async function readFrames(track: PictureTrack, options: ReadFramesOptions): Promise<readonly ReadFrame[]> {
  const times = secondsOf(await patiently(lookTimes(track), options.signal))
  const frames: ReadFrame[] = []
  const until = performance.now() + MOST_MS
  try {
    for await (const frame of patientlyEach(track.frames(times), options.signal)) {
      if (frame.seconds > (frames.at(-1)?.seconds ?? -1)) frames.push(readFrame(frame, options.tower))
      options.onProgress?.(frame.seconds, track.to)
      if (performance.now() > until) break
    }
  } catch (thrown) {
    const isOver = thrown instanceof LocavoreError && thrown.code === 'aborted'
    if (isOver || frames.length === 0) throw thrown
  }
  if (frames.length === 0) throw new LocavoreError('no-content', 'The film has no pictures.')
  return frames
}

let canvas: OffscreenCanvas | undefined

function readFrame(frame: FilmFrame, tower: ImageTower): ReadFrame {
  const { width, height } = tower
  if (canvas === undefined || canvas.width !== width || canvas.height !== height) {
    canvas = new OffscreenCanvas(width, height)
  }
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new LocavoreError('encoder-unavailable', 'This browser has no 2D canvas.')
  context.imageSmoothingQuality = 'high'
  context.fillStyle = `rgb(${tower.background.join(' ')})`
  context.fillRect(0, 0, width, height)
  const scale = Math.max(width / frame.width, height / frame.height)
  const shown =
    tower.fit === 'stretch' ? { width, height } : { width: frame.width * scale, height: frame.height * scale }
  context.setTransform(1, 0, 0, 1, (width - shown.width) / 2, (height - shown.height) / 2)
  frame.draw(context, shown.width, shown.height)
  context.resetTransform()
  const pixels = context.getImageData(0, 0, width, height).data
  return { seconds: frame.seconds, pixels, signature: signatureOf(pixels, width, height) }
}
