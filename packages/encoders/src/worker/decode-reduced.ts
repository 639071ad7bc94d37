import type { ImageTower } from '../shared/model-manifest.js'
import { jpegReduction } from '../shared/picture/jpeg-reduction.js'
import type { PictureHeader } from '../shared/picture/sniff-picture.js'

/** How much smaller a decoder may make this file; 1 where it cannot, or where too little would be left. */
export function reductionOf(header: PictureHeader, start: Uint8Array, tower: ImageTower): number {
  return typeof ImageDecoder === 'undefined' ? 1 : jpegReduction(header, start, tower)
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
