/** Each token's word, kept in bytes, and its place in the text: `[tokens][columns]`, a multiple of 4. */
export function embed(
  ids: usize,
  tokens: i32,
  columns: i32,
  words: usize,
  step: f32,
  zero: f32,
  places: usize,
  out: usize,
): void {
  for (let token = 0; token < tokens; token += 1) {
    let word = words + <usize>(load<i32>(ids + 4 * <usize>token) * columns)
    const end = word + <usize>columns
    for (; word < end; word += 4) {
      const bytes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(word)))
      const value = f32x4.mul(f32x4.sub(f32x4.convert_i32x4_s(bytes), f32x4.splat(zero)), f32x4.splat(step))
      v128.store(out, f32x4.add(value, v128.load(places)))
      places += 16
      out += 16
    }
  }
}
