/** Persistence of a reader: about the first ten places matter. */
export const PERSISTENCE = 0.9

/**
 * Rank-biased overlap of two lists (Webber, Moffat and Zobel, TOIS 2010, eq. 32: extrapolated), in [0, 1]: how much two
 * rankings have in common at every depth, depth d weighing `persistence^d`. 1: the same list; 0: nothing in common.
 * @param persistence in (0, 1): the chance that a reader goes on to the next place.
 */
export function rankBiasedOverlap<Id>(
  left: readonly Id[],
  right: readonly Id[],
  persistence: number = PERSISTENCE,
): number {
  const [longer, shorter] = left.length >= right.length ? [left, right] : [right, left]
  if (longer.length === 0) return 1
  if (shorter.length === 0) return 0
  const overlaps = overlapByDepth(longer, shorter)
  const inShorter = overlaps[shorter.length - 1] as number
  const inLonger = overlaps[longer.length - 1] as number
  let sum = 0
  overlaps.forEach((overlap, k) => {
    const depth = k + 1
    const beyond = Math.max(0, depth - shorter.length)
    // Beyond the shorter list it is taken to go on agreeing as it did.
    const agreement = overlap / depth + (inShorter * beyond) / (shorter.length * depth)
    sum += agreement * persistence ** depth
  })
  const tail = ((inLonger - inShorter) / longer.length + inShorter / shorter.length) * persistence ** longer.length
  return ((1 - persistence) / persistence) * sum + tail
}

/** How many ids the first d places of both lists have in common, for every depth d of the longer. */
function overlapByDepth<Id>(longer: readonly Id[], shorter: readonly Id[]): number[] {
  const seen = new Set<Id>()
  let overlap = 0
  return longer.map((id, k) => {
    for (const found of k < shorter.length ? [id, shorter[k] as Id] : [id]) {
      if (seen.has(found)) overlap += 1
      seen.add(found)
    }
    return overlap
  })
}
