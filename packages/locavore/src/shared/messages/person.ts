import type { Interaction, InteractionInput, Item } from '@locavore/core'
import type { Done, Empty, Method, PreparedEmbedding } from './common.js'
import type { Circumstances } from './lists.js'

/** What is known about the person: adding to it, looking at it, taking it away. */
export type PersonService = {
  readonly record: Method<RecordRequest, Interaction>
  /** Refuses what `record` would refuse, and keeps nothing: for a paused page. */
  readonly checkRecord: Method<RecordRequest, Done>
  readonly history: Method<Empty, readonly HistoryRow[]>
  readonly profile: Method<Circumstances, ProfileReport>
  readonly forget: Method<{ readonly sequences: readonly number[] }, { readonly forgotten: number }>
  /** Everything held about the person, as the text of a JSON file. */
  readonly exportData: Method<Empty, { readonly json: string }>
  readonly importData: Method<{ readonly json: string }, { readonly interactions: number; readonly items: number }>
  readonly erase: Method<Empty, Done>
}

export interface RecordRequest {
  readonly interaction: InteractionInput
  /** Of its words. */
  readonly embedding?: PreparedEmbedding
}

export interface HistoryRow extends Interaction {
  readonly item?: Item
  readonly weight: number
}

export interface ProfileReport {
  readonly circumstances: readonly { readonly name: string; readonly strength: number }[]
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
