import type { MemoryViews } from '../memory/kernel-functions.js'

/** See assembly/retrieval/multiply.ts: the same four lanes, so the same sums. */
export function multiply(
  { float32, float64 }: MemoryViews,
  rows: number,
  columns: number,
  matrix: number,
  vector: number,
  out: number,
): void {
  const values = vector / 8
  for (let row = 0; row < rows; row += 1) {
    const start = matrix / 4 + row * columns
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let at = 0; at < columns; at += 4) {
      a += (float32[start + at] as number) * (float64[values + at] as number)
      b += (float32[start + at + 1] as number) * (float64[values + at + 1] as number)
      c += (float32[start + at + 2] as number) * (float64[values + at + 2] as number)
      d += (float32[start + at + 3] as number) * (float64[values + at + 3] as number)
    }
    float32[out / 4 + row] = a + c + (b + d)
  }
}
