/** `[rows, columns]` to the means of its columns, then their maxima. @param columns a multiple of 4 */
export function pool(input: usize, rows: i32, columns: i32, out: usize): void {
  const rowBytes: usize = 4 * columns
  const share = f32x4.splat(1 / <f32>rows)
  for (let at: usize = 0; at < rowBytes; at += 16) {
    let from = input + at
    let sum = f32x4.splat(0)
    let most = v128.load(from)
    for (let row = 0; row < rows; row += 1) {
      const four = v128.load(from)
      sum = f32x4.add(sum, four)
      most = f32x4.pmax(most, four)
      from += rowBytes
    }
    v128.store(out + at, f32x4.mul(sum, share))
    v128.store(out + rowBytes + at, most)
  }
}

/** out[row] = matrix[row] . vector + offsets[row], in f32. @param columns a multiple of 8 */
export function affine(vector: usize, matrix: usize, offsets: usize, rows: i32, columns: i32, out: usize): void {
  const rowBytes: usize = 4 * columns
  for (let row = 0; row < rows; row += 1) {
    let low = f32x4.splat(0)
    let high = f32x4.splat(0)
    for (let at: usize = 0; at < rowBytes; at += 32) {
      low = f32x4.add(low, f32x4.mul(v128.load(matrix + at), v128.load(vector + at)))
      high = f32x4.add(high, f32x4.mul(v128.load(matrix + at, 16), v128.load(vector + at, 16)))
    }
    const sum = f32x4.add(low, high)
    const halves = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1))
    store<f32>(out, f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1) + load<f32>(offsets))
    matrix += rowBytes
    offsets += 4
    out += 4
  }
}
