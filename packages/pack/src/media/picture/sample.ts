import { CHANNELS, type Pixels } from './pixels.js'

export interface Size {
  readonly width: number
  readonly height: number
}

/** For each new pixel of a side: which pixels it is made of, and how much of each. */
type Taps = readonly { readonly from: Int32Array; readonly weights: Float32Array }[]

/**
 * Linear interpolation in float32, in Skia's order.
 *
 * @param source what `picture` is a halved form of: sizes are measured on it
 * @returns `[height, width, 4]`, 0..1
 */
export function sampleLinear(picture: Pixels, source: Size, size: Size): Float32Array {
  return sample(picture, source, size, [-0.5, 0.5], (share) => [fround(1 - share), share])
}

/** The same by the cubic filter with B and C of a third. Source: Mitchell and Netravali 1988. */
export function sampleCubic(picture: Pixels, source: Size, size: Size): Float32Array {
  return sample(picture, source, size, [-1.5, -0.5, 0.5, 1.5], mitchell)
}

/** Values 0..1 as bytes, halves to the even one. */
export function toBytes(values: Float32Array, { width, height }: Size): Pixels {
  const data = new Uint8Array(values.length)
  for (let at = 0; at < data.length; at += 1) {
    const value = Math.max(0, Math.min(255, fround((values[at] as number) * 255)))
    const floor = Math.floor(value)
    const above = value - floor
    data[at] = above > 0.5 || (above === 0.5 && floor & 1) ? floor + 1 : floor
  }
  return { width, height, data }
}

const { fround } = Math

function mitchell(share: number): readonly number[] {
  const at = (distance: number) => {
    const t = Math.abs(distance)
    if (t < 1) return (7 * t ** 3 - 12 * t ** 2 + 16 / 3) / 6
    return t < 2 ? ((-7 / 3) * t ** 3 + 12 * t ** 2 - 20 * t + 32 / 3) / 6 : 0
  }
  return [share + 1, share, 1 - share, 2 - share].map((distance) => fround(at(distance)))
}

function sample(
  { width, height, data }: Pixels,
  source: Size,
  size: Size,
  steps: readonly number[],
  weigh: (share: number) => readonly number[],
): Float32Array {
  const columns = tapsOf(width, source.width, size.width, steps, weigh)
  const rows = tapsOf(height, source.height, size.height, steps, weigh)
  const out = new Float32Array(size.width * size.height * CHANNELS)
  const colours = Float32Array.from({ length: 256 }, (_, byte) => byte * fround(1 / 255))
  let at = 0
  for (const row of rows) {
    for (const column of columns) {
      for (let j = 0; j < steps.length; j += 1) {
        for (let i = 0; i < steps.length; i += 1) {
          const weight = fround((column.weights[i] as number) * (row.weights[j] as number))
          const from = ((row.from[j] as number) * width + (column.from[i] as number)) * CHANNELS
          // Assigned after each step, as float32: a fused multiply and add.
          for (let channel = 0; channel < CHANNELS; channel += 1) {
            const value = colours[data[from + channel] as number] as number
            out[at + channel] = weight * value + (out[at + channel] as number)
          }
        }
      }
      at += CHANNELS
    }
  }
  return out
}

function tapsOf(
  side: number,
  from: number,
  to: number,
  steps: readonly number[],
  weigh: (share: number) => readonly number[],
): Taps {
  const scale = fround(fround(side / from) * fround(1 / fround(to / from)))
  return Array.from({ length: to }, (_, index) => {
    const middle = fround((index + 0.5) * scale)
    const beyond = fround(middle + 0.5)
    const places = steps.map((step) => Math.max(0, Math.min(side - 1, Math.floor(fround(middle + step)))))
    const weights = weigh(fround(beyond - Math.floor(beyond)))
    return { from: Int32Array.from(places), weights: Float32Array.from(weights) }
  })
}
