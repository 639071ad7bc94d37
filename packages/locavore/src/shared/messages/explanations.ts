import type { Item, ListExplanation, SentenceLanguage } from '@locavore/core'
import type { Method } from './common.js'
import type { HistoryRow } from './person.js'

/** Saying why. */
export type ExplanationService = {
  readonly explain: Method<ShownRequest, ListExplanation>
  /** Progress: lists ranked so far. */
  readonly whatWouldChange: Method<ShownRequest, ChangeReport>
}

/** An item of a list that was shown, and how to speak about it. */
export interface ShownRequest {
  readonly listId: string
  readonly itemId: string
  readonly language?: SentenceLanguage
  readonly titles?: Readonly<Record<string, string>>
}

export type ChangeReport =
  | {
      readonly found: true
      readonly actions: readonly HistoryRow[]
      readonly instead: readonly Item[]
      readonly sentence: string
      readonly smallest: boolean
      readonly rankings: number
    }
  | { readonly found: false; readonly why: 'not-by-actions' | 'search-ended'; readonly rankings: number }
