import { LocavoreError } from '@locavore/core'

/** A picture as films hold it: brightness of each pixel, and two colours for each square of four. Sides are rounded up. */
export interface Planes {
  readonly width: number
  readonly height: number
  /** `[height, width]`, then twice `[height / 2, width / 2]`: Y, U, V. */
  readonly data: Uint8Array
}

/** What stands before the pictures, and before each of them, is shorter. */
const LONGEST_LINE = 512

/** Pictures that stand one behind the other as YUV4MPEG2 (4:2:0, 8 bits). @throws LocavoreError `invalid-media` */
export async function* readY4m(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Planes, void, unknown> {
  let held: Buffer[] = []
  let length = 0
  let size: Omit<Planes, 'data'> | undefined
  for await (const piece of pieces) {
    held.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))
    length += piece.length
    // Put together only when a picture is whole, for films come in many pieces.
    if (size !== undefined && length < bytesOf(size)) continue
    let rest: Buffer = Buffer.concat(held)
    for (let end = endOfLine(rest); end > 0; end = endOfLine(rest)) {
      if (size === undefined) size = sizeOf(rest.toString('latin1', 0, end))
      else if (rest.length - end < bytesOf(size)) break
      else {
        end += bytesOf(size)
        yield { ...size, data: rest.subarray(end - bytesOf(size), end) }
      }
      rest = rest.subarray(end)
    }
    held = [rest]
    length = rest.length
  }
}

function bytesOf({ width, height }: Omit<Planes, 'data'>): number {
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)
}

/** Where the next line begins; 0 where more has to come first. */
function endOfLine(bytes: Buffer): number {
  const end = bytes.subarray(0, LONGEST_LINE).indexOf(10) + 1
  if (end > 0 || bytes.length < LONGEST_LINE) return end
  throw noPictures()
}

function sizeOf(header: string): Omit<Planes, 'data'> {
  const [, width, height] = /^YUV4MPEG2 W(\d+) H(\d+) /.exec(header) ?? []
  if (width === undefined || height === undefined) throw noPictures()
  return { width: Number(width), height: Number(height) }
}

function noPictures(): LocavoreError {
  return new LocavoreError('invalid-media', 'ffmpeg wrote something else than pictures')
}
