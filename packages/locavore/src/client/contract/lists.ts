import type { Filter, HistoryContribution, Item, Modality, Reason, ScorePart, StrongestTie } from '@locavore/core'
import type { CallOptions } from './call-options.js'
import type { SearchQuery } from './media.js'

export interface ListOptions extends CallOptions {
  /** How many at most (default 20, at most 500). */
  readonly limit?: number
  readonly filter?: Filter
  /** Only items that have at least one of these media, as an embedding: `['audio', 'clip']` for what can be played. */
  readonly modalities?: readonly Modality[]
  /** 0 = by score alone, 1 = as different as possible (default 0.3): the MMR trade-off. */
  readonly diversity?: number
}

export interface RecommendOptions extends ListOptions {
  /** Which place on the site asks: `home`, `sidebar` (default `default`). Checked and reserved; not yet used. */
  readonly scenario?: string
}

export interface SearchOptions extends ListOptions {
  /** 0 = the query alone, 1 = taste alone (default 0.2). */
  readonly personalise?: number
}

export interface Recommendation {
  readonly item: Item
  /** Higher is better; comparable within one list only. */
  readonly score: number
  readonly reasons: readonly Reason[]
  readonly listId: string
  /** Place in the whole list, from 0, counted over pages. */
  readonly position: number
}

/** A read-only array of recommendations that knows its list. */
export interface RecommendationList extends ReadonlyArray<Recommendation> {
  readonly listId: string
  readonly kind: 'recommend' | 'related' | 'search'
  /** False once everything that was ranked has appeared: at most 2,000 candidates. */
  readonly hasMore: boolean
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
  /** Place by score alone, and place after diversity was applied. */
  readonly rankByScore: number
  readonly position: number
  readonly reasons: readonly Reason[]
  /** The explanation in English, one or two sentences. */
  readonly sentence: string
}

/** Making lists, going on with them, and saying why. */
export interface ListMethods {
  recommend(options?: RecommendOptions): Promise<RecommendationList>
  related(itemId: string, options?: ListOptions): Promise<RecommendationList>
  search(query: SearchQuery, options?: SearchOptions): Promise<RecommendationList>
  /**
   * The next page of any list, without repeats; as long as its first page unless `limit` says otherwise.
   * @throws `unknown-list` also for every list made before something was forgotten or imported, in any tab
   */
  next(
    list: RecommendationList | string,
    options?: CallOptions & { readonly limit?: number },
  ): Promise<RecommendationList>
  /** What made the score. @throws `unknown-list` as `next` does, and `unknown-item` for an item that was not shown in it */
  explain(
    recommendation: Pick<Recommendation, 'listId'> & { readonly item: Pick<Item, 'id'> },
    options?: CallOptions,
  ): Promise<Explanation>
}
