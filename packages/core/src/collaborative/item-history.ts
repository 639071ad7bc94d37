import { type WeightedEvidence, weighEvidence } from '../profile/decay.js'
import type { Profile } from '../profile/profile.js'

/** A person's events on items of the artefacts, as arrays; all are `[events]`. */
export interface ItemHistory {
  /** Item indexes. */
  readonly items: Int32Array
  /** After decay. Negative for refusals. */
  readonly weights: Float64Array
  /** What each event counts for in the session, before decay; 0 for all that are not part of it. */
  readonly sessionWeights: Float64Array
  /** Whether there is a session beside the lasting taste. */
  readonly hasSession: boolean
  /** The same events, for explanations. */
  readonly evidence: readonly WeightedEvidence[]
}

export interface LikedHistoryOptions {
  /** Likes after which an older like counts half; null: never. */
  readonly halfLifeEvents: number | null
  readonly sessionLength: number
  readonly sessionNeedsMoreThan: number
  /** Item indexes that were refused, and what a refusal weighs. They neither age nor decay, and join no session. */
  readonly disliked?: Int32Array
  readonly dislikeWeight?: number
}

/** The history of someone of whom only likes, oldest first, and dislikes are known: w_k = 2^(-(m - k) / half-life). */
export function likedHistory(liked: Int32Array, options: LikedHistoryOptions): ItemHistory {
  const {
    halfLifeEvents,
    sessionLength,
    sessionNeedsMoreThan,
    disliked = new Int32Array(0),
    dislikeWeight = 0,
  } = options
  const likes = liked.length
  const items = new Int32Array(likes + disliked.length)
  items.set(liked)
  items.set(disliked, likes)
  const weights = new Float64Array(items.length).fill(-dislikeWeight)
  const sessionWeights = new Float64Array(items.length)
  const evidence = Array.from(items, (item, k): WeightedEvidence => {
    const age = k < likes ? likes - 1 - k : 0
    if (k < likes) {
      weights[k] = halfLifeEvents === null ? 1 : 2 ** (-age / halfLifeEvents)
      sessionWeights[k] = age < sessionLength ? 1 : 0
    }
    const kind =
      k < likes ? ({ type: 'like', weight: 1 } as const) : ({ type: 'dislike', weight: -dislikeWeight } as const)
    const clock = Math.min(k + 1, likes)
    return { sequence: k + 1, itemId: String(item), ...kind, clock, age, currentWeight: weights[k] as number }
  })
  return { items, weights, sessionWeights, hasSession: likes > sessionNeedsMoreThan, evidence }
}

export type ProfileHistoryOptions = Pick<
  LikedHistoryOptions,
  'halfLifeEvents' | 'sessionLength' | 'sessionNeedsMoreThan'
>

/**
 * The history of a profile, of events of every type: weights decayed by the profile's clock, the session what lies within
 * the last `sessionLength` likes. Evidence on items the artefacts do not know is left out.
 * @param indexOf index of an item in the artefacts.
 */
export function profileHistory(
  profile: Profile,
  indexOf: (itemId: string) => number | undefined,
  { halfLifeEvents, sessionLength, sessionNeedsMoreThan }: ProfileHistoryOptions,
): ItemHistory {
  const evidence = weighEvidence(profile, halfLifeEvents ?? Infinity).filter(
    ({ itemId }) => indexOf(itemId) !== undefined,
  )
  return {
    items: Int32Array.from(evidence, ({ itemId }) => indexOf(itemId) ?? -1),
    weights: Float64Array.from(evidence, ({ currentWeight }) => currentWeight),
    sessionWeights: Float64Array.from(evidence, ({ weight, age }) => (age < sessionLength ? Math.max(0, weight) : 0)),
    hasSession: evidence.some(({ weight, age }) => weight > 0 && age >= sessionNeedsMoreThan),
    evidence,
  }
}
