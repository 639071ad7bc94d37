import type { ImageTower } from '../shared/model-manifest.js'
import { jpegOrientation } from '../shared/picture/sniff-jpeg.js'
import type { PictureHeader } from '../shared/picture/sniff-picture.js'

/** What a JPEG decoder can leave out of both sides, by computing fewer frequencies of each block of 8 pixels. */
const REDUCTIONS = [8, 4, 2]
/** Left for the resize that follows, so that it still has something to smooth. */
const LEAST_EXCESS = 2

/** How much smaller a decoder may make this file; 1 where it cannot, or where too little would be left. */
export function reductionOf(header: PictureHeader, start: Uint8Array, { width, height }: ImageTower): number {
  const { format, width: wide = 0, height: high = 0 } = header
  if (format !== 'jpeg' || typeof ImageDecoder === 'undefined') return 1
  if (jpegOrientation(new DataView(start.buffer, start.byteOffset, start.byteLength)) !== 1) return 1
  const leaves = (factor: number) => wide >= LEAST_EXCESS * width * factor && high >= LEAST_EXCESS * height * factor
  return REDUCTIONS.find(leaves) ?? 1
}

/** Decodes at a fraction of the size, which takes a fraction of the time and of the memory. @throws what decoders throw */
export async function decodeReduced(
  bytes: Uint8Array<ArrayBuffer>,
  { width = 0, height = 0 }: PictureHeader,
  reduction: number,
  options: ImageBitmapOptions,
): Promise<ImageBitmap> {
  const decoder = new ImageDecoder({
    data: bytes,
    type: 'image/jpeg',
    desiredWidth: Math.ceil(width / reduction),
    desiredHeight: Math.ceil(height / reduction),
  })
  try {
    const { image } = await decoder.decode()
    try {
      return await createImageBitmap(image, options)
    } finally {
      image.close()
    }
  } finally {
    decoder.close()
  }
}
