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

/** Parts of a like that the clock counts in: a power of two, so that sums of steps are exact in any order. */
const STEPS_PER_LIKE = 1_024

/**
 * How far evidence moves the clock: a like by 1, a view by a tenth, so that looking around does not wash lasting taste
 * away; evidence against something not at all.
 */
export function clockStep(weight: number): number {
  return Math.round(Math.min(1, Math.max(0, weight)) * STEPS_PER_LIKE) / STEPS_PER_LIKE
}

/** What is left of the weight of an entry, `2^(-age / halfLife)`. */
export function decayAt(age: number, halfLife: number): number {
  return 2 ** (-age / halfLife)
}

/**
 * Decays evidence by what came after it. With likes alone the age of the k-th of m is m - k; a view ages the rest by
 * only a tenth of a like. Refusals and skips age nothing, nor does doing the same again.
 */
export function weighEvidence(profile: Profile, halfLife: number = HALF_LIFE): readonly WeightedEvidence[] {
  const known = weighed.get(profile)
  if (known?.halfLife === halfLife) return known.evidence
  const evidence = profile.evidence.map((entry) => {
    const age = profile.clock - entry.clock
    return weighedEntry(entry, age, entry.weight * decayAt(age, halfLife))
  })
  weighed.set(profile, { halfLife, evidence })
  return evidence
}

/** Most entries have nothing optional: one written out takes a fifth of the memory of one that is spread. */
function weighedEntry(entry: Evidence, age: number, currentWeight: number): WeightedEvidence {
  const { sequence, itemId, type, weight, clock, listId, position, context, domain } = entry
  const plain = listId === undefined && position === undefined && context === undefined && domain === undefined
  return plain ? { sequence, itemId, type, weight, clock, age, currentWeight } : { ...entry, age, currentWeight }
}

/** A profile never changes, and every part of a list asks for its weights. */
const weighed = new WeakMap<Profile, { readonly halfLife: number; readonly evidence: readonly WeightedEvidence[] }>()

/** What each interaction that still counts weighs today, by sequence number. */
export function currentWeights(profile: Profile): Map<number, number> {
  return new Map(weighEvidence(profile).map(({ sequence, currentWeight }) => [sequence, currentWeight]))
}
