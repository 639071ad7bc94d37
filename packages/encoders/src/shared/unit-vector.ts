/** Cosine of two vectors of equal length; 0 when one of them has no direction. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0
  let squareA = 0
  let squareB = 0
  for (let index = 0; index < a.length; index++) {
    const left = a[index] ?? 0
    const right = b[index] ?? 0
    dot += left * right
    squareA += left * left
    squareB += right * right
  }
  const scale = Math.sqrt(squareA * squareB)
  return scale > 0 ? dot / scale : 0
}

/**
 * A copy of length 1, or `undefined` where a device has answered with nothing usable: a number that is not finite, or a
 * vector of length 0. Never returned as if it were an embedding.
 */
export function toUnitVector(raw: ArrayLike<number>): Float32Array | undefined {
  let square = 0
  for (let index = 0; index < raw.length; index++) square += (raw[index] ?? 0) ** 2
  if (!Number.isFinite(square) || square < 1e-12) return undefined
  const scale = 1 / Math.sqrt(square)
  const unit = new Float32Array(raw.length)
  for (let index = 0; index < raw.length; index++) unit[index] = (raw[index] ?? 0) * scale
  return unit
}
