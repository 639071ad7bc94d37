import type { Interaction, InteractionType } from '../types.js'

/**
 * How strongly each type of interaction speaks for (or against) an item. A like is the unit. Chosen after Hu, Koren and
 * Volinsky (ICDM 2008, confidence grows with effort) and, for dislikes and skips, our own runs on MovieLens.
 */
export const INTERACTION_WEIGHTS: Readonly<Record<InteractionType, number>> = {
  purchase: 2,
  save: 2,
  share: 1.5,
  like: 1,
  /** At half a minute; less for less, nothing under `SHORTEST_DWELL`. */
  dwell: 0.5,
  /** At the whole of it; less for less. */
  play: 0.5,
  view: 0.1,
  /** Counted, but being shown something says nothing about liking it. */
  impression: 0,
  /** Kept in the log; a later profile may learn from the words. */
  search: 0,
  skip: -0.05,
  hide: -0.25,
  dislike: -0.5,
}

/** Milliseconds of looking that count in full. */
export const FULL_DWELL = 30_000
/** Milliseconds under which looking is no evidence (Yi et al., RecSys 2014: short dwell is bouncing off). */
export const SHORTEST_DWELL = 3_000

/** What an interaction weighs when it is new, before decay: positive speaks for its item, negative against it. */
export function interactionWeight({ type, value = 0 }: Pick<Interaction, 'type' | 'value'>): number {
  const weight = INTERACTION_WEIGHTS[type]
  if (type === 'dwell') return value < SHORTEST_DWELL ? 0 : weight * Math.min(value / FULL_DWELL, 1)
  if (type === 'play') return weight * Math.min(Math.max(value, 0), 1)
  return weight
}

/** Says that the person has decided for this item: it is not recommended again, though search still finds it. */
export function isChoice(type: InteractionType): boolean {
  return type === 'like' || type === 'save' || type === 'purchase'
}

/** Says that the person does not want to see this item: it is in no list. */
export function isRefusal(type: InteractionType): boolean {
  return type === 'dislike' || type === 'hide'
}
