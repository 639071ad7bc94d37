import { LocavoreError } from '../../errors.js'
import { INTERACTION_TYPES, type Interaction, type InteractionType } from '../../types.js'
import { clockStep } from '../decay.js'
import { interactionWeight, isChoice, isRefusal } from '../interaction-weights.js'
import type { Evidence, Profile, WordEvidence } from '../profile.js'
import { ExposureDraft } from './exposures.js'

/** Searches and steering by words that are kept. */
export const MOST_WORDS = 50

/** What one interaction changed in the evidence. */
export interface EvidenceChange {
  readonly removed: readonly Evidence[]
  readonly added: Evidence | undefined
}

const NO_CHANGE: EvidenceChange = { removed: [], added: undefined }

/** A profile that is being folded: every interaction costs the same, however long the log. */
export class ProfileDraft {
  #interactions: number
  #lastSequence: number
  #clock: number
  /** By item and type; a map keeps its insertion order, which is the order of the evidence. */
  readonly #evidence: Map<string, Evidence>
  readonly #words: Map<string, WordEvidence>
  readonly #impressions: Map<string, number>
  readonly #exposures: ExposureDraft

  /** Starts from a profile, which stays as it is. */
  constructor(profile: Profile) {
    this.#interactions = profile.interactions
    this.#lastSequence = profile.lastSequence
    this.#clock = profile.clock
    this.#evidence = new Map(profile.evidence.map((entry) => [evidenceKey(entry.itemId, entry.type), entry]))
    this.#words = new Map(profile.words.map((entry) => [wordsKey(entry.words, entry.type), entry]))
    this.#impressions = new Map(profile.impressions)
    this.#exposures = new ExposureDraft(profile.exposures, profile.lists)
  }

  get clock(): number {
    return this.#clock
  }

  /** @throws `invalid-argument` out of order; then nothing has changed. */
  fold(interaction: Interaction): EvidenceChange {
    const { sequence, type, itemId, query } = interaction
    if (!(sequence > this.#lastSequence)) {
      throw new LocavoreError(
        'invalid-argument',
        `The interaction ${sequence} was folded after ${this.#lastSequence}; a log is folded once, oldest first.`,
      )
    }
    this.#interactions += 1
    this.#lastSequence = sequence
    const weight = interactionWeight(interaction)
    if (query !== undefined && (type === 'search' || type === 'steer')) {
      if (weight !== 0) this.#keepWords({ sequence, words: query, type, weight, clock: this.#clock })
      return NO_CHANGE
    }
    if (itemId === undefined || type === 'search') return NO_CHANGE
    if (type === 'impression') {
      this.#impressions.set(itemId, (this.#impressions.get(itemId) ?? 0) + 1)
      this.#exposures.show(itemId, interaction)
    }
    return weight === 0 ? NO_CHANGE : this.#keepEvidence(itemId, interaction, weight)
  }

  /** A copy of what has been folded so far. */
  profile(): Profile {
    return {
      interactions: this.#interactions,
      lastSequence: this.#lastSequence,
      clock: this.#clock,
      evidence: [...this.#evidence.values()],
      words: [...this.#words.values()],
      impressions: new Map(this.#impressions),
      exposures: new Map(this.#exposures.exposures),
      lists: new Map(this.#exposures.lists),
    }
  }

  #keepEvidence(itemId: string, interaction: Interaction, weight: number): EvidenceChange {
    const { sequence, type, context } = interaction
    const shownBy = this.#exposures.attribute(itemId, interaction)
    this.#exposures.credit(shownBy.listId, weight)
    const same = this.#evidence.get(evidenceKey(itemId, type))
    if (same !== undefined && Math.abs(same.weight) > Math.abs(weight)) return NO_CHANGE
    const removed = this.#removeOverruled(itemId, type)
    // Doing the same again is no new evidence, so that it ages nothing else.
    this.#clock += Math.max(0, clockStep(weight) - clockStep(same?.weight ?? 0))
    const labels = context === undefined || context.length === 0 ? {} : { context }
    const added: Evidence = { sequence, itemId, type, weight, clock: this.#clock, ...shownBy, ...labels }
    this.#evidence.set(evidenceKey(itemId, type), added)
    return { removed, added }
  }

  #removeOverruled(itemId: string, type: InteractionType): Evidence[] {
    const removed: Evidence[] = []
    for (const candidate of INTERACTION_TYPES) {
      const key = evidenceKey(itemId, candidate)
      const older = this.#evidence.get(key)
      if (older === undefined || !overrules(type, older)) continue
      this.#evidence.delete(key)
      removed.push(older)
    }
    return removed
  }

  #keepWords(entry: WordEvidence): void {
    const key = wordsKey(entry.words, entry.type)
    this.#words.delete(key)
    this.#words.set(key, entry)
    if (this.#words.size <= MOST_WORDS) return
    for (const oldest of this.#words.keys()) {
      this.#words.delete(oldest)
      return
    }
  }
}

/** Whether an interaction makes older evidence on the same item void. */
function overrules(newer: InteractionType, older: Evidence): boolean {
  if (newer === older.type) return true
  if (isRefusal(newer)) return older.weight > 0
  return (isChoice(newer) || newer === 'share') && older.weight < 0
}

function evidenceKey(itemId: string, type: InteractionType): string {
  return `${type} ${itemId}`
}

function wordsKey(words: string, type: string): string {
  return `${type} ${words}`
}
