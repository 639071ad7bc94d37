/** Likes of an item at which its learnt factors count half against those its content leads to. */
export const HALF_LEARNT = 5

/**
 * Factors of an item that few people have met: between what its content leads to (`mapContent`) and what was learnt from
 * them, `n / (n + 5)` learnt. Writes to `out`, which may be either of the two.
 * @param likes people it was learnt from, 0 or more. All arrays are `[dimensions]`.
 */
export function blendNewItem(
  mapped: ArrayLike<number>,
  learnt: ArrayLike<number>,
  likes: number,
  out: Float32Array,
): void {
  const share = likes / (likes + HALF_LEARNT)
  for (let d = 0; d < out.length; d += 1) {
    out[d] = (1 - share) * (mapped[d] as number) + share * (learnt[d] as number)
  }
}
