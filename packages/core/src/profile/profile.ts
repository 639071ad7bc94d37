import { LocavoreError } from '../errors.js'
import { INTERACTION_TYPES, type Interaction, type InteractionType } from '../types.js'
import { INTERACTION_WEIGHTS, interactionWeight, isChoice, isRefusal } from './interaction-weights.js'

/** One interaction that says something about taste. */
export interface Evidence {
  readonly sequence: number
  readonly itemId: string
  readonly type: InteractionType
  /** Before decay; positive speaks for the item, negative against it. Never 0. */
  readonly weight: number
}

/**
 * What is known about the person: a pure fold of the log, and nothing else. Two logs with the same interactions give the
 * same profile to the bit; forgetting is folding the log without what is forgotten.
 */
export interface Profile {
  /** Interactions folded so far. */
  readonly interactions: number
  /** Sequence number of the last one; 0 for none. */
  readonly lastSequence: number
  /**
   * Oldest first. One entry per item and type: of two, the stronger counts, and of two equals the later. A choice (like, save,
   * purchase) or share takes away what was held against its item before, and a refusal (dislike, hide) what was held for it.
   */
  readonly evidence: readonly Evidence[]
  /** How often each item was shown, by item id. */
  readonly impressions: ReadonlyMap<string, number>
}

interface Draft {
  interactions: number
  lastSequence: number
  /** By item and type; a map keeps its insertion order, which is the order of the evidence. */
  readonly evidence: Map<string, Evidence>
  readonly impressions: Map<string, number>
}

export function emptyProfile(): Profile {
  return { interactions: 0, lastSequence: 0, evidence: [], impressions: new Map() }
}

/** The profile after one more interaction; `profile` stays as it is. @throws `invalid-argument` out of order. */
export function foldInteraction(profile: Profile, interaction: Interaction): Profile {
  return foldInteractions(profile, [interaction])
}

/** The profile after these interactions, in the order of their sequence numbers. @throws `invalid-argument` out of order. */
export function foldInteractions(profile: Profile, interactions: readonly Interaction[]): Profile {
  const evidence = new Map(profile.evidence.map((entry) => [evidenceKey(entry.itemId, entry.type), entry]))
  const draft: Draft = { ...profile, evidence, impressions: new Map(profile.impressions) }
  for (const interaction of interactions) fold(draft, interaction)
  return { ...draft, evidence: [...evidence.values()] }
}

/** The profile of a whole log, oldest first. */
export function replay(log: readonly Interaction[]): Profile {
  return foldInteractions(emptyProfile(), log)
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

function fold(draft: Draft, interaction: Interaction): void {
  const { sequence, type, itemId } = interaction
  if (!(sequence > draft.lastSequence)) {
    throw new LocavoreError(
      'invalid-argument',
      `The interaction ${sequence} was folded after ${draft.lastSequence}; a log is folded once, oldest first.`,
    )
  }
  draft.interactions += 1
  draft.lastSequence = sequence
  if (itemId === undefined) return
  if (type === 'impression') draft.impressions.set(itemId, (draft.impressions.get(itemId) ?? 0) + 1)
  const weight = interactionWeight(interaction)
  if (weight === 0) return
  const older = draft.evidence.get(evidenceKey(itemId, type))
  if (older !== undefined && Math.abs(older.weight) > Math.abs(weight)) return
  for (const candidate of INTERACTION_TYPES) {
    if (overrules(type, candidate)) draft.evidence.delete(evidenceKey(itemId, candidate))
  }
  draft.evidence.set(evidenceKey(itemId, type), { sequence, itemId, type, weight })
}

/** Whether an interaction of type `newer` makes older evidence of type `older` on the same item void. */
function overrules(newer: InteractionType, older: InteractionType): boolean {
  if (newer === older) return true
  if (isRefusal(newer)) return INTERACTION_WEIGHTS[older] > 0
  return (isChoice(newer) || newer === 'share') && INTERACTION_WEIGHTS[older] < 0
}

function evidenceKey(itemId: string, type: InteractionType): string {
  return `${type} ${itemId}`
}
