/**
 * Bytes of pixels to numbers of 16 bits, four to a pixel, the fourth 0.
 * @param step bytes from one pixel to the next: 3 or 4
 * @param levels i16 `[3][256]`: what each byte of each colour becomes
 * @param out address of the first pixel; rows are `outStride` bytes apart
 */
export function widen(
  pixels: usize,
  step: usize,
  width: i32,
  height: i32,
  levels: usize,
  out: usize,
  outStride: usize,
): void {
  for (let y = 0; y < height; y += 1) {
    let to = out
    for (let x = 0; x < width; x += 1) {
      store<i16>(to, load<i16>(levels + 2 * <usize>load<u8>(pixels)))
      store<i16>(to, load<i16>(levels + 2 * <usize>load<u8>(pixels, 1), 512), 2)
      store<i16>(to, load<i16>(levels + 2 * <usize>load<u8>(pixels, 2), 1024), 4)
      pixels += step
      to += 8
    }
    out += outStride
  }
}
