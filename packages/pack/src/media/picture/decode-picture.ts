import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LocavoreError } from '@locavore/core'
import { cropFor, HEADER_BYTES, type ImageTower, jpegReduction, sniffPicture } from '@locavore/encoders/towers'
import sharp, { type Sharp } from 'sharp'
import { reasonOf } from '../../failure.js'
import { cropPixels } from './crop.js'
import type { Pixels } from './pixels.js'
import { shrink } from './shrink.js'

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
 * A picture at the size of the tower, opaque: upright by its EXIF orientation, in sRGB, on the tower's background.
 *
 * @throws LocavoreError `invalid-picture`, `picture-too-large`, `unsupported-media`
 */
export async function decodePicture(file: Uint8Array, tower: ImageTower): Promise<Pixels> {
  const start = file.subarray(0, HEADER_BYTES)
  const header = sniffPicture(start)
  if (header === undefined) {
    throw new LocavoreError(
      'unsupported-media',
      'the file is no picture that browsers decode: expected PNG, JPEG, GIF, WebP, BMP, AVIF or SVG',
    )
  }
  if ((header.width ?? 0) * (header.height ?? 0) > MOST_PIXELS) throw tooLarge()
  try {
    const reduction = jpegReduction(header, start, tower)
    if (reduction > 1) return await reduced(file, reduction, tower)
    return await seenBy(tower, await (header.format === 'svg' ? drawing(file, tower) : photograph(file)))
  } catch (thrown) {
    if (/pixel limit/i.test(reasonOf(thrown))) throw tooLarge()
    throw new LocavoreError('invalid-picture', `the picture cannot be decoded: ${reasonOf(thrown)}`, {}, thrown)
  }
}

async function seenBy(tower: ImageTower, upright: Sharp): Promise<Pixels> {
  const { data, info } = await upright.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  multiplyByAlpha(data)
  const whole = { width: info.width, height: info.height, data }
  const shown = cropPixels(whole, cropFor(whole, tower))
  return onBackground(shrink(shown, tower.width, tower.height), tower.background)
}

/** Decoded at a fraction of the size, as a browser does it: only in the name of a file can the decoder be asked for that. */
async function reduced(file: Uint8Array, reduction: number, tower: ImageTower): Promise<Pixels> {
  const folder = await mkdtemp(join(tmpdir(), 'locavore-picture-'))
  try {
    const path = join(folder, 'picture.jpg')
    await writeFile(path, file, { mode: 0o600 })
    return await seenBy(tower, sharp(`${path}[shrink=${reduction}]`, { failOn: 'truncated' }))
  } finally {
    await rm(folder, { recursive: true, force: true })
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

/** In place, rounded as Skia does. */
function multiplyByAlpha(data: Uint8Array): void {
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] as number
    if (alpha === 255) continue
    for (let channel = 0; channel < 3; channel += 1) {
      const product = (data[at + channel] as number) * alpha + 128
      data[at + channel] = (product + (product >> 8)) >> 8
    }
  }
}

/** As a canvas draws one picture over another. */
function onBackground({ width, height, data }: Pixels, background: ImageTower['background']): Pixels {
  const out = new Uint8Array(data)
  for (let at = 0; at < out.length; at += 4) {
    const alpha = out[at + 3] as number
    if (alpha === 255) continue
    for (let channel = 0; channel < 3; channel += 1) {
      const behind = ((background[channel] as number) * (256 - alpha)) >> 8
      out[at + channel] = Math.min(255, (out[at + channel] as number) + behind)
    }
    out[at + 3] = 255
  }
  return { width, height, data: out }
}

function tooLarge(): LocavoreError {
  return new LocavoreError('picture-too-large', `the picture has more than ${MOST_PIXELS} pixels`)
}
