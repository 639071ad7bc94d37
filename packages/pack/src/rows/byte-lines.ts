import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { refused } from '../failure.js'

const LINE_FEED = 0x0a
/** No row of a catalogue is longer; a file without line ends must not fill the memory. */
export const LONGEST_LINE = 16 * 2 ** 20

/** The bytes of a file, unpacked where its name ends in `.gz`. @throws LocavoreError `invalid-argument` */
export async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 2 ** 18 })
  // The callback is where a pipeline tells of an error; reading tells of it too.
  const bytes = path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file
  try {
    for await (const chunk of bytes) yield chunk as Buffer
  } catch (thrown) {
    throw refused(`${path} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}.`, thrown)
  } finally {
    file.destroy()
  }
}

export interface ByteLine {
  /** From 1. */
  readonly line: number
  /** Without the line's end; undefined where the line is longer than `LONGEST_LINE`. */
  readonly bytes: Buffer | undefined
}

/** A file line by line. Lines end with LF or CR LF; the last one may have no end. */
export async function* readByteLines(path: string): AsyncGenerator<ByteLine> {
  let held: Buffer[] = []
  let heldBytes = 0
  let line = 1
  const take = (last: Buffer): ByteLine => {
    const isTooLong = heldBytes + last.length > LONGEST_LINE
    const bytes = isTooLong ? undefined : withoutReturn(held.length === 0 ? last : Buffer.concat([...held, last]))
    held = []
    heldBytes = 0
    return { line: line++, bytes }
  }
  for await (const chunk of readChunks(path)) {
    let start = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield take(chunk.subarray(start, end))
      start = end + 1
    }
    const rest = chunk.subarray(start)
    heldBytes += rest.length
    if (heldBytes <= LONGEST_LINE) held.push(rest)
    else held = []
  }
  if (heldBytes > 0) yield take(Buffer.alloc(0))
}

function withoutReturn(bytes: Buffer): Buffer {
  return bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Undefined where the bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}
