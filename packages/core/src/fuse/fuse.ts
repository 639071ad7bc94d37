import { earlyFusion } from './early.js'
import { gatedFusion } from './gate.js'
import { lateFusion } from './late.js'
import type { Fused, FusionInput } from './media.js'
import { reciprocalRankFusion, voteFusion } from './ranked.js'

/**
 * Ways to make one score of several media. `late` is the default; `gate` where people care about one medium; `rrf` and `vote`
 * for scores that cannot be compared; `early` where one vector per item is wanted. What wins where stands in
 * docs/ranking.md.
 */
export const FUSION_METHODS = ['late', 'early', 'rrf', 'vote', 'gate'] as const

export type FusionMethod = (typeof FUSION_METHODS)[number]

const FUSIONS: Readonly<Record<FusionMethod, (input: FusionInput) => Fused>> = {
  late: lateFusion,
  early: earlyFusion,
  rrf: reciprocalRankFusion,
  vote: voteFusion,
  gate: (input) => gatedFusion(input),
}

/** Scores the candidates by what a person liked, and tells what each medium gave to each score. */
export function fuse(method: FusionMethod, input: FusionInput): Fused {
  return FUSIONS[method](input)
}
