/** Frame headers: SOF0 to SOF15 without the tables (C4), the reserved (C8) and the arithmetic conditioning (CC). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

interface Segment {
  readonly marker: number
  /** Where its content begins, behind its length. */
  readonly start: number
  readonly end: number
}

/** The segments of a JPEG (ITU-T T.81, annex B), up to its frame header or to what is none. */
function* segmentsOf(view: DataView): Generator<Segment> {
  let at = 2
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return
    const marker = view.getUint8(at + 1)
    // Any number of FF may fill the space before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    // RST0-7 and TEM stand alone; all others give their length.
    const alone = (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01
    const end = at + 2 + (alone ? 0 : view.getUint16(at + 2))
    yield { marker, start: at + 4, end }
    if (isFrameHeader(marker)) return
    at = end
  }
}

export function jpegSize(view: DataView): { readonly width?: number; readonly height?: number } {
  for (const { marker, start } of segmentsOf(view))
    if (isFrameHeader(marker)) return { height: view.getUint16(start + 1), width: view.getUint16(start + 3) }
  return {}
}

const EXIF = 0x45786966
const ORIENTATION = 0x0112
const ENTRY_BYTES = 12

/** How the camera was held (Exif 2.3, tag 274): 1 upright, 2 to 8 turned or mirrored. 1 where the file does not tell. */
export function jpegOrientation(view: DataView): number {
  for (const { marker, start, end } of segmentsOf(view)) {
    if (marker !== 0xe1 || end > view.byteLength || end < start + 14 || view.getUint32(start) !== EXIF) continue
    const tiff = start + 6
    const little = view.getUint16(tiff) === 0x4949
    const list = tiff + view.getUint32(tiff + 4, little)
    const count = list + 2 <= end ? view.getUint16(list, little) : 0
    for (let at = list + 2; at < list + 2 + count * ENTRY_BYTES && at + ENTRY_BYTES <= end; at += ENTRY_BYTES)
      if (view.getUint16(at, little) === ORIENTATION) return view.getUint16(at + 8, little)
  }
  return 1
}
