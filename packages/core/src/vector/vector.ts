/** Plain vector arithmetic in float64. `a` and `b` are `[dimensions]`; lengths are the caller's promise. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dimensions = a.length
  let sum = 0
  for (let d = 0; d < dimensions; d += 1) sum += (a[d] as number) * (b[d] as number)
  return sum
}

export function norm(vector: ArrayLike<number>): number {
  return Math.sqrt(dot(vector, vector))
}

/** Brings `vector` to unit length in place. A zero vector stays zero. */
export function normalise(vector: Float32Array): Float32Array {
  const length = norm(vector)
  if (length > 0) for (let d = 0; d < vector.length; d += 1) vector[d] = (vector[d] as number) / length
  return vector
}

/** `a - b` as a new float32 vector. */
export function subtract(a: ArrayLike<number>, b: ArrayLike<number>): Float32Array {
  const difference = new Float32Array(a.length)
  for (let d = 0; d < difference.length; d += 1) difference[d] = (a[d] as number) - (b[d] as number)
  return difference
}

/** Adds `weight * vector` to `sum` in place. */
export function addScaled(sum: Float32Array | Float64Array, vector: ArrayLike<number>, weight: number): void {
  for (let d = 0; d < sum.length; d += 1) sum[d] = (sum[d] as number) + weight * (vector[d] as number)
}
