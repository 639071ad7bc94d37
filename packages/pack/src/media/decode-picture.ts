import { LocavoreError } from '@locavore/core'
import { cropFor, HEADER_BYTES, type ImageTower, sniffPicture } from '@locavore/encoders/towers'
import sharp, { type Sharp } from 'sharp'
import { reasonOf } from '../failure.js'
import { type Pixels, shrink } from './shrink.js'

/** As in a browser: more than this is refused before it is unpacked. */
const MOST_PIXELS = 40_000_000
/** Drawings are drawn this many times larger than the model looks, as in a browser. */
const OVERSAMPLING = 4
/** What sharp takes for one pixel per unit of a drawing. */
const PLAIN_DENSITY = 72

// One picture at a time is decoded while the model runs; sharp's own threads would take the cores from it.
sharp.concurrency(1)
sharp.cache(false)

/**
 * A picture at the size of the tower: upright by its EXIF orientation, in sRGB, on the tower's background.
 *
 * @throws LocavoreError `invalid-picture`, `picture-too-large`, `unsupported-media`
 */
export async function decodePicture(file: Uint8Array, tower: ImageTower): Promise<Pixels> {
  const header = sniffPicture(file.subarray(0, HEADER_BYTES))
  if (header === undefined) {
    throw new LocavoreError(
      'unsupported-media',
      'the file is no picture that browsers decode: expected PNG, JPEG, GIF, WebP, BMP, AVIF or SVG',
    )
  }
  if ((header.width ?? 0) * (header.height ?? 0) > MOST_PIXELS) throw tooLarge()
  try {
    const upright = await (header.format === 'svg' ? drawing(file, tower) : photograph(file))
    const [red, green, blue] = tower.background
    const { data, info } = await upright
      .flatten({ background: { r: red, g: green, b: blue } })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return shrink(crop({ width: info.width, height: info.height, data }, tower), tower.width, tower.height)
  } catch (thrown) {
    if (/pixel limit/i.test(reasonOf(thrown))) throw tooLarge()
    throw new LocavoreError('invalid-picture', `the picture cannot be decoded: ${reasonOf(thrown)}`, {}, thrown)
  }
}

function photograph(file: Uint8Array): Sharp {
  return sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' }).rotate()
}

async function drawing(file: Uint8Array, tower: ImageTower): Promise<Sharp> {
  const { width, height } = await sharp(file).metadata()
  const longest = Math.max(tower.width, tower.height) * OVERSAMPLING
  const scale = longest / Math.max(width, height)
  // Between 1 and what the library takes; what is left is done by a resize.
  const density = Math.max(1, Math.min(10_000, PLAIN_DENSITY * scale))
  return sharp(file, { density, limitInputPixels: MOST_PIXELS }).resize(
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
    { fit: 'fill' },
  )
}

function crop(picture: Pixels, tower: ImageTower): Pixels {
  const part = cropFor(picture, tower)
  const [left, top] = [Math.round(part.x), Math.round(part.y)]
  const width = Math.min(picture.width - left, Math.max(1, Math.round(part.width)))
  const height = Math.min(picture.height - top, Math.max(1, Math.round(part.height)))
  if (width === picture.width && height === picture.height) return picture
  const data = new Uint8Array(width * height * 3)
  for (let row = 0; row < height; row += 1) {
    const start = ((top + row) * picture.width + left) * 3
    data.set(picture.data.subarray(start, start + width * 3), row * width * 3)
  }
  return { width, height, data }
}

function tooLarge(): LocavoreError {
  return new LocavoreError('picture-too-large', `the picture has more than ${MOST_PIXELS} pixels`)
}
