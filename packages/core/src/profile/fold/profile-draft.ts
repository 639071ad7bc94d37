import { LocavoreError } from '../../errors.js'
import { INTERACTION_TYPES, type Interaction, type InteractionType } from '../../types.js'
import { clockStep } from '../decay.js'
import { interactionWeight, isChoice, isRefusal } from '../interaction-weights.js'
import type { Evidence, Profile } from '../profile.js'
import { ExposureDraft } from './exposures.js'
import { SteeringDraft } from './steering-draft.js'

/** What one interaction changed in the evidence. */
export interface EvidenceChange {
  readonly removed: readonly Evidence[]
  readonly added: Evidence | undefined
}

const NO_CHANGE: EvidenceChange = { removed: [], added: undefined }

/** A profile that is being folded: every interaction costs the same, however long the log. */
export class ProfileDraft {
  readonly #mode: string | undefined
  #interactions: number
  readonly #modes: Map<string, number>
  #lastSequence: number
  #clock: number
  /** By item and type; a map keeps its insertion order, which is the order of the evidence. */
  readonly #evidence: Map<string, Evidence>
  readonly #steering: SteeringDraft
  readonly #impressions: Map<string, number>
  readonly #exposures: ExposureDraft

  /** Starts from a profile, which stays as it is. */
  constructor(profile: Profile) {
    this.#mode = profile.mode
    this.#interactions = profile.interactions
    this.#modes = new Map(profile.modes)
    this.#lastSequence = profile.lastSequence
    this.#clock = profile.clock
    this.#evidence = new Map(profile.evidence.map((entry) => [evidenceKey(entry.itemId, entry.type), entry]))
    this.#steering = new SteeringDraft(profile)
    this.#impressions = new Map(profile.impressions)
    this.#exposures = new ExposureDraft(profile.exposures, profile.lists)
  }

  get clock(): number {
    return this.#clock
  }

  /** @throws `invalid-argument` out of order; then nothing has changed. */
  fold(interaction: Interaction): EvidenceChange {
    const { sequence, type, itemId, mode } = interaction
    if (!(sequence > this.#lastSequence)) {
      throw new LocavoreError(
        'invalid-argument',
        `The interaction ${sequence} was folded after ${this.#lastSequence}; a log is folded once, oldest first.`,
      )
    }
    this.#interactions += 1
    this.#lastSequence = sequence
    if (mode !== undefined) this.#modes.set(mode, (this.#modes.get(mode) ?? 0) + 1)
    if (mode !== this.#mode) return NO_CHANGE
    const weight = interactionWeight(interaction)
    if (this.#steer(interaction, weight) || itemId === undefined) return NO_CHANGE
    if (type === 'impression') {
      this.#impressions.set(itemId, (this.#impressions.get(itemId) ?? 0) + 1)
      this.#exposures.show(itemId, interaction)
    }
    if (weight === 0) return type === 'steer' ? this.#takeBack(itemId) : NO_CHANGE
    return this.#keepEvidence(itemId, interaction, weight)
  }

  /** Whether it is about words, settings or tastes, and so no evidence on an item. */
  #steer(interaction: Interaction, weight: number): boolean {
    const { sequence, type, itemId, query, embedding } = interaction
    if (type === 'taste') this.#steering.keepEdit(interaction)
    else if (interaction.setting !== undefined) this.#steering.keepSetting(interaction)
    else if (query !== undefined && (type === 'search' || type === 'steer')) {
      const about = type === 'steer' && itemId !== undefined ? { itemId } : {}
      const encoded = embedding === undefined ? {} : { embedding }
      this.#steering.keepWords({ sequence, words: query, type, weight, clock: this.#clock, ...about, ...encoded })
    } else return type === 'search'
    return true
  }

  /** Steering by 0 is steering no more. */
  #takeBack(itemId: string): EvidenceChange {
    const key = evidenceKey(itemId, 'steer')
    const older = this.#evidence.get(key)
    if (older === undefined) return NO_CHANGE
    this.#evidence.delete(key)
    return { removed: [older], added: undefined }
  }

  /** A copy of what has been folded so far. */
  profile(): Profile {
    return {
      ...(this.#mode === undefined ? {} : { mode: this.#mode }),
      interactions: this.#interactions,
      modes: new Map(this.#modes),
      lastSequence: this.#lastSequence,
      clock: this.#clock,
      evidence: [...this.#evidence.values()],
      ...this.#steering.copy(),
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
    // What is steered is where it was put last; all else only grows stronger.
    if (type !== 'steer' && same !== undefined && Math.abs(same.weight) > Math.abs(weight)) return NO_CHANGE
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
