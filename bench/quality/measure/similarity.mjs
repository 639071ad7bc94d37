/** Vectors are unit `Float32Array`s of one length, so the dot product is their cosine. */
export function dot(a, b) {
  let sum = 0
  for (let d = 0; d < a.length; d += 1) sum += a[d] * b[d]
  return sum
}

/** `sum` brought to unit length; several texts for one thing become one vector. */
export function meanVector(vectors) {
  const sum = new Float32Array(vectors[0].length)
  for (const vector of vectors) for (let d = 0; d < sum.length; d += 1) sum[d] += vector[d]
  const length = Math.sqrt(dot(sum, sum)) || 1
  return sum.map((value) => value / length)
}

/** Index of the largest; of equal ones the first. */
export function bestOf(scores) {
  let best = 0
  for (let index = 1; index < scores.length; index += 1) if (scores[index] > scores[best]) best = index
  return best
}
