import type { Interaction, InteractionInput, Item } from '@locavore/core'
import type { Done, Empty, Method } from './common.js'

/** What is known about the person: adding to it, looking at it, taking it away. */
export type PersonService = {
  readonly record: Method<{ readonly interaction: InteractionInput }, Interaction>
  /** Refuses what `record` would refuse, and keeps nothing: for a paused page. */
  readonly checkRecord: Method<{ readonly interaction: InteractionInput }, { readonly done: true }>
  readonly history: Method<Empty, readonly HistoryRow[]>
  readonly profile: Method<Empty, ProfileReport>
  readonly forget: Method<{ readonly sequences: readonly number[] }, { readonly forgotten: number }>
  /** Everything held about the person, as the text of a JSON file. */
  readonly exportData: Method<Empty, { readonly json: string }>
  readonly importData: Method<{ readonly json: string }, { readonly interactions: number; readonly items: number }>
  readonly erase: Method<Empty, Done>
}

export interface HistoryRow extends Interaction {
  readonly item?: Item
  readonly weight: number
}

export interface ProfileReport {
  readonly interactions: number
  readonly likedItems: readonly string[]
  readonly savedItems: readonly string[]
  readonly hiddenItems: readonly string[]
  readonly interests: readonly {
    readonly attribute: string
    readonly value: string
    readonly share: number
    readonly lift: number
  }[]
}
