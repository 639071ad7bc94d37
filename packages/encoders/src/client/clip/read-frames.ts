import { LocavoreError } from '@locavore/core'
import { type FrameSignature, signatureOf } from '../../shared/clip/frame-signature.js'
import { lookTimes, secondsOf } from '../../shared/clip/look-times.js'
import type { Probe } from '../../shared/clip/scenes.js'
import type { ImageTower } from '../../shared/model-manifest.js'
import { cropFor } from '../../shared/picture/pixels.js'
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
      if (frame.seconds > (frames.at(-1)?.seconds ?? -1)) frames.push(await readFrame(frame, options.tower))
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

/** A film of a larger picture is drawn smaller, to spare memory. */
const LONGEST_SIDE = 4096

let whole: OffscreenCanvas | undefined
let small: OffscreenCanvas | undefined

/** The same one as long as the size stays. */
function paper(known: OffscreenCanvas | undefined, width: number, height: number): OffscreenCanvas {
  return known?.width === width && known.height === height ? known : new OffscreenCanvas(width, height)
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new LocavoreError('encoder-unavailable', 'This browser has no 2D canvas.')
  return context
}

/**
 * Made smaller as pictures are. A canvas that draws a film's frame smaller reads four of its pixels for each of its own, and
 * passes over the others.
 */
async function readFrame(frame: FilmFrame, tower: ImageTower): Promise<ReadFrame> {
  const { width, height } = tower
  const scale = Math.min(1, LONGEST_SIDE / Math.max(frame.width, frame.height))
  const size = { width: Math.round(frame.width * scale), height: Math.round(frame.height * scale) }
  whole = paper(whole, size.width, size.height)
  const context = contextOf(whole)
  context.fillStyle = `rgb(${tower.background.join(' ')})`
  context.fillRect(0, 0, size.width, size.height)
  frame.draw(context, size.width, size.height)
  const part = cropFor(size, { ...tower, kept: 1 })
  const bitmap = await createImageBitmap(
    whole,
    Math.round(part.x),
    Math.round(part.y),
    Math.max(1, Math.round(part.width)),
    Math.max(1, Math.round(part.height)),
    { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' },
  )
  small = paper(small, width, height)
  const shown = contextOf(small)
  shown.drawImage(bitmap, 0, 0)
  bitmap.close()
  const pixels = shown.getImageData(0, 0, width, height).data
  return { seconds: frame.seconds, pixels, signature: signatureOf(pixels, width, height) }
}
