import { LocavoreError } from '@locavore/core'
import type { ImageTower } from '../../shared/model-manifest.js'
import type { FilmFrame, PictureTrack } from '../media/open-media.js'
import { patiently, patientlyEach } from '../media/patience.js'
import { type FrameSignature, signatureOf } from './frame-signature.js'
import type { Probe } from './scenes.js'

/** A frame as the tower reads it. */
export interface ReadFrame extends Probe {
  /** RGBA at the tower's size, opaque. */
  readonly pixels: Uint8ClampedArray
  readonly signature: FrameSignature
}

/** Four looks a second find every scene that people notice; of a longer clip no more than this many in all. */
const SECONDS_APART = 0.25
const MOST_PROBES = 240
/** Longer films are looked at only where a frame stands for itself: everything else costs the decoding of all before it. */
const LONGEST_DENSE_SECONDS = 90
/** With fewer of these, a long film is looked at as often as this, whatever it costs. */
const LEAST_PROBES = 16
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
  const times = await patiently(lookTimes(track), options.signal)
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

async function lookTimes(track: PictureTrack): Promise<readonly number[]> {
  const span = Math.max(0, track.to - track.from)
  const apart = Math.max(SECONDS_APART, span / MOST_PROBES)
  if (span > LONGEST_DENSE_SECONDS) {
    const keys = await track.keyTimes(apart)
    if (keys.length >= LEAST_PROBES) return keys
    return evenTimes(track.from, span, span / LEAST_PROBES)
  }
  return evenTimes(track.from, span, apart)
}

function evenTimes(from: number, span: number, apart: number): number[] {
  return Array.from({ length: Math.max(1, Math.ceil(span / apart - 1e-6)) }, (_, index) => from + index * apart)
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
