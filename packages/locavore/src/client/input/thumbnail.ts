import { LocavoreError } from '@locavore/core'
import type { PictureSource } from '@locavore/encoders'

/** Longest side of a kept picture, in pixels: enough for a feed, small enough for an export file. */
const MOST_PIXELS = 640
const QUALITY = 0.8

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
    const bitmap = await toBitmap(picture)
    try {
      return await toDataUrl(bitmap)
    } finally {
      bitmap.close()
    }
  } catch (error) {
    throw new LocavoreError(
      'invalid-picture',
      'The picture cannot be decoded; give a PNG, JPEG, WebP or AVIF.',
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
  return url.protocol === 'blob:' ? undefined : url.href
}

async function toBitmap(picture: PictureSource): Promise<ImageBitmap> {
  if (typeof picture !== 'string' && !(picture instanceof URL)) return createImageBitmap(picture)
  const image = new Image()
  image.src = String(picture)
  await image.decode()
  return createImageBitmap(image)
}

async function toDataUrl(bitmap: ImageBitmap): Promise<string> {
  const factor = Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * factor))
  canvas.height = Math.max(1, Math.round(bitmap.height * factor))
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no 2d canvas')
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  const webp = canvas.toDataURL('image/webp', QUALITY)
  if (webp.startsWith('data:image/webp')) return webp
  // Browsers without a WebP writer answer with PNG, which is large for photos; JPEG has no transparency to keep.
  context.globalCompositeOperation = 'destination-over'
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/jpeg', QUALITY)
}
