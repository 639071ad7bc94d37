/**
 * out[row] = sum(matrix[row] * vector) for float32 rows, summed in float64 in four lanes that the TypeScript kernel repeats.
 * @param columns padded with zeros to a multiple of 4
 * @param vector address of the vector in float64
 */
export function multiply(rows: i32, columns: i32, matrix: usize, vector: usize, out: usize): void {
  for (let row = 0; row < rows; row += 1) {
    let low = f64x2.splat(0)
    let high = f64x2.splat(0)
    for (let at: usize = 0; at < 4 * <usize>columns; at += 16) {
      const four = v128.load(matrix + at)
      const upper = v128.shuffle<f32>(four, four, 2, 3, 2, 3)
      low = f64x2.add(low, f64x2.mul(f64x2.promote_low_f32x4(four), v128.load(vector + 2 * at)))
      high = f64x2.add(high, f64x2.mul(f64x2.promote_low_f32x4(upper), v128.load(vector + 2 * at, 16)))
    }
    const sum = f64x2.add(low, high)
    store<f32>(out, f32(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)))
    matrix += 4 * <usize>columns
    out += 4
  }
}
