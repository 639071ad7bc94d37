import type { Interaction, InteractionType, SteerSetting, WordEmbedding } from '../types.js'
import type { Exposure, ListOutcome } from './fold/exposures.js'
import { ProfileDraft } from './fold/profile-draft.js'
import { isChoice, isRefusal } from './interaction-weights.js'
import type { TasteEdit } from './tastes/tastes.js'

/** One interaction that says something about taste. */
export interface Evidence {
  readonly sequence: number
  readonly itemId: string
  readonly type: InteractionType
  /** Before decay; positive speaks for the item, negative against it. Never 0. */
  readonly weight: number
  /** Reading of the profile's clock when it was folded, its own step included. */
  readonly clock: number
  /** The list that showed the item and the place in it: as recorded, or else the list that showed it last. */
  readonly listId?: string
  readonly position?: number
  /** `name:value` labels of the circumstances. */
  readonly context?: readonly string[]
  /** The other catalogue it happened in, if it was not this one. */
  readonly domain?: string
}

/** Words the person searched for or steered with. */
export interface WordEvidence {
  readonly sequence: number
  readonly words: string
  readonly type: 'search' | 'steer'
  /** "Like this, but ...": the item the words were said about. */
  readonly itemId?: string
  /** Before decay; negative: less of this. Never 0. */
  readonly weight: number
  readonly clock: number
  readonly embedding?: WordEmbedding
}

/** What counts more or less in every list because the person said so. */
export interface Setting extends SteerSetting {
  readonly sequence: number
  /** From -1 to 1, never 0. */
  readonly value: number
}

export type TasteEditEntry = TasteEdit & { readonly sequence: number }

/**
 * What is known about the person: a pure fold of the log, and nothing else. Two logs with the same interactions give the
 * same profile to the bit; forgetting is folding the log without what is forgotten.
 */
export interface Profile {
  /** The mode it is of; without one the usual one. Each mode is a profile of its own. */
  readonly mode?: string
  /** Interactions in the log so far, those of other modes among them. */
  readonly interactions: number
  /** How many of them each mode has, by name, in order of their first. */
  readonly modes: ReadonlyMap<string, number>
  /** Sequence number of the last one; 0 for none. */
  readonly lastSequence: number
  /** Positive evidence folded so far, in likes: what evidence ages by. */
  readonly clock: number
  /**
   * Oldest first. One entry per item and type: of two, the stronger counts, and of two equals the later. A choice (like, save,
   * purchase) or share takes away what was held against its item before, and a refusal (dislike, hide) what was held for it.
   */
  readonly evidence: readonly Evidence[]
  /** The last of each words and type, oldest first; at most `MOST_WORDS`. */
  readonly words: readonly WordEvidence[]
  /** The last of each modality and attribute value, oldest first; at most `MOST_SETTINGS`. */
  readonly settings: readonly Setting[]
  /** What the person changed about their tastes, oldest first; the last `MOST_EDITS`. */
  readonly edits: readonly TasteEditEntry[]
  /** How often each item was shown, by item id. */
  readonly impressions: ReadonlyMap<string, number>
  /** Where each item was shown, by item id. */
  readonly exposures: ReadonlyMap<string, Exposure>
  /** What came of each list, by list id, oldest first; the last `MOST_LISTS`. */
  readonly lists: ReadonlyMap<string, ListOutcome>
}

export function emptyProfile(mode?: string): Profile {
  return {
    ...(mode === undefined ? {} : { mode }),
    interactions: 0,
    modes: new Map(),
    lastSequence: 0,
    clock: 0,
    evidence: [],
    words: [],
    settings: [],
    edits: [],
    impressions: new Map(),
    exposures: new Map(),
    lists: new Map(),
  }
}

/** The profile after one more interaction; `profile` stays as it is. @throws `invalid-argument` out of order. */
export function foldInteraction(profile: Profile, interaction: Interaction): Profile {
  return foldInteractions(profile, [interaction])
}

/** The profile after these interactions, in the order of their sequence numbers. @throws `invalid-argument` out of order. */
export function foldInteractions(profile: Profile, interactions: readonly Interaction[]): Profile {
  const draft = new ProfileDraft(profile)
  for (const interaction of interactions) draft.fold(interaction)
  return draft.profile()
}

/** The profile of a whole log, oldest first, in one mode; without a name, in the usual one. */
export function replay(log: readonly Interaction[], mode?: string): Profile {
  return foldInteractions(emptyProfile(mode), log)
}

/** Items a person has chosen: never recommended again, found by search. */
export function chosenItems(profile: Profile): Set<string> {
  return itemsWhere(profile, isChoice)
}

/** Items a person has refused: in no list. */
export function refusedItems(profile: Profile): Set<string> {
  return itemsWhere(profile, isRefusal)
}

/** Items with evidence of a type, oldest first. */
export function itemsOfType(profile: Profile, type: InteractionType): string[] {
  return [...itemsWhere(profile, (candidate) => candidate === type)]
}

function itemsWhere(profile: Profile, matches: (type: InteractionType) => boolean): Set<string> {
  return new Set(profile.evidence.filter(({ type }) => matches(type)).map(({ itemId }) => itemId))
}
