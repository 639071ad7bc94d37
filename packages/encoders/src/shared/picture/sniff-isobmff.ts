const ISPE = 0x69737065

/**
 * Largest `ispe` (image spatial extents, ISO/IEC 23008-12 section 6.5.3) in the head of an AVIF or HEIF file. Tiles and
 * thumbnails have one of their own, so the largest is the picture.
 */
export function isobmffSize(view: DataView): { readonly width?: number; readonly height?: number } {
  let width = 0
  let height = 0
  for (let at = 8; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) !== ISPE) continue
    const nextWidth = view.getUint32(at + 8)
    const nextHeight = view.getUint32(at + 12)
    if (nextWidth * nextHeight > width * height) {
      width = nextWidth
      height = nextHeight
    }
  }
  return width > 0 && height > 0 ? { width, height } : {}
}
