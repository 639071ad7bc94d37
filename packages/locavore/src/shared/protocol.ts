import type {
  EmbeddingSpace,
  ErrorRecord,
  Filter,
  HistoryContribution,
  Interaction,
  InteractionInput,
  Item,
  Modality,
  Reason,
  ScorePart,
} from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'

/**
 * Goes up whenever a message changes its meaning. Page and worker are separate files, so a half-updated cache can pair a
 * new page with an old worker; `open` refuses that pair instead of letting it misread messages.
 */
export const PROTOCOL_VERSION = 2

type Method<Argument, Result> = (argument: Argument, context: CallContext) => Promise<Result>

/** Everything the page may ask of the engine worker: a closed set, each with one plain argument and one plain result. */
export type EngineService = {
  /** Opens what the device holds. Quick: it makes no request. */
  readonly open: Method<OpenRequest, EngineReport>
  /** Makes sure that there is a catalogue to rank: the device's own, else the site's. */
  readonly load: Method<Empty, EngineReport>
  /** The quiet work after `load`: keep a fresh catalogue on disk, or look whether the site has a newer one. */
  readonly refresh: Method<Empty, EngineReport>
  readonly putItems: Method<{ readonly items: readonly PreparedItem[] }, PutItemsResult>
  readonly removeItems: Method<{ readonly itemIds: readonly string[] }, { readonly removed: number }>
  readonly getItems: Method<{ readonly itemIds: readonly string[] }, { readonly items: readonly Item[] }>
  /** Items whose embeddings another model made, by id, from the one behind `after` on. */
  readonly listWaiting: Method<
    { readonly after?: string; readonly limit: number },
    { readonly items: readonly WaitingItem[] }
  >
  /** Keeps embeddings of the present model beside the old ones. Items that are gone are passed over. */
  readonly putEmbeddings: Method<{ readonly items: readonly NewEmbeddings[] }, { readonly stored: number }>
  /** The embeddings an item has, one per medium. */
  readonly getEmbeddings: Method<{ readonly itemId: string }, { readonly embeddings: readonly PreparedEmbedding[] }>
  readonly record: Method<{ readonly interaction: InteractionInput }, Interaction>
  /** Refuses what `record` would refuse, and keeps nothing: for a paused page. */
  readonly checkRecord: Method<{ readonly interaction: InteractionInput }, { readonly done: true }>
  readonly recommend: Method<RecommendRequest, ListPage>
  readonly related: Method<RelatedRequest, ListPage>
  readonly search: Method<SearchRequest, ListPage>
  /** An item to look into, and what another one is asked with in each medium. */
  readonly alignment: Method<AlignmentRequest, AlignmentGround>
  readonly next: Method<{ readonly listId: string; readonly limit?: number }, ListPage>
  readonly explain: Method<{ readonly listId: string; readonly itemId: string }, ExplanationReport>
  readonly history: Method<Empty, readonly HistoryRow[]>
  readonly profile: Method<Empty, ProfileReport>
  readonly forget: Method<{ readonly sequences: readonly number[] }, { readonly forgotten: number }>
  /** Everything held about the person, as the text of a JSON file. */
  readonly exportData: Method<Empty, { readonly json: string }>
  readonly importData: Method<{ readonly json: string }, { readonly interactions: number; readonly items: number }>
  readonly erase: Method<Empty, Done>
  readonly status: Method<Empty, EngineReport>
  readonly requests: Method<Empty, readonly CatalogueRequest[]>
  /** The page may be frozen: save the profile and let go of the database. The next call opens it again. */
  readonly suspend: Method<Empty, Done>
  readonly close: Method<Empty, Done>
}

export type Empty = Readonly<Record<never, never>>
export type Done = { readonly done: true }

export interface OpenRequest {
  readonly protocol: number
  readonly name: string
  readonly storage: 'persistent' | 'memory'
  /** Absolute address of the catalogue manifest. */
  readonly catalogue?: string
  /** The space of the encoder or of ready embeddings; without it the catalogue's own. */
  readonly space?: EmbeddingSpace
}

/** Progress of `load` and `refresh` while catalogue files load. */
export interface CatalogueProgress {
  readonly loadedBytes: number
  readonly totalBytes: number
}

export interface EngineReport {
  readonly storage: 'indexeddb' | 'memory'
  readonly kernels: string
  readonly items: number
  readonly interactions: number
  /** Items added on this device that only another model has encoded: nothing is compared with them. */
  readonly waiting: number
  readonly catalogueRevision?: string
  readonly space?: EmbeddingSpace
  /** Why the engine is not all it should be, one sentence each; empty when all is well. */
  readonly degraded: readonly string[]
}

export interface PreparedEmbedding {
  readonly modality: Modality
  readonly spaceId: string
  readonly vector: Float32Array
}

export interface PreparedItem {
  readonly item: Item
  readonly embeddings: readonly PreparedEmbedding[]
}

/** An item of this device whose embeddings are of another space, with the media that had one. */
export interface WaitingItem {
  readonly item: Item
  readonly modalities: readonly Modality[]
}

export interface NewEmbeddings {
  readonly itemId: string
  readonly embeddings: readonly PreparedEmbedding[]
}

export interface PutItemsResult {
  readonly added: number
  readonly refused: readonly { readonly id: string; readonly error: ErrorRecord }[]
}

export interface ListRequest {
  readonly limit?: number
  readonly filter?: Filter
  readonly modalities?: readonly Modality[]
  readonly diversity?: number
}

export interface RecommendRequest extends ListRequest {
  readonly scenario?: string
}

export interface RelatedRequest extends ListRequest {
  readonly itemId: string
}

export interface SearchRequest extends ListRequest {
  readonly personalise?: number
  readonly itemId?: string
  readonly query: readonly PreparedEmbedding[]
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

export type ListKind = 'recommend' | 'related' | 'search'

export interface ListPage {
  readonly listId: string
  readonly kind: ListKind
  readonly hasMore: boolean
  readonly entries: readonly ListEntry[]
}

export interface ListEntry {
  readonly item: Item
  readonly score: number
  readonly reasons: readonly Reason[]
  readonly position: number
}

export interface ExplanationReport {
  readonly itemId: string
  readonly score: number
  readonly parts: readonly ScorePart[]
  readonly byModality: Readonly<Partial<Record<Modality, number>>>
  readonly history: readonly HistoryContribution[]
  readonly rankByScore: number
  readonly position: number
  readonly reasons: readonly Reason[]
  readonly sentence: string
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

/** One request the engine worker made. */
export interface CatalogueRequest {
  readonly url: string
  readonly bytes: number
  readonly from: 'network' | 'cache'
  readonly at: number
  readonly purpose: 'catalogue'
}
