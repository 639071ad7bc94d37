import type { Evidence, Profile } from './profile.js'

/** Positive evidence, in likes, after which older evidence counts half. Events, not days: days only measure absence. */
export const HALF_LIFE = 50

/** An entry of the profile with what it weighs now. */
export interface WeightedEvidence extends Evidence {
  /** Positive evidence that came later, each entry counting at most 1: 0 for the newest. */
  readonly age: number
  /** `weight * 2^(-age / HALF_LIFE)`. */
  readonly currentWeight: number
}

/**
 * Decays evidence by what came after it. With likes alone the age of the k-th of m is m - k; a view ages the rest by
 * only a tenth of a like, so that looking around does not wash lasting taste away. Refusals and skips age nothing.
 */
export function weighEvidence(profile: Profile, halfLife: number = HALF_LIFE): WeightedEvidence[] {
  const weighted: WeightedEvidence[] = []
  let age = 0
  for (const entry of [...profile.evidence].reverse()) {
    weighted.push({ ...entry, age, currentWeight: entry.weight * 2 ** (-age / halfLife) })
    age += Math.min(1, Math.max(0, entry.weight))
  }
  return weighted.reverse()
}

/** What each interaction that still counts weighs today, by sequence number. */
export function currentWeights(profile: Profile): Map<number, number> {
  return new Map(weighEvidence(profile).map(({ sequence, currentWeight }) => [sequence, currentWeight]))
}
