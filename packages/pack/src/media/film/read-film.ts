import { LocavoreError } from '@locavore/core'
import {
  cropFor,
  type FrameSignature,
  type ImageTower,
  type LookTimes,
  lookTimes,
  type Probe,
  signatureOf,
} from '@locavore/encoders/towers'
import { cropPixels } from '../picture/crop.js'
import type { Pixels } from '../picture/pixels.js'
import { shrink } from '../picture/shrink.js'
import type { DecoderFile, Ffmpeg } from './ffmpeg.js'
import { coloursOf, type FilmColours, toPixels } from './film-colours.js'
import { readY4m } from './y4m.js'

/** A frame as the tower reads it. */
export interface FilmFrame extends Probe {
  /** RGBA at the tower's size, opaque. */
  readonly pixels: Uint8ClampedArray
  readonly signature: FrameSignature
}

export interface Film {
  /** Seconds. */
  readonly from: number
  readonly to: number
  readonly frames: readonly FilmFrame[]
}

/**
 * Frames of a film, looked at where a browser looks.
 *
 * @throws LocavoreError `no-content` without pictures, `invalid-media`, `aborted`
 */
export async function readFilm(ffmpeg: Ffmpeg, file: DecoderFile, tower: ImageTower): Promise<Film> {
  const packets = await readPackets(ffmpeg, file)
  if (packets.length === 0) throw new LocavoreError('no-content', 'the film has no pictures')
  const keys = packets.filter(({ isKey }) => isKey).map((packet) => packet.from)
  const from = Math.max(0, Math.min(...packets.map((packet) => packet.from)))
  const to = Math.max(from, ...packets.map((packet) => packet.to))
  const times = await lookTimes({ from, to, keyTimes: async (apart) => keysApart(keys, { from, to, apart }) })
  const colours = coloursOf(await ffmpeg.describe(file))
  const frames: FilmFrame[] = []
  try {
    for await (const frame of seenAt(ffmpeg, file, { times, keys, colours }))
      frames.push(frameOf(frame.seconds, frame.picture, tower))
  } catch (thrown) {
    // A file that breaks off gives what came before.
    const isBroken = thrown instanceof LocavoreError && thrown.code === 'invalid-media'
    if (!isBroken || frames.length === 0) throw thrown
  }
  if (frames.length === 0) throw new LocavoreError('no-content', 'the film has no pictures')
  return { from, to, frames }
}

interface Packet {
  /** Seconds in which its picture is seen. */
  readonly from: number
  readonly to: number
  /** Needs no other picture to be decoded. */
  readonly isKey: boolean
}

/** Where the pictures of the film lie, ascending, without decoding them. */
async function readPackets(ffmpeg: Ffmpeg, { input }: DecoderFile): Promise<readonly Packet[]> {
  let text = ''
  const list = ffmpeg.run(['-copyts', ...input, '-map', '0:V:0', '-c', 'copy', '-f', 'framecrc', 'pipe:1'])
  for await (const piece of list) text += Buffer.from(piece).toString('latin1')
  const [, ticks = '1', perSecond = '1'] = /^#tb 0: (\d+)\/(\d+)/m.exec(text) ?? []
  const unit = Number(ticks) / Number(perSecond)
  const rows = text.split('\n').filter((line) => /^0,/.test(line))
  return rows
    .map((line) => {
      const [, , from = 0, length = 0] = line.split(',').map(Number)
      return { from: from * unit, to: (from + length) * unit, isKey: !line.includes('F=0x') }
    })
    .filter((packet) => Number.isFinite(packet.from) && Number.isFinite(packet.to))
    .sort((left, right) => left.from - right.from)
}

/** At most one in each `apart` seconds: the last one before each step. */
function keysApart(keys: readonly number[], film: { from: number; to: number; apart: number }): readonly number[] {
  const times: number[] = []
  let next = 0
  for (let at = film.from; at < film.to; at += film.apart) {
    while (next < keys.length && (keys[next] as number) <= at) next += 1
    const key = keys[next - 1]
    if (key !== undefined && key > (times.at(-1) ?? -1)) times.push(key)
  }
  return times
}

interface SeenPicture {
  readonly seconds: number
  readonly picture: Pixels
}

interface Looks {
  readonly times: LookTimes
  readonly keys: readonly number[]
  readonly colours: FilmColours
}

async function* seenAt(
  ffmpeg: Ffmpeg,
  { input }: DecoderFile,
  { times, keys, colours }: Looks,
): AsyncGenerator<SeenPicture, void, unknown> {
  const isEven = times.kind === 'even'
  const pictures = ffmpeg.run([
    ...(isEven ? [] : ['-skip_frame', 'nokey']),
    ...['-copyts', ...input, '-map', '0:V:0'],
    ...['-vf', isEven ? `${evenFilter(times)},${asTheyAre(colours)}` : asTheyAre(colours)],
    ...(isEven ? [] : ['-fps_mode', 'passthrough']),
    ...(isEven ? ['-frames:v', String(times.count)] : []),
    ...['-pix_fmt', 'yuv420p', '-f', 'yuv4mpegpipe', 'pipe:1'],
  ])
  const wanted = new Set(isEven ? [] : times.times)
  let place = 0
  for await (const planes of readY4m(pictures)) {
    const seconds = isEven ? times.from + place * times.apart : (keys[place] as number)
    if (isEven || wanted.has(seconds)) yield { seconds, picture: toPixels(planes, colours) }
    place += 1
  }
}

/** Whatever a decoder says of its numbers, they are not stretched to another range. */
function asTheyAre({ range }: FilmColours): string {
  const same = range === 'full' ? 'pc' : 'tv'
  return `scale=in_range=${same}:out_range=${same}:flags=neighbor`
}

/** At each step the frame that is seen then: the last one that began at it or before. */
function evenFilter({ from, apart }: Extract<LookTimes, { kind: 'even' }>): string {
  return `fps=fps=${(1 / apart).toFixed(9)}:round=up:start_time=${from.toFixed(6)}`
}

function frameOf(seconds: number, picture: Pixels, tower: ImageTower): FilmFrame {
  const { width, height } = tower
  const shown = cropPixels(picture, cropFor(picture, { ...tower, kept: 1 }))
  const pixels = new Uint8ClampedArray(shrink(shown, width, height).data)
  return { seconds, pixels, signature: signatureOf(pixels, width, height) }
}
