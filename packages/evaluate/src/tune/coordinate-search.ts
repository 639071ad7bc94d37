import { createRandom, type PipelineConstants } from '@locavore/core'
import type { Dimension } from './search-space.js'

export interface SearchOptions {
  readonly start: PipelineConstants
  readonly dimensions: readonly Dimension[]
  /** What is to be as large as can be. */
  readonly judge: (constants: PipelineConstants) => number
  /** Settings tried at most, the start not counted. */
  readonly trials: number
  readonly seed: number
  readonly onTrial?: (trial: number) => void
}

export interface Found {
  readonly constants: PipelineConstants
  readonly value: number
  readonly trials: number
}

/**
 * One setting after another, in an order drawn by the seed: steps to the next value as long as that is better, then turns to
 * the next setting; again and again until a whole round finds nothing, or the trials are used up. Settings of a score are few
 * and hardly depend on each other, which is where this does as well as a search at random with far fewer trials.
 */
export function coordinateSearch({ start, dimensions, judge, trials, seed, onTrial }: SearchOptions): Found {
  const random = createRandom(seed)
  let best: Found = { constants: start, value: judge(start), trials: 0 }
  let tried = 0
  const better = (constants: PipelineConstants): boolean => {
    if (tried >= trials) return false
    tried += 1
    const value = judge(constants)
    onTrial?.(tried)
    if (!(value > best.value)) return false
    best = { ...best, constants, value }
    return true
  }
  for (let improved = true; improved && tried < trials; ) {
    improved = false
    const order = dimensions.map((dimension) => ({ dimension, key: random() })).sort((a, b) => a.key - b.key)
    for (const { dimension } of order) improved = alongOne(dimension, () => best.constants, better) || improved
  }
  return { ...best, trials: tried }
}

/** Up, and if that was of no use, down. */
function alongOne(
  { name, values }: Dimension,
  present: () => PipelineConstants,
  better: (constants: PipelineConstants) => boolean,
): boolean {
  const step = (by: 1 | -1): boolean => {
    const next = values[values.indexOf(present()[name]) + by]
    return next !== undefined && better({ ...present(), [name]: next })
  }
  for (const by of [1, -1] as const) {
    if (!step(by)) continue
    while (step(by));
    return true
  }
  return false
}
