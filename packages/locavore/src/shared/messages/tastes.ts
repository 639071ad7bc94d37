import type { Filter, Interaction, Item } from '@locavore/core'
import type { Method } from './common.js'
import type { Circumstances } from './lists.js'

/** What the person likes, group by group; what they steer their lists by; and what may come of showing them something. */
export type TasteService = {
  readonly tastes: Method<Circumstances, readonly TasteReport[]>
  readonly editTaste: Method<EditTasteRequest, EditTasteReport>
  readonly modes: Method<Circumstances, readonly ModeReport[]>
  readonly steering: Method<Circumstances, readonly SteeringRow[]>
  readonly predict: Method<PredictRequest, PredictionReport>
  readonly onboardingPicks: Method<PicksRequest, { readonly items: readonly Item[] }>
}

export interface TasteReport {
  readonly id: string
  readonly name?: string
  readonly words: readonly string[]
  readonly muted: boolean
  readonly share: number
  readonly itemIds: readonly string[]
  readonly examples: readonly Item[]
}

export type TasteEditing =
  | { readonly kind: 'rename'; readonly tasteId: string; readonly name: string }
  | { readonly kind: 'mute' | 'unmute'; readonly tasteId: string }
  | { readonly kind: 'merge'; readonly tasteId: string; readonly otherTasteId: string }
  | { readonly kind: 'split'; readonly tasteId: string; readonly itemId?: string }

export interface EditTasteRequest extends Circumstances {
  readonly edit: TasteEditing
  /** For a paused page: says what it would refuse, and keeps nothing. */
  readonly keep: boolean
}

export interface EditTasteReport {
  /** Of the interactions that hold the edit. */
  readonly sequences: readonly number[]
  readonly tastes: readonly TasteReport[]
}

export interface ModeReport {
  readonly name: string
  readonly interactions: number
}

export interface SteeringRow extends Pick<Interaction, 'sequence' | 'itemId' | 'query' | 'setting'> {
  readonly value: number
  readonly item?: Item
  readonly effective: boolean
}

export interface PredictRequest extends Circumstances {
  readonly itemIds: readonly string[]
}

export type PredictedBehaviour = 'click' | 'finish' | 'like' | 'dislike'

export interface PredictionReport {
  readonly evidence: {
    readonly shown: number
    readonly opened: number
    readonly judged: number
  }
  /** What there is not enough evidence for yet. */
  readonly unknown: readonly (PredictedBehaviour | 'rating')[]
  readonly items: readonly PredictedItem[]
}

export interface PredictedItem extends Readonly<Partial<Record<PredictedBehaviour, number>>> {
  readonly itemId: string
  readonly rating?: number
}

export interface PicksRequest extends Circumstances {
  readonly count: number
  readonly filter?: Filter
}
