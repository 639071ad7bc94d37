import { halve } from './halve.js'
import type { Pixels } from './pixels.js'
import { sampleCubic, sampleLinear, toBytes } from './sample.js'

/** Sharper than the middle between two sizes would be: Skia's bias. */
const SHARPER = 0.5

/**
 * A picture at another size as Chromium's `createImageBitmap` makes it with `resizeQuality: 'high'`. Another filter, though no
 * worse, would give other vectors than visitors get: models in whole numbers answer to the last bit. Source: Skia's
 * `SkMipmap` (halved pictures) and `SkRasterPipeline` (how they are read), whose order of operations is kept.
 *
 * Smaller on any side: between the two halved pictures that are nearest in size, each read by linear interpolation, as the
 * geometric mean of both scales lies. Larger: by the cubic filter of Mitchell and Netravali.
 */
export function shrink(source: Pixels, width: number, height: number): Pixels {
  if (source.width === width && source.height === height) return source
  const size = { width, height }
  if (width >= source.width && height >= source.height) return toBytes(sampleCubic(source, source, size), size)
  const level = levelOf(source, size)
  let lower = source
  for (let step = 1; step <= level; step += 1) lower = halve(lower)
  const values = sampleLinear(lower, source, size)
  const share = Math.fround(level - Math.floor(level))
  if (share > 0 && lower.width + lower.height > 2) blend(values, sampleLinear(halve(lower), source, size), share)
  return toBytes(values, size)
}

/** How often the picture would be halved; parts of one lie between two sizes. */
function levelOf(source: Pixels, { width, height }: { readonly width: number; readonly height: number }): number {
  const { fround } = Math
  const scale = fround(Math.sqrt(fround(fround(width / source.width) * fround(height / source.height))))
  return Math.max(0, fround(-fround(Math.log2(scale)) - SHARPER))
}

/** In place: `share` of the other. */
function blend(values: Float32Array, other: Float32Array, share: number): void {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number
    values[at] = value + Math.fround((other[at] as number) - value) * share
  }
}
