import { LocavoreError } from '@locavore/core'
import type { Pixels } from '../picture/pixels.js'

/** Long enough for three numbers. */
const MOST_HEADER = 64

/** Pictures that stand one behind the other as binary PPM (P6, 8 bits), opaque. @throws LocavoreError `invalid-media` */
export async function* readPpm(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Pixels, void, unknown> {
  let held: Buffer[] = []
  let length = 0
  let wanted: Header | undefined
  for await (const piece of pieces) {
    held.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))
    length += piece.length
    while (length >= (wanted?.bytes ?? 1)) {
      const all: Buffer = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held)
      wanted ??= headerOf(all)
      const rest: Buffer = wanted === undefined || length < wanted.bytes ? all : all.subarray(wanted.bytes)
      held = rest.length === 0 ? [] : [rest]
      length = rest.length
      if (wanted === undefined || rest === all) break
      yield pixelsOf(all.subarray(wanted.start, wanted.bytes), wanted)
      wanted = undefined
    }
  }
}

interface Header {
  readonly width: number
  readonly height: number
  readonly start: number
  /** Of the whole picture with its header. */
  readonly bytes: number
}

/** Undefined where more has to come first. */
function headerOf(bytes: Buffer): Header | undefined {
  const text = bytes.toString('latin1', 0, MOST_HEADER)
  const [whole, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(text) ?? []
  if (whole === undefined) {
    if (bytes.length < MOST_HEADER) return undefined
    throw new LocavoreError('invalid-media', 'ffmpeg wrote something else than pictures')
  }
  const size = { width: Number(width), height: Number(height) }
  return { ...size, start: whole.length, bytes: whole.length + 3 * size.width * size.height }
}

function pixelsOf(rgb: Uint8Array, { width, height }: Header): Pixels {
  const data = new Uint8Array(width * height * 4).fill(255)
  for (let at = 0, from = 0; at < data.length; at += 4, from += 3) {
    data[at] = rgb[from] as number
    data[at + 1] = rgb[from + 1] as number
    data[at + 2] = rgb[from + 2] as number
  }
  return { width, height, data }
}
