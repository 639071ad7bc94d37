import { ItemFactors } from '@locavore/core'

/** One scale per column; rows that are not published are zeros. */
export function roundFactors(factors: Float64Array, published: Uint32Array, dimensions: number) {
  const scales = new Float64Array(dimensions)
  const codes = new Int8Array(factors.length)
  published.forEach((count, row) => {
    if (count === 0) return
    for (let d = 0; d < dimensions; d += 1) {
      scales[d] = Math.max(scales[d] as number, Math.abs(factors[row * dimensions + d] as number) / 127)
    }
  })
  // The scales are shipped as float32: rounded before they are used, both sides multiply by the same.
  const rounded = scales.map((scale) => Math.fround(scale))
  published.forEach((count, row) => {
    if (count === 0) return
    for (let d = 0; d < dimensions; d += 1) {
      const scale = rounded[d] as number
      if (scale > 0)
        codes[row * dimensions + d] = Math.max(
          -127,
          Math.min(127, Math.round((factors[row * dimensions + d] as number) / scale)),
        )
    }
  })
  const model = new ItemFactors({ dimensions, values: codes, scales: Float32Array.from(rounded) })
  return { codes, scales: rounded, model }
}
