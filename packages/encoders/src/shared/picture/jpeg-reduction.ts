import type { ImageTower } from '../model-manifest.js'
import { jpegOrientation } from './sniff-jpeg.js'
import type { PictureHeader } from './sniff-picture.js'

/** What a JPEG decoder can leave out of both sides, by computing fewer frequencies of each block of 8 pixels. */
const REDUCTIONS = [8, 4, 2]
/** Left for the resize that follows, so that it still has something to smooth. */
const LEAST_EXCESS = 2

/** How much smaller a JPEG is decoded for the tower; 1 for other files, for turned ones, and where too little would be left. */
export function jpegReduction(
  { format, width: wide = 0, height: high = 0 }: PictureHeader,
  start: Uint8Array,
  { width, height }: Pick<ImageTower, 'width' | 'height'>,
): number {
  if (format !== 'jpeg') return 1
  if (jpegOrientation(new DataView(start.buffer, start.byteOffset, start.byteLength)) !== 1) return 1
  const leaves = (factor: number) => wide >= LEAST_EXCESS * width * factor && high >= LEAST_EXCESS * height * factor
  return REDUCTIONS.find(leaves) ?? 1
}
