import { LocavoreError } from '@locavore/core'
import type { PictureLimits, WirePicture } from '../../shared/encoder-protocol.js'
import type { PictureSource } from '../encoder.js'
import { parseAddress, unpackDataUrl } from '../media/own-address.js'
import { type RasteriseOptions, rasterise } from './rasterise.js'

export interface PackOptions extends RasteriseOptions {
  readonly limits: PictureLimits
}

const SVG_PATH = /\.svg$/i
const SVG_TYPE = /^image\/svg\+xml/i

/**
 * A picture in the form that crosses to the worker. Nothing that belongs to the caller is closed, moved or changed.
 *
 * @throws LocavoreError `invalid-argument`, `invalid-picture`, `picture-too-large`, `unsupported-media`
 */
export async function packPicture(source: PictureSource, options: PackOptions): Promise<WirePicture> {
  if (typeof source === 'string' || source instanceof URL) return packAddress(source, options)
  if (source instanceof Blob) {
    return SVG_TYPE.test(source.type) ? rasterise(source, options) : { kind: 'file', file: source }
  }
  if (source instanceof HTMLImageElement && !source.complete) await settled(source)
  const size = sizeOf(source)
  if (size === undefined) {
    throw new LocavoreError(
      'unsupported-media',
      'A picture must be an address, a Blob, an ImageBitmap, ImageData, an image element or a canvas.',
    )
  }
  checkSize(size, options.limits)
  return { kind: 'bitmap', bitmap: await copyBitmap(source) }
}

/** Loaded or failed; which of them shows in its size. */
async function settled(image: HTMLImageElement): Promise<void> {
  await image.decode().catch(() => {})
}

/** What may be moved to the worker: the copies made here. */
export function transferablesOf(pictures: readonly WirePicture[]): Transferable[] {
  return pictures.flatMap((picture) =>
    picture.kind === 'bitmap' && picture.bitmap instanceof ImageBitmap ? [picture.bitmap] : [],
  )
}

function packAddress(source: string | URL, options: PackOptions): Promise<WirePicture> | WirePicture {
  const url = parseAddress(source, 'picture')
  if (url.protocol === 'data:') {
    const file = unpackDataUrl(url, 'invalid-picture')
    return SVG_TYPE.test(file.type) ? rasterise(file, options) : { kind: 'file', file }
  }
  return SVG_PATH.test(url.pathname) ? rasterise(url.href, options) : { kind: 'address', url: url.href }
}

type Drawable = Exclude<PictureSource, string | URL | Blob>

function sizeOf(source: Drawable): { readonly width: number; readonly height: number } | undefined {
  if (source instanceof HTMLImageElement) return { width: source.naturalWidth, height: source.naturalHeight }
  const drawable = [ImageBitmap, ImageData, HTMLCanvasElement, OffscreenCanvas].some((kind) => source instanceof kind)
  return drawable ? source : undefined
}

function checkSize(
  { width, height }: { readonly width: number; readonly height: number },
  limits: PictureLimits,
): void {
  if (width < 1 || height < 1) {
    throw new LocavoreError('invalid-picture', 'The picture has no pixels: it is empty, closed, or not loaded yet.')
  }
  if (width * height <= limits.pixels) return
  throw new LocavoreError(
    'picture-too-large',
    `The picture has ${width} x ${height} pixels; the limit is ${limits.pixels} pixels. Make it smaller first.`,
  )
}

async function copyBitmap(source: Drawable): Promise<ImageBitmap> {
  if (isTainted(source)) {
    throw new LocavoreError(
      'invalid-picture',
      'The picture shows content of another origin, which browsers do not let scripts read. Serve it from the own origin.',
    )
  }
  try {
    return await createImageBitmap(source)
  } catch (thrown) {
    throw new LocavoreError(
      'invalid-picture',
      'The picture cannot be read: it is broken, or not loaded yet.',
      {},
      thrown,
    )
  }
}

/** Only reading one pixel tells; the worker could not be handed such a bitmap at all. */
function isTainted(source: Drawable): boolean {
  if (source instanceof ImageData) return false
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  try {
    context?.drawImage(source, 0, 0, 1, 1)
    context?.getImageData(0, 0, 1, 1)
    return false
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'SecurityError'
  }
}
