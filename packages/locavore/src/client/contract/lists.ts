import type {
  ExploreOptions,
  Filter,
  Item,
  Modality,
  Reason,
  RerankStep,
  SentenceLanguage,
  StepReport,
} from '@locavore/core'
import type { CallOptions } from './call-options.js'
import type { SearchQuery } from './media.js'
import type { ModeOptions } from './tastes.js'

export interface ListOptions extends ModeOptions {
  /** Circumstances beside those the recommender knows by itself, as labels like `place:home`. */
  readonly context?: readonly string[]
  /** How many at most (default 20, at most 500). */
  readonly limit?: number
  readonly filter?: Filter
  /** Only items that have at least one of these media, as an embedding: `['audio', 'clip']` for what can be played. */
  readonly modalities?: readonly Modality[]
  /** 0 = by score alone, 1 = as different as possible (default 0.3): the MMR trade-off. Not together with `rerank`. */
  readonly diversity?: number
  /**
   * Steps that arrange the list, in this order, in place of `diversity`: pins first, bounds last. What each did stands in
   * `list.steps` and in every explanation. See docs/settings/rerank.md.
   */
  readonly rerank?: readonly RerankStep[]
  /** Language of reasons and explanations of this list (default: that of the recommender). */
  readonly language?: SentenceLanguage
}

export interface RecommendOptions extends ListOptions {
  /**
   * Gives some places to a try, to learn what else the person may like (default false). `true` is one place in ten. Their
   * recommendations carry a `propensity`. See docs/settings/explore.md.
   */
  readonly explore?: boolean | ExploreOptions
  /**
   * How media are weighed in taste: `late` as they are (default), `gate` those more in which this person's likes are alike.
   * See docs/settings/fusion.md.
   */
  readonly fusion?: 'late' | 'gate'
  /** Id of one of the person's tastes: the list follows it alone, muted or not. */
  readonly taste?: string
  /** Which place on the site asks: `home`, `sidebar` (default `default`). Checked and reserved; not yet used. */
  readonly scenario?: string
}

export interface SearchOptions extends ListOptions {
  /** 0 = the query alone, 1 = taste alone (default 0.2). */
  readonly personalise?: number
}

export type ShelfName = 'trending' | 'again' | 'recently-seen' | 'because' | 'complementary'

export interface ShelfOptions extends ListOptions {
  /** `complementary`: the item that something goes with. */
  readonly itemId?: string
}

export interface Recommendation {
  readonly item: Item
  /** Higher is better; comparable within one list only. */
  readonly score: number
  readonly reasons: readonly Reason[]
  readonly listId: string
  /** Place in the whole list, from 0, counted over pages. */
  readonly position: number
  /**
   * With what chance the list showed it there, in (0, 1]: only where `explore` dealt the place. It is stored by itself with what
   * is recorded about this item and `listId`, while the list is known; pass it along to be sure of it.
   */
  readonly propensity?: number
}

/** A read-only array of recommendations that knows its list. */
export interface RecommendationList extends ReadonlyArray<Recommendation> {
  readonly listId: string
  readonly kind: 'recommend' | 'related' | 'search' | 'shelf'
  /** False once everything that was ranked has appeared: at most 2,000 candidates. */
  readonly hasMore: boolean
  /** What each step of `rerank` and `explore` did to the whole list, and what it could not do; empty where there was none. */
  readonly steps: readonly StepReport[]
}

/** Making lists, and going on with them. */
export interface ListMethods {
  /** @throws `unknown-taste` if no taste has the id now */
  recommend(options?: RecommendOptions): Promise<RecommendationList>
  related(itemId: string, options?: ListOptions): Promise<RecommendationList>
  search(query: SearchQuery, options?: SearchOptions): Promise<RecommendationList>
  /**
   * A list of one question, in one call. `trending`: what more people like than usual, from `likesByPeriod` of the items; `again`: what
   * was bought or played and may be wanted again; `recently-seen`: the last first; `because`: items like the last one that was dealt
   * with, less what was chosen ("because you viewed ..." stands in the reasons); `complementary`: what goes with `itemId` without being
   * like it. Empty where there is nothing to answer it from: nothing else is put in its place. See docs/settings/shelves.md.
   * @throws `invalid-argument`, `unknown-item` for `complementary` with an item that is none
   */
  shelf(name: ShelfName, options?: ShelfOptions): Promise<RecommendationList>
  /**
   * The next page of any list, without repeats; as long as its first page unless `limit` says otherwise.
   * @throws `unknown-list` also for every list made before something was forgotten or imported, in any tab
   */
  next(
    list: RecommendationList | string,
    options?: CallOptions & { readonly limit?: number },
  ): Promise<RecommendationList>
}
