// AssemblyScript, compiled by scripts/build-wasm.mjs. No allocation: the host lays the memory out and passes addresses.

/**
 * out[row] = sum(codes[row] * levels) * (scales[row] * step), for `count` rows.
 * @param stride bytes from one row of int8 codes to the next: dimensions, padded with zeros to a multiple of 16
 * @param levels address of the int16 query, padded with zeros to `stride` numbers
 * The caller has chosen levels so small that no sum leaves int32.
 */
export function scan(
  count: i32,
  stride: usize,
  levels: usize,
  codes: usize,
  scales: usize,
  out: usize,
  step: f64,
): void {
  for (let row = 0; row < count; row += 1) {
    // Two sums, so that one multiplication need not wait for the other.
    let low = i32x4.splat(0)
    let high = i32x4.splat(0)
    for (let at: usize = 0; at < stride; at += 16) {
      const sixteen = v128.load(codes + at)
      low = i32x4.add(low, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(sixteen), v128.load(levels + 2 * at)))
      high = i32x4.add(high, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(sixteen), v128.load(levels + 2 * at, 16)))
    }
    const sum = i32x4.add(low, high)
    const total =
      i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
    store<f32>(out, f32(f64(total) * (f64(load<f32>(scales)) * step)))
    codes += stride
    scales += 4
    out += 4
  }
}
