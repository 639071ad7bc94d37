import type { Fold, Pack } from '../pack/read-pack.js'

/** Whom to score for, and with what. */
export interface ScoreRequest {
  readonly pack: Pack
  readonly fold: Fold
  /** Liked items that reach the scorer, oldest first. */
  readonly liked: Int32Array
  /** Only methods that use them look at these. */
  readonly disliked: Int32Array
  /** Items that may appear, ascending. */
  readonly candidates: Int32Array
}

export interface Method {
  /** As it stands in the results. */
  readonly name: string
  /** In a few words, for tables and documentation. */
  readonly about: string
  /** Scores of the candidates; undefined if the fold lacks what the method needs. */
  score(request: ScoreRequest): Float64Array | undefined
}
