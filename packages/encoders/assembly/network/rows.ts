/** Rows of numbers to rows of bytes of 0 to 127, each row in its own range: value = byte * step + least. */
export function round(input: usize, rows: i32, columns: i32, out: usize, ranges: usize): void {
  const rowBytes: usize = 4 * columns
  for (let row = 0; row < rows; row += 1) {
    let least = v128.load(input)
    let most = least
    for (let at: usize = 16; at < rowBytes; at += 16) {
      const four = v128.load(input + at)
      least = f32x4.pmin(least, four)
      most = f32x4.pmax(most, four)
    }
    const low = lowest(least)
    const step = max<f32>(-lowest(f32x4.neg(most)) - low, 1e-12) / 127
    const scale = f32x4.splat(1 / step)
    const shift = f32x4.splat(low)
    for (let at: usize = 0; at < rowBytes; at += 32) {
      const first = f32x4.nearest(f32x4.mul(f32x4.sub(v128.load(input + at), shift), scale))
      const second = f32x4.nearest(f32x4.mul(f32x4.sub(v128.load(input + at, 16), shift), scale))
      const words = i16x8.narrow_i32x4_s(i32x4.trunc_sat_f32x4_s(first), i32x4.trunc_sat_f32x4_s(second))
      const bounded = i16x8.min_s(i16x8.max_s(words, i16x8.splat(0)), i16x8.splat(127))
      v128.store64_lane(out + (at >> 2), i8x16.narrow_i16x8_u(bounded, bounded), 0)
    }
    store<f32>(ranges, step)
    store<f32>(ranges, low, 4)
    input += rowBytes
    out += columns
    ranges += 8
  }
}

// @inline
function lowest(four: v128): f32 {
  const two = f32x4.pmin(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1))
  return min<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1))
}

// @inline
function total(four: v128): f32 {
  const two = f32x4.add(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1))
  return f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1)
}

/** Each row to mean 0 and deviation 1, then times `factors` plus `offsets`. @param columns a multiple of 4 */
export function normalise(input: usize, rows: i32, columns: i32, factors: usize, offsets: usize, out: usize): void {
  const rowBytes: usize = 4 * columns
  for (let row = 0; row < rows; row += 1) {
    let sum = f32x4.splat(0)
    for (let at: usize = 0; at < rowBytes; at += 16) sum = f32x4.add(sum, v128.load(input + at))
    const mean = f32x4.splat(total(sum) / <f32>columns)
    let squares = f32x4.splat(0)
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const four = f32x4.sub(v128.load(input + at), mean)
      squares = f32x4.add(squares, f32x4.mul(four, four))
    }
    const scale = f32x4.splat(1 / sqrt<f32>(total(squares) / <f32>columns + EPSILON))
    for (let at: usize = 0; at < rowBytes; at += 16) {
      const four = f32x4.mul(f32x4.sub(v128.load(input + at), mean), scale)
      v128.store(out + at, f32x4.add(f32x4.mul(four, v128.load(factors + at)), v128.load(offsets + at)))
    }
    input += rowBytes
    out += rowBytes
  }
}

/** As torch's LayerNorm has it. */
const EPSILON: f32 = 1e-5

/** The mean of rows. @param columns a multiple of 4 */
export function average(input: usize, rows: i32, columns: i32, out: usize): void {
  const rowBytes: usize = 4 * columns
  const share = f32x4.splat(1 / <f32>rows)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    let from = input + at
    let sum = f32x4.splat(0)
    for (let row = 0; row < rows; row += 1) {
      sum = f32x4.add(sum, v128.load(from))
      from += rowBytes
    }
    v128.store(out + at, f32x4.mul(sum, share))
  }
}
