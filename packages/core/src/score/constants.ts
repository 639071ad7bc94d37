import { HALF_LIFE } from '../profile/decay.js'
import type { ModalityWeights } from '../similarity/fused-similarity.js'

/** The numbers of the default score. Where they were measured stands beside each; see DESIGN.md, "Score". */
export interface ScoreConstants {
  /** Positive evidence, in likes, after which older evidence counts half (MovieLens: +3.9% NDCG@10 over none). */
  readonly halfLife: number
  /** Share of the last few likes in the personal part (MovieLens: +3.4% on top of decay). */
  readonly sessionShare: number
  /** How much positive evidence, in likes, is the session. With no more than this in all, there is no session part. */
  readonly sessionLength: number
  /** k of the fading popularity k / (k + N), N the decayed evidence: a new person starts with what others like. */
  readonly popularityFade: number
  /** Weight of what was searched for before, once it amounts to a like. */
  readonly wordsShare: number
  /** Largest size of what ties in the metadata add; 0 leaves them out. One like of a tied item gives up to half of it. */
  readonly relationShare: number
  /** Weight of the words the person steers with, at full strength: what is said counts for more than what is guessed. */
  readonly steeringShare: number
  /** What an item gains that has all of an attribute the person asked for at full strength, in standard deviations of a score. */
  readonly settingShare: number
  /**
   * Weight of likes in another catalogue, by content, while there are none here (MovieLens in two: 0.1 is never worse than popularity
   * alone, 0.25 is; where content tells tastes, up to 1 does better); fades as popularity does, `elsewhereFade / (that + N)`. */
  readonly elsewhereShare: number
  readonly elsewhereFade: number
  /** Weight of freshness; 0 leaves it out. News and feeds may want 0.1. */
  readonly freshness: number
  /** Milliseconds after which an item is half as fresh. */
  readonly freshnessHalfLife: number
  readonly modalityWeights: ModalityWeights
  /** Pieces of evidence that reach the score, the weightiest first. */
  readonly historyLimit: number
}

export const SCORE_CONSTANTS: ScoreConstants = {
  halfLife: HALF_LIFE,
  sessionShare: 0.2,
  sessionLength: 5,
  popularityFade: 3,
  wordsShare: 0.3,
  relationShare: 1,
  steeringShare: 1.5,
  settingShare: 1.5,
  elsewhereShare: 0.1,
  elsewhereFade: 10,
  freshness: 0,
  freshnessHalfLife: 7 * 24 * 3_600_000,
  modalityWeights: {},
  historyLimit: 200,
}
