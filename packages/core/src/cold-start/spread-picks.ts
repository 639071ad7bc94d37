import { greedyDpp } from '../rerank/greedy-dpp.js'
import { topK } from '../retrieve/top-k.js'

export interface SpreadPicksInput {
  /** `[items]`, any scale that grows with how well known an item is, such as log(1 + likes). */
  readonly popularity: ArrayLike<number>
  /** 1 where an item may be picked, `[items]`. */
  readonly allowed: Uint8Array
  /** Similarity of one item to others: symmetric, 1 with itself. */
  readonly similarTo: (item: number) => (other: number) => number
  /** Popular items the spread is chosen from (default `PICK_POOL`). */
  readonly pool?: number
  /**
   * How far popularity may outweigh spread: the most popular item of the pool counts e^force times the least (default 0:
   * being in the pool is enough). A like of what everybody likes tells little: on recorded people, force 1 asks what popularity
   * alone would ask, and learns as little.
   */
  readonly force?: number
}

/** Popular items the spread is chosen from. Known well enough to be answered, and not so many that answers become rare. */
export const PICK_POOL = 150

/**
 * Items to ask a new person about, best first: known to many, and spread wide over everything there is, so that answers
 * tell people apart. Greedy DPP over the most popular; then the rest by popularity.
 */
export function spreadPicks(input: SpreadPicksInput, limit: number): number[] {
  const { popularity, allowed, similarTo, pool: size = PICK_POOL, force = 0 } = input
  const byPopularity = topK(Float64Array.from(popularity), Math.max(size, limit), allowed)
  const pool = byPopularity.subarray(0, size)
  const lowest = popularity[pool.at(-1) ?? -1] ?? 0
  const range = (popularity[pool[0] ?? -1] ?? 0) - lowest
  const known = (k: number) => (range > 0 ? ((popularity[pool[k] as number] as number) - lowest) / range : 0)
  const picked = greedyDpp(
    {
      count: pool.length,
      quality: (k) => Math.exp((force * known(k)) / 2),
      similarTo: (chosen) => {
        const similarity = similarTo(pool[chosen] as number)
        return (other) => similarity(pool[other] as number)
      },
    },
    limit,
  )
  const spread = picked.map((k) => pool[k] as number)
  const chosen = new Set(spread)
  return [...spread, ...Array.from(byPopularity).filter((index) => !chosen.has(index))].slice(0, limit)
}
