/** Odd constants that spread neighbouring numbers over all bits. */
const SPREAD = 0x9e3779b1
const MIX = 0x85ebca6b

/**
 * Adds a vector to a shorter one so that, in expectation, inner products stay as they are: every dimension goes to one place
 * with one sign, both by hashing (Weinberger et al., ICML 2009). With no more dimensions than places each keeps its own.
 * @param vector `[dimensions]` @param out `[places]`
 */
export function addSketch(vector: ArrayLike<number>, scale: number, out: Float32Array): void {
  const places = out.length
  for (let d = 0; d < vector.length; d += 1) {
    const value = scale * (vector[d] as number)
    if (vector.length <= places) {
      out[d] = (out[d] as number) + value
      continue
    }
    const hash = hashOf(d)
    const place = (hash >>> 1) % places
    out[place] = (out[place] as number) + (hash & 1 ? value : -value)
  }
}

function hashOf(number: number): number {
  const spread = Math.imul(number + 1, SPREAD)
  const mixed = Math.imul(spread ^ (spread >>> 15), MIX)
  return (mixed ^ (mixed >>> 13)) >>> 0
}
