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
import type { Method, PreparedEmbedding } from './common.js'

/** Making lists, and going on with them. */
export type ListService = {
  readonly recommend: Method<RecommendRequest, ListPage>
  readonly related: Method<RelatedRequest, ListPage>
  readonly search: Method<SearchRequest, ListPage>
  readonly shelf: Method<ShelfRequest, ListPage>
  /** An item to look into, and what another one is asked with in each medium. */
  readonly alignment: Method<AlignmentRequest, AlignmentGround>
  readonly next: Method<{ readonly listId: string; readonly limit?: number }, ListPage>
}

/** Whose list it is, and where and when they are. */
export interface Circumstances {
  /** Without it: the usual one. */
  readonly mode?: string
  /** `name:value` labels. */
  readonly context?: readonly string[]
}

export interface ListRequest extends Circumstances {
  readonly limit?: number
  readonly filter?: Filter
  readonly modalities?: readonly Modality[]
  readonly diversity?: number
  readonly rerank?: readonly RerankStep[]
  readonly language?: SentenceLanguage
}

export interface RecommendRequest extends ListRequest {
  /** Id of the one taste it is made from. */
  readonly taste?: string
  readonly scenario?: string
  readonly explore?: boolean | ExploreOptions
  readonly fusion?: 'late' | 'gate'
}

export interface RelatedRequest extends ListRequest {
  readonly itemId: string
}

export interface SearchRequest extends ListRequest {
  readonly personalise?: number
  readonly itemId?: string
  readonly query: readonly PreparedEmbedding[]
}

/** Lists of one question: see `ListMethods.shelf`. */
export type ShelfName = 'trending' | 'again' | 'recently-seen' | 'because' | 'complementary'

export interface ShelfRequest extends ListRequest {
  readonly shelf: ShelfName
  /** `complementary`: the item that something goes with. */
  readonly itemId?: string
}

export interface AlignmentRequest {
  readonly itemId: string
  readonly queryItemId?: string
}

export interface AlignmentGround {
  readonly item: Item
  /** Of the item asked with, if one was: what is compared with each medium, centred as the score does it. */
  readonly queries: Readonly<Partial<Record<Modality, Float32Array>>>
}

export type ListKind = 'recommend' | 'related' | 'search' | 'shelf'

export interface ListPage {
  readonly listId: string
  readonly kind: ListKind
  readonly hasMore: boolean
  readonly entries: readonly ListEntry[]
  /** What each step of re-ranking did to the whole list. */
  readonly steps: readonly StepReport[]
}

export interface ListEntry {
  readonly item: Item
  readonly score: number
  readonly reasons: readonly Reason[]
  readonly position: number
  readonly propensity?: number
}
