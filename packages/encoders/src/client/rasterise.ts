import { LocavoreError } from '@locavore/core'
import type { WirePicture } from '../shared/encoder-protocol.js'

/** Drawn this many times larger than the model looks, so that thin lines fade as they do in a photo made smaller. */
const OVERSAMPLING = 4

/**
 * Turns vector graphics into pixels. Workers cannot, and inside an image element neither scripts of the drawing run nor
 * anything outside it is loaded.
 *
 * @param address Own-origin address of the drawing, where it has one: it needs no `blob:` in the site's policy.
 * @param side Longest side of the model's input in pixels.
 * @throws LocavoreError `invalid-picture`
 */
export async function rasterise(file: Blob, address: string | undefined, side: number): Promise<WirePicture> {
  const source = address ?? URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = source
    await image.decode()
    return { kind: 'bitmap', bitmap: draw(image, side * OVERSAMPLING) }
  } catch (thrown) {
    throw new LocavoreError(
      'invalid-picture',
      "The drawing (SVG) cannot be shown: it is broken, or the site's policy (`img-src`) forbids it.",
      {},
      thrown,
    )
  } finally {
    if (address === undefined) URL.revokeObjectURL(source)
  }
}

function draw(image: HTMLImageElement, longest: number): ImageBitmap {
  // A drawing without a size of its own is taken as a square.
  const natural = { width: image.naturalWidth || 1, height: image.naturalHeight || 1 }
  const scale = longest / Math.max(natural.width, natural.height)
  const width = Math.max(1, Math.round(natural.width * scale))
  const height = Math.max(1, Math.round(natural.height * scale))
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height)
  return canvas.transferToImageBitmap()
}
