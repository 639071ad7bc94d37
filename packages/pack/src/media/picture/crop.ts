import type { Pixels } from './pixels.js'

export interface Part {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A part of a picture, at whole pixels, as browsers take it. */
export function cropPixels(picture: Pixels, part: Part): Pixels {
  const [left, top] = [Math.round(part.x), Math.round(part.y)]
  const width = Math.min(picture.width - left, Math.max(1, Math.round(part.width)))
  const height = Math.min(picture.height - top, Math.max(1, Math.round(part.height)))
  if (width === picture.width && height === picture.height) return picture
  const data = new Uint8Array(width * height * 4)
  for (let row = 0; row < height; row += 1) {
    const start = ((top + row) * picture.width + left) * 4
    data.set(picture.data.subarray(start, start + width * 4), row * width * 4)
  }
  return { width, height, data }
}
