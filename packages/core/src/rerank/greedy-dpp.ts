/** A determinantal point process over `count` things, L = diag(quality) S diag(quality). */
export interface DppInput {
  readonly count: number
  /** Positive. */
  readonly quality: (index: number) => number
  /** Similarity of one thing to others: symmetric, 1 with itself. Asked once for each thing that is chosen. */
  readonly similarTo: (chosen: number) => (other: number) => number
}

/** What is left of a thing's volume once everything like it has been chosen; below this it adds nothing new. */
const SMALLEST_VOLUME = 1e-6

/**
 * Greedy MAP inference by incremental Cholesky (Chen, Zhang and Zhou, NeurIPS 2018, algorithm 1): repeatedly the thing
 * that adds most volume, that is, the best of what is least like those already chosen. Stops early when nothing adds any.
 */
export function greedyDpp({ count, quality, similarTo }: DppInput, limit: number): number[] {
  const qualities = Float64Array.from({ length: count }, (_, index) => quality(index))
  const volumes = qualities.map((value) => value * value)
  const factors: Float64Array[] = []
  const chosen: number[] = []
  while (chosen.length < Math.min(limit, count)) {
    const best = largest(volumes)
    const volume = volumes[best] as number
    if (!(volume > SMALLEST_VOLUME)) break
    chosen.push(best)
    volumes[best] = -Infinity
    const similarity = similarTo(best)
    const factor = new Float64Array(count)
    for (let index = 0; index < count; index += 1) {
      if (volumes[index] === -Infinity) continue
      let projected = (qualities[best] as number) * similarity(index) * (qualities[index] as number)
      for (const earlier of factors) projected -= (earlier[best] as number) * (earlier[index] as number)
      factor[index] = projected / Math.sqrt(volume)
      volumes[index] = (volumes[index] as number) - (factor[index] as number) ** 2
    }
    factors.push(factor)
  }
  return chosen
}

function largest(values: Float64Array): number {
  let best = 0
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] as number) > (values[best] as number)) best = index
  }
  return best
}
