import { LocavoreError } from '@locavore/core'
import type { PictureLimits, WirePicture } from '../shared/encoder-protocol.js'
import type { ImageTower } from '../shared/model-manifest.js'
import { cropFor } from '../shared/picture/pixels.js'
import { HEADER_BYTES, type PictureHeader, sniffPicture } from '../shared/picture/sniff-picture.js'
import { decodeReduced, reductionOf } from './decode-reduced.js'
import { createGate } from './gate.js'

/** Tells the page that this is a drawing, which workers cannot turn into pixels. */
export class DrawingFound {
  readonly file: Blob
  constructor(file: Blob) {
    this.file = file
  }
}

type Size = Pick<ImageTower, 'width' | 'height'>

export function pictureTooLarge(what: string, limit: string): LocavoreError {
  return new LocavoreError(
    'picture-too-large',
    `The picture has ${what}; the limit is ${limit}. Make it smaller first.`,
  )
}

export function checkFileSize(bytes: number, limits: PictureLimits): void {
  if (bytes > limits.bytes) throw pictureTooLarge(`${bytes} bytes`, `${limits.bytes} bytes`)
}

export function checkPixels({ width, height }: Size, limits: PictureLimits): void {
  if (width * height > limits.pixels) throw pictureTooLarge(`${width} x ${height} pixels`, `${limits.pixels} pixels`)
}

function invalid(reason: string, cause?: unknown): LocavoreError {
  return new LocavoreError('invalid-picture', `The picture cannot be decoded: ${reason}.`, {}, cause)
}

/** A decoder holds every pixel of a file at once, 4 bytes each: together no more of them than two photos of a phone have. */
const decoding = createGate(24_000_000)
const PIXELS_OF_UNKNOWN = 12_000_000

/** A file that was fetched or handed over. What is at hand is not put into a Blob and read out of it again. */
export interface PictureFile {
  readonly size: number
  readonly blob: () => Blob
  /** No more of its beginning than `most` bytes. */
  readonly bytes: (most: number) => Promise<Uint8Array<ArrayBuffer>>
}

export const handedOver = (blob: Blob): PictureFile => ({
  size: blob.size,
  blob: () => blob,
  bytes: async (most) => new Uint8Array(await blob.slice(0, most).arrayBuffer()),
})

export const fetched = (bytes: Uint8Array<ArrayBuffer>, type: string): PictureFile => ({
  size: bytes.length,
  blob: () => new Blob([bytes], { type }),
  bytes: async (most) => bytes.subarray(0, most),
})

/**
 * Looks at the header before a decoder sees the file: a small file can unpack to gigabytes.
 *
 * @param start Its beginning, `HEADER_BYTES` at most.
 */
function checkHeader(file: PictureFile, start: Uint8Array, limits: PictureLimits): PictureHeader {
  const header = sniffPicture(start)
  if (header === undefined) {
    throw new LocavoreError(
      'unsupported-media',
      'The file is no picture that browsers decode: expected PNG, JPEG, GIF, WebP, BMP, AVIF or SVG.',
    )
  }
  if (header.format === 'svg') throw new DrawingFound(file.blob())
  if (header.width === undefined || header.height === undefined) {
    if (header.format !== 'avif') throw invalid(`its ${header.format} header ends too early`)
    return header
  }
  if (header.width < 1 || header.height < 1) throw invalid('its header gives a side of 0 pixels')
  checkPixels({ width: header.width, height: header.height }, limits)
  return header
}

async function decodeFile(file: PictureFile, tower: ImageTower, limits: PictureLimits): Promise<ImageBitmap> {
  checkFileSize(file.size, limits)
  if (file.size === 0) throw invalid('the file is empty')
  const start = await file.bytes(HEADER_BYTES)
  const header = checkHeader(file, start, limits)
  const { width, height } = header
  const pixels = width === undefined || height === undefined ? undefined : width * height
  // The decoder itself makes it small: never more than a few rows of a large photo are held at full size.
  const small = { resizeWidth: tower.width, resizeHeight: tower.height, resizeQuality: 'high' } as const
  const options = {
    imageOrientation: 'from-image',
    ...(pixels !== undefined && tower.fit === 'stretch' ? small : {}),
  } as const
  const reduction = reductionOf(header, start, tower)
  if (pixels !== undefined && reduction > 1) {
    const bytes = start.length < file.size ? await file.bytes(file.size) : start
    const decode = () => decodeReduced(bytes, header, reduction, options)
    const bitmap = await decoding.pass(pixels / reduction ** 2, decode).catch(() => undefined)
    if (bitmap !== undefined) return bitmap
  }
  let bitmap: ImageBitmap
  try {
    bitmap = await decoding.pass(pixels ?? PIXELS_OF_UNKNOWN, () => createImageBitmap(file.blob(), options))
  } catch (thrown) {
    throw invalid('it is broken, or of a kind this browser cannot read', thrown)
  }
  // AVIF hides its size in more ways than the header check reads; then the decoder tells it.
  if (pixels === undefined) checkPixels(bitmap, limits)
  return bitmap
}

async function toBitmap(
  picture: WirePicture,
  file: PictureFile | undefined,
  tower: ImageTower,
  limits: PictureLimits,
): Promise<ImageBitmap> {
  if (file !== undefined) return decodeFile(file, tower, limits)
  if (picture.kind === 'bitmap' && picture.bitmap instanceof ImageBitmap) return picture.bitmap
  throw new LocavoreError('internal', 'A picture reached the worker in a form it does not know.')
}

/**
 * Pixels at the size of the tower, upright, on the tower's background: `width * height` RGBA bytes.
 *
 * @param file The picture's file, when it has one; else its bitmap is used, and closed.
 * @throws LocavoreError `invalid-picture`, `picture-too-large`, `unsupported-media`; `DrawingFound`
 */
export async function decodePicture(
  picture: WirePicture,
  file: PictureFile | undefined,
  tower: ImageTower,
  limits: PictureLimits,
): Promise<Uint8ClampedArray> {
  let bitmap = await toBitmap(picture, file, tower, limits)
  try {
    const { x, y, width, height } = cropFor(bitmap, tower)
    if (bitmap.width !== tower.width || bitmap.height !== tower.height) {
      const options = { resizeWidth: tower.width, resizeHeight: tower.height, resizeQuality: 'high' } as const
      const crop = [
        Math.round(x),
        Math.round(y),
        Math.max(1, Math.round(width)),
        Math.max(1, Math.round(height)),
      ] as const
      const small = await createImageBitmap(bitmap, ...crop, options)
      bitmap.close()
      bitmap = small
    }
    return composePixels(bitmap, tower)
  } finally {
    bitmap.close()
  }
}

let canvas: OffscreenCanvas | undefined

function composePixels(bitmap: ImageBitmap, tower: ImageTower): Uint8ClampedArray {
  if (canvas === undefined || canvas.width !== tower.width || canvas.height !== tower.height) {
    canvas = new OffscreenCanvas(tower.width, tower.height)
  }
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new LocavoreError('encoder-unavailable', 'This browser has no 2D canvas in workers.')
  context.fillStyle = `rgb(${tower.background.join(' ')})`
  context.fillRect(0, 0, tower.width, tower.height)
  context.drawImage(bitmap, 0, 0)
  return context.getImageData(0, 0, tower.width, tower.height).data
}
