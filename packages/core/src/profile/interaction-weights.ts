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
  /** When looked at for as long as the item takes; less for less, nothing under `SHORTEST_DWELL`. */
  dwell: 0.5,
  /** At the whole of it; less for less, and less for what is over at once. */
  play: 0.5,
  view: 0.1,
  /** Counted with its place in the list, but being shown something says nothing about liking it. */
  impression: 0,
  /** Of the words: half a like of what they mean. Of an item found by searching, nothing; opening it is a view. */
  search: 0.5,
  skip: -0.05,
  hide: -0.25,
  dislike: -0.5,
  /** At value 1; a value below 0 speaks against the item or the words. */
  steer: 1,
  /** Says how tastes are told apart, not what is liked. */
  taste: 0,
}

/** Milliseconds of looking that count in full where the length of the item is not known. */
export const FULL_DWELL = 30_000
/** Milliseconds under which looking is no evidence (Yi et al., RecSys 2014: short dwell is bouncing off). */
export const SHORTEST_DWELL = 3_000
/** Milliseconds of play at which playing to the end says half of what it says of something long. */
export const HALF_PLAY = 10_000

type Weighed = Pick<Interaction, 'type' | 'value' | 'length'>

/**
 * What an interaction weighs when it is new, before decay: positive speaks for its item or words, negative against.
 * Looking and playing are measured against the length of the item, so that long ones are not preferred for being long:
 * `dwell: 0.5 min(1, log(1 + t) / log(1 + length))` in seconds (Yi et al., RecSys 2014), and
 * `play: 0.5 fraction length / (length + HALF_PLAY)`: the end of five seconds comes by itself (Zhan et al., KDD 2022).
 */
export function interactionWeight({ type, value = 0, length }: Weighed): number {
  const weight = INTERACTION_WEIGHTS[type]
  if (type === 'steer') return weight * Math.min(Math.max(value, -1), 1)
  if (type === 'dwell') return value < SHORTEST_DWELL ? 0 : weight * dwellShare(value, length ?? FULL_DWELL)
  if (type !== 'play') return weight
  const sure = length === undefined ? 1 : length / (length + HALF_PLAY)
  return weight * Math.min(Math.max(value, 0), 1) * sure
}

function dwellShare(milliseconds: number, length: number): number {
  return Math.min(1, Math.log1p(milliseconds / 1_000) / Math.log1p(Math.max(length, SHORTEST_DWELL) / 1_000))
}

/** Says that the person has decided for this item: it is not recommended again, though search still finds it. */
export function isChoice(type: InteractionType): boolean {
  return type === 'like' || type === 'save' || type === 'purchase'
}

/** Says that the person does not want to see this item: it is in no list. */
export function isRefusal(type: InteractionType): boolean {
  return type === 'dislike' || type === 'hide'
}
