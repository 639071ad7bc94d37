import type {
  ExplainedRule,
  HistoryContribution,
  Item,
  Modality,
  Reason,
  ScorePart,
  SentenceLanguage,
  StepEffect,
  StrongestTie,
} from '@locavore/core'
import type { CallOptions } from './call-options.js'
import type { Recommendation } from './lists.js'
import type { HistoryEntry } from './person.js'

/** An item of a list that was shown. */
export type Shown = Pick<Recommendation, 'listId'> & { readonly item: Pick<Item, 'id'> }

export interface ExplainOptions extends CallOptions {
  /** Default: that of the list, else of the recommender, else English. */
  readonly language?: SentenceLanguage
  /** Titles in that language, by item id (default: the items' own). */
  readonly titles?: Readonly<Record<string, string>>
}

export interface Explanation {
  readonly itemId: string
  readonly score: number
  /** Sum to `score` within 1e-5. */
  readonly parts: readonly ScorePart[]
  /** What each modality gave, over all parts that have one. */
  readonly byModality: Readonly<Partial<Record<Modality, number>>>
  /** Past interactions by the size of their share, largest first. */
  readonly history: readonly HistoryContribution[]
  /** The strongest tie in the metadata that speaks for it: it is `relation` of that item. */
  readonly tie?: StrongestTie
  /** The item that it often comes after, where the site ships transitions. */
  readonly follows?: string
  /** Place by score alone, and place after re-ranking, both from 0. */
  readonly rankByScore: number
  readonly position: number
  /** What each step of re-ranking did to its place and its score, in their order. */
  readonly steps: readonly StepEffect[]
  readonly reasons: readonly Reason[]
  /** The explanation in words, one or two sentences. */
  readonly sentence: string
  /** What the person often chooses, as far as it moves this very list, and whether it speaks for this item. */
  readonly rules: readonly ExplainedRule[]
  /** Where `explore` dealt the place: with what chance. */
  readonly propensity?: number
}

/** What would have to be otherwise for an item not to be on the pages that showed it. */
export type WhatWouldChange = ChangeFound | NoChangeFound

export interface ChangeFound {
  readonly found: true
  /** The person's own actions without which it would not be there, oldest first. `forget` takes them away for good. */
  readonly actions: readonly HistoryEntry[]
  /** Items that would be there instead, best first. */
  readonly instead: readonly Item[]
  /** In words. */
  readonly sentence: string
  /** False if the search ended early, so that fewer actions may do. */
  readonly smallest: boolean
  /** Lists that were ranked again to find it. */
  readonly rankings: number
}

export interface NoChangeFound {
  readonly found: false
  /** `not-by-actions`: it stays whatever is taken away, as where others' likes put it there; `search-ended`: nothing was found in time. */
  readonly why: 'not-by-actions' | 'search-ended'
  readonly rankings: number
}

/** Saying why. */
export interface ExplanationMethods {
  /** What made the score. @throws `unknown-list` as `next` does, and `unknown-item` for an item that was not shown in it */
  explain(recommendation: Shown, options?: ExplainOptions): Promise<Explanation>
  /**
   * The smallest set of the person's own actions without which an item would not be there. What is returned was tried: the
   * list was ranked again without them. Takes up to 64 rankings, with other calls in between; nothing is changed.
   * @throws as `explain`; `aborted`
   */
  whatWouldChange(
    recommendation: Shown,
    options?: ExplainOptions & { readonly onProgress?: (progress: ChangeProgress) => void },
  ): Promise<WhatWouldChange>
}

/** Lists ranked so far, of at most `most`. */
export interface ChangeProgress {
  readonly rankings: number
  readonly most: number
}
