import type { TextTower } from '../model-manifest.js'

/**
 * One vector per text out of one per token. Padding counts for nothing.
 *
 * @param states `[texts, tokens, width]`, as the model gave it.
 * @param lengths Tokens of each text without padding; each at least 1.
 * @returns `[texts, width]`
 */
export function poolRows(
  states: Float32Array,
  lengths: readonly number[],
  tokens: number,
  pooling: NonNullable<TextTower['pooling']>,
): Float32Array {
  const width = states.length / (lengths.length * tokens)
  const pooled = new Float32Array(lengths.length * width)
  lengths.forEach((length, row) => {
    const last = Math.min(length, tokens)
    const from = pooling === 'last' ? last - 1 : 0
    const to = pooling === 'first' ? 1 : last
    for (let token = from; token < to; token++) {
      const start = (row * tokens + token) * width
      for (let at = 0; at < width; at++) {
        pooled[row * width + at] = (pooled[row * width + at] ?? 0) + (states[start + at] ?? 0) / (to - from)
      }
    }
  })
  return pooled
}
