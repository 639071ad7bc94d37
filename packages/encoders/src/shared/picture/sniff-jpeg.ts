/** Frame headers: SOF0 to SOF15 without the tables (C4), the reserved (C8) and the arithmetic conditioning (CC). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

/** Walks the segments of a JPEG (ITU-T T.81, annex B) to its frame header. */
export function jpegSize(view: DataView): { readonly width?: number; readonly height?: number } {
  let at = 2
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return {}
    const marker = view.getUint8(at + 1)
    // Any number of FF may fill the space before a marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (isFrameHeader(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    // RST0-7 and TEM stand alone; all others give their length.
    const alone = (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01
    at += alone ? 2 : 2 + view.getUint16(at + 2)
  }
  return {}
}
