import { isobmffSize } from './sniff-isobmff.js'
import { jpegSize } from './sniff-jpeg.js'

export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif' | 'svg'

/** What the first bytes of a file say of it, before anything is decoded. Width and height as stored, before any turn. */
export interface PictureHeader {
  readonly format: PictureFormat
  /** Pixels; absent for drawings and where the header hides them. */
  readonly width?: number
  readonly height?: number
}

/** How many bytes are enough: a JPEG may put half a megabyte of notes before its size. */
export const HEADER_BYTES = 1 << 20

const ascii = (bytes: Uint8Array, start: number, length: number) =>
  String.fromCharCode(...bytes.subarray(start, start + length))

function pngSize(view: DataView): Omit<PictureHeader, 'format'> {
  return view.byteLength < 24 ? {} : { width: view.getUint32(16), height: view.getUint32(20) }
}

function gifSize(view: DataView): Omit<PictureHeader, 'format'> {
  return view.byteLength < 10 ? {} : { width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

function bmpSize(view: DataView): Omit<PictureHeader, 'format'> {
  if (view.byteLength < 26) return {}
  // The oldest header, 12 bytes long, has 16-bit sizes; a negative height means rows from the top.
  if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) }
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
}

/** The three kinds of WebP: lossy (RFC 9649 section 2.5), lossless (2.6), extended (2.7). */
function webpSize(bytes: Uint8Array, view: DataView): Omit<PictureHeader, 'format'> {
  if (bytes.length < 30) return {}
  const u24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  switch (ascii(bytes, 12, 4)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: u24(24) + 1, height: u24(27) + 1 }
    default:
      return {}
  }
}

function looksLikeSvg(bytes: Uint8Array): boolean {
  // The byte order mark of UTF-8, read byte by byte.
  const start = ascii(bytes, 0, 4096)
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart()
  return start.startsWith('<') && /<svg[\s>]/i.test(start)
}

/**
 * Reads format and size from the first bytes of a file (`HEADER_BYTES` are enough).
 *
 * @returns `undefined` when it is none of the formats that browsers decode.
 */
export function sniffPicture(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length >= 8 && view.getUint32(0) === 0x89504e47) return { format: 'png', ...pngSize(view) }
  if (bytes.length >= 3 && view.getUint16(0) === 0xffd8) return { format: 'jpeg', ...jpegSize(view) }
  if (ascii(bytes, 0, 4) === 'GIF8') return { format: 'gif', ...gifSize(view) }
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP')
    return { format: 'webp', ...webpSize(bytes, view) }
  if (ascii(bytes, 0, 2) === 'BM') return { format: 'bmp', ...bmpSize(view) }
  if (ascii(bytes, 4, 4) === 'ftyp') return { format: 'avif', ...isobmffSize(view) }
  return looksLikeSvg(bytes) ? { format: 'svg' } : undefined
}
