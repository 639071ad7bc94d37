import { ROTATION_ROUNDS } from './memory/frame.js'

/** The largest power of two not above the dimensions: how many numbers one round of the rotation mixes. */
export function rotationSpan(dimensions: number): number {
  return 2 ** Math.floor(Math.log2(dimensions))
}

/**
 * The random signs of a rotation, each divided by the root of the span, so that a round keeps lengths. Always the same for
 * the same dimensions: stored signs of rows stay comparable. The generator is splitmix32.
 */
export function rotationSigns(dimensions: number): Float32Array {
  const span = rotationSpan(dimensions)
  const signs = new Float32Array(ROTATION_ROUNDS * span)
  let state = dimensions
  for (let k = 0; k < signs.length; k += 1) {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    mixed ^= mixed >>> 15
    signs[k] = (mixed & 1 ? 1 : -1) / Math.sqrt(span)
  }
  return signs
}

/** Multiplies by signs, then the Walsh-Hadamard transform, in place. Each stage rounds as the vector kernel's does. */
export function transform(values: Float32Array, signs: Float32Array): void {
  const span = values.length
  for (let k = 0; k < span; k += 1) values[k] = (values[k] as number) * (signs[k] as number)
  for (let half = 1; half < span; half *= 2)
    for (let start = 0; start < span; start += 2 * half)
      for (let k = start; k < start + half; k += 1) {
        const [a, b] = [values[k] as number, values[k + half] as number]
        values[k] = a + b
        values[k + half] = a - b
      }
}
