import { LocavoreError } from '@locavore/core'
import type { PictureSource } from '@locavore/encoders'

/** Longest side of a kept picture, in pixels: enough for a feed, small enough for an export file. */
const MOST_PIXELS = 640
const QUALITY = 0.8
/** Characters up to which a picture given as a `data:` address is kept as it is. */
const LONGEST_KEPT_DATA = 200_000

/** Addresses that can be shown again after a reload, and do nothing else: neither `blob:` nor `javascript:`. */
const KEPT_PROTOCOLS = ['https:', 'http:', 'data:']

/**
 * The address under which an item's picture can be shown again after a reload. An address of the site stays as it is; a
 * picture that only the page holds (a dropped file, a canvas, a `blob:` address) becomes a small `data:` picture, which
 * is stored and exported with the item.
 * @throws LocavoreError `invalid-picture`
 */
export async function lastingAddress(picture: PictureSource): Promise<string> {
  const address = siteAddress(picture)
  if (address !== undefined) return address
  try {
    return toDataUrl(await decode(picture))
  } catch (error) {
    throw new LocavoreError(
      'invalid-picture',
      'The picture cannot be decoded; give a PNG, JPEG, WebP, AVIF or SVG.',
      {},
      error,
    )
  }
}

function siteAddress(picture: PictureSource): string | undefined {
  let given: string | undefined
  if (typeof picture === 'string') given = picture
  else if (picture instanceof URL) given = picture.href
  else if (typeof HTMLImageElement !== 'undefined' && picture instanceof HTMLImageElement) {
    given = picture.currentSrc || picture.src
  }
  if (given === undefined || given === '') return undefined
  const url = new URL(given, document.baseURI)
  if (!KEPT_PROTOCOLS.includes(url.protocol)) return undefined
  return url.protocol === 'data:' && url.href.length > LONGEST_KEPT_DATA ? undefined : url.href
}

type Drawable = ImageBitmap | HTMLImageElement

async function decode(picture: PictureSource): Promise<Drawable> {
  if (typeof picture === 'string' || picture instanceof URL) return loadImage(String(picture))
  if (!(picture instanceof Blob && picture.type.startsWith('image/svg'))) return createImageBitmap(picture)
  // Bitmaps are not made of drawings, but an image element shows them, and runs none of their scripts.
  const address = URL.createObjectURL(picture)
  try {
    return await loadImage(address)
  } finally {
    URL.revokeObjectURL(address)
  }
}

async function loadImage(address: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = address
  await image.decode()
  return image
}

/** A picture of at most 640 pixels a side. Closes a bitmap. */
export function toDataUrl(picture: Drawable): string {
  const isElement = picture instanceof HTMLImageElement
  // A drawing may have no size of its own, and is taken as a square.
  const width = (isElement ? picture.naturalWidth : picture.width) || MOST_PIXELS
  const height = (isElement ? picture.naturalHeight : picture.height) || MOST_PIXELS
  const factor = Math.min(1, MOST_PIXELS / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * factor))
  canvas.height = Math.max(1, Math.round(height * factor))
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no 2d canvas')
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  if (!isElement) picture.close()
  const webp = canvas.toDataURL('image/webp', QUALITY)
  if (webp.startsWith('data:image/webp')) return webp
  // Browsers without a WebP writer answer with PNG, which is large for photos; JPEG has no transparency to keep.
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/jpeg', QUALITY)
}
