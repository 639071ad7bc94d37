import { finish } from './finish'
// biome-ignore lint/style/useImportType: the language has no imports of types alone.
import { Layer } from './layer'

/** Output pixels at a time: with 8 channels each, their sums are as many as registers hold. */
const TILE: i32 = 5

/** sums + weights . values, in each of four lanes: four products of 8 bits, or two of 16. */
// @inline
function multiply<T>(weights: v128, values: v128, sums: v128): v128 {
  if (sizeof<T>() === 1) return i32x4.relaxed_dot_i8x16_i7x16_add_s(weights, values, sums)
  return i32x4.add(sums, i32x4.dot_i16x8_s(weights, values))
}

/** Values of 0 to 127 in one byte each, weights of -128 to 127. */
export function convolve(layer: Layer): void {
  sweep<i8>(layer)
}

/** Values and weights in two bytes each. */
export function convolveWide(layer: Layer): void {
  sweep<i16>(layer)
}

// @inline
function sweep<T>(layer: Layer): void {
  const blockBytes = <usize>(8 * layer.rows * layer.rowBytes)
  let weights = layer.weights
  for (let channel = 0; channel < layer.channels; channel += 8) {
    for (let pixel = 0; pixel < layer.pixels; pixel += TILE) tile<T>(layer, weights, pixel, channel)
    weights += blockBytes
  }
}

/** Eight channels of five pixels. A row of a window lies in one piece, and its weights in the same order. */
// @inline
function tile<T>(layer: Layer, weights: usize, pixel: i32, channel: i32): void {
  const windows = layer.windows + 4 * <usize>pixel
  let a = layer.input + <usize>load<u32>(windows, 0)
  let b = layer.input + <usize>load<u32>(windows, 4)
  let c = layer.input + <usize>load<u32>(windows, 8)
  let d = layer.input + <usize>load<u32>(windows, 12)
  let e = layer.input + <usize>load<u32>(windows, 16)
  let a0 = i32x4.splat(0),
    a1 = i32x4.splat(0),
    b0 = i32x4.splat(0),
    b1 = i32x4.splat(0),
    c0 = i32x4.splat(0)
  let c1 = i32x4.splat(0),
    d0 = i32x4.splat(0),
    d1 = i32x4.splat(0),
    e0 = i32x4.splat(0),
    e1 = i32x4.splat(0)
  const skip = layer.stride - layer.rowBytes
  for (let row = layer.rows; row > 0; row -= 1) {
    const end = a + layer.rowBytes
    while (a < end) {
      const low = v128.load(weights)
      const high = v128.load(weights, 16)
      let value = v128.load32_splat(a)
      a0 = multiply<T>(low, value, a0)
      a1 = multiply<T>(high, value, a1)
      value = v128.load32_splat(b)
      b0 = multiply<T>(low, value, b0)
      b1 = multiply<T>(high, value, b1)
      value = v128.load32_splat(c)
      c0 = multiply<T>(low, value, c0)
      c1 = multiply<T>(high, value, c1)
      value = v128.load32_splat(d)
      d0 = multiply<T>(low, value, d0)
      d1 = multiply<T>(high, value, d1)
      value = v128.load32_splat(e)
      e0 = multiply<T>(low, value, e0)
      e1 = multiply<T>(high, value, e1)
      weights += 32
      a += 4
      b += 4
      c += 4
      d += 4
      e += 4
    }
    a += skip
    b += skip
    c += skip
    d += skip
    e += skip
  }
  finish(layer, pixel, channel, a0, a1, b0, b1, c0, c1, d0, d1, e0, e1)
}
