// biome-ignore lint/style/useImportType: the language has no imports of types alone.
import { Layer } from './layer'

const BYTES: i32 = 0
const POSITIVE: i32 = 1

/** Sums of eight channels of five pixels to the layer's output: scaled, shifted, added to, cut off below 0, rounded. */
export function finish(
  layer: Layer,
  pixel: i32,
  channel: i32,
  a0: v128,
  a1: v128,
  b0: v128,
  b1: v128,
  c0: v128,
  c1: v128,
  d0: v128,
  d1: v128,
  e0: v128,
  e1: v128,
): void {
  const factors = layer.factors + 4 * <usize>channel
  const low = v128.load(factors)
  const high = v128.load(factors, 16)
  settle(layer, pixel, channel, scaled(a0, low), scaled(a1, high))
  settle(layer, pixel + 1, channel, scaled(b0, low), scaled(b1, high))
  settle(layer, pixel + 2, channel, scaled(c0, low), scaled(c1, high))
  settle(layer, pixel + 3, channel, scaled(d0, low), scaled(d1, high))
  settle(layer, pixel + 4, channel, scaled(e0, low), scaled(e1, high))
}

// @inline
function scaled(sums: v128, factors: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(sums), factors)
}

// @inline
function settle(layer: Layer, pixel: i32, channel: i32, first: v128, second: v128): void {
  const at: usize = 4 * pixel
  const offsets = layer.offsets + 4 * <usize>channel
  if (layer.ranges !== 0) {
    const step = v128.load32_splat(layer.ranges + 2 * at)
    const least = v128.load32_splat(layer.ranges + 2 * at, 4)
    const sums = layer.sums + 4 * <usize>channel
    first = f32x4.add(f32x4.mul(first, step), f32x4.mul(v128.load(sums), least))
    second = f32x4.add(f32x4.mul(second, step), f32x4.mul(v128.load(sums, 16), least))
  }
  first = f32x4.add(first, v128.load(offsets))
  second = f32x4.add(second, v128.load(offsets, 16))
  if (layer.addend !== 0) {
    const place = <usize>load<u32>(layer.addendPlaces + at) + <usize>channel
    const factor = layer.addendFactor
    if (factor === 0) {
      first = f32x4.add(first, v128.load(layer.addend + 4 * place))
      second = f32x4.add(second, v128.load(layer.addend + 4 * place, 16))
    } else {
      const bytes = v128.load8x8_u(layer.addend + place)
      const scale = f32x4.splat(factor)
      first = f32x4.add(first, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(bytes)), scale))
      second = f32x4.add(second, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(bytes)), scale))
    }
  }
  write(layer, <usize>load<u32>(layer.places + at) + <usize>channel, first, second)
}

// @inline
function write(layer: Layer, place: usize, first: v128, second: v128): void {
  if (layer.kind === BYTES) {
    const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(first))
    const words = i16x8.narrow_i32x4_s(low, i32x4.trunc_sat_f32x4_s(f32x4.nearest(second)))
    const bounded = i16x8.min_s(i16x8.max_s(words, i16x8.splat(0)), i16x8.splat(127))
    v128.store64_lane(layer.output + place, i8x16.narrow_i16x8_u(bounded, bounded), 0)
    return
  }
  if (layer.kind === POSITIVE) {
    first = f32x4.pmax(f32x4.splat(0), first)
    second = f32x4.pmax(f32x4.splat(0), second)
  }
  v128.store(layer.output + 4 * place, first)
  v128.store(layer.output + 4 * place, second, 16)
}
