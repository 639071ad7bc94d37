import { LocavoreError } from '@locavore/core'
import type { WirePicture } from '../../shared/encoder-protocol.js'
import type { RequestRecord } from '../../shared/request-record.js'

/** Drawn this many times larger than the model looks, so that thin lines fade as they do in a photo made smaller. */
const OVERSAMPLING = 4

export interface RasteriseOptions {
  /** Longest side of the model's input in pixels. */
  readonly side: number
  /** Told of the request that an address takes. */
  readonly note: (record: RequestRecord) => void
}

/**
 * Turns vector graphics into pixels. Workers cannot, and inside an image element neither scripts of the drawing run nor
 * anything outside it is loaded.
 *
 * @param drawing The file, or its own-origin address, which needs no `blob:` in the site's policy.
 * @throws LocavoreError `invalid-picture`
 */
export async function rasterise(drawing: Blob | string, options: RasteriseOptions): Promise<WirePicture> {
  const source =
    typeof drawing === 'string' ? drawing : URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = source
    await image.decode()
    return { kind: 'bitmap', bitmap: draw(image, options.side * OVERSAMPLING) }
  } catch (thrown) {
    throw new LocavoreError(
      'invalid-picture',
      "The drawing (SVG) cannot be shown: it is broken or missing, or the site's policy (`img-src`) forbids it.",
      {},
      thrown,
    )
  } finally {
    if (typeof drawing === 'string') noteRequest(drawing, options)
    else URL.revokeObjectURL(source)
  }
}

/**
 * Size and answerer from the browser's own record of the request, which can be missing (its list is bounded): then 0
 * bytes from the network, since a request may have been made.
 */
function noteRequest(url: string, { note }: RasteriseOptions): void {
  const entry = performance.getEntriesByName(url, 'resource').at(-1)
  const timing = entry instanceof PerformanceResourceTiming ? entry : undefined
  const bytes = timing?.encodedBodySize ?? 0
  note({
    url,
    bytes,
    from: bytes > 0 && timing?.transferSize === 0 ? 'cache' : 'network',
    at: Date.now(),
    purpose: 'media',
  })
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
