import type {
  EmbeddingSpace,
  Filter,
  HistoryContribution,
  Interaction,
  InteractionInput,
  Item,
  LocavoreError,
  Modality,
  Reason,
  ScorePart,
  TagGroup,
} from '@locavore/core'
import type {
  ClipSource,
  EncodeProgress,
  EncoderFactory,
  EncoderReport,
  KeyFrame,
  KeyFrameOptions,
  PictureSource,
  RequestRecord,
  SoundSource,
  TagGroupInput,
} from '@locavore/encoders'
import type { AlignQuery, AlignTarget, ItemAlignment, ReencodeResult } from './media/types.js'

export interface RecommenderOptions {
  /** Names the site's shelf in the browser's storage. Never put a person in it. */
  readonly name: string
  /** Turns words, pictures, sounds and clips into embeddings on the device. Without it, items need ready embeddings. */
  readonly encoder?: EncoderFactory
  /** Address of a catalogue manifest on the page's own origin. */
  readonly catalogue?: string | URL
  /** Space of ready embeddings, for sites with neither an encoder nor a catalogue to name it. */
  readonly space?: EmbeddingSpace
  /** Folder with `runtime/` and `models/` on the page's own origin (default `/locavore/`). */
  readonly assets?: string | URL
  /** `memory` keeps nothing after the page is closed (default `persistent`). */
  readonly storage?: 'persistent' | 'memory'
  /** Workers made by the host, where a bundler cannot find ours. */
  readonly workers?: { readonly engine?: () => Worker; readonly encoder?: () => Worker }
  /** Restricts the encoder's device ladder. */
  readonly devices?: readonly ('webgpu' | 'wasm-threads' | 'wasm')[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: OpenProgress) => void
}

export type OpenProgress = { readonly phase: 'catalogue'; readonly loadedBytes: number; readonly totalBytes: number }

/**
 * An item as a site adds it: media in any form a page has, or embeddings it already owns. Every medium that the model knows
 * is encoded; others are kept and not compared. Media given as an address are kept as that address. Of media given as data
 * (a file, a canvas, a `blob:` address) this much is kept for after a reload: a picture as a small one of at most 640 pixels
 * a side; the file of a sound or clip if it has at most 150 kB; of a longer clip one picture, as the item's `image` unless it
 * has one; of a longer sound, and of samples, nothing but the embedding.
 */
export interface ItemInput extends Omit<Item, 'image' | 'audio' | 'clip'> {
  readonly image?: PictureSource
  readonly audio?: SoundSource
  readonly clip?: ClipSource
  readonly embeddings?: Readonly<Partial<Record<Modality, ArrayLike<number>>>>
  /** Space of `embeddings`; needed when no encoder is given (default: the space of the encoder, `space`, or the catalogue). */
  readonly spaceId?: string
}

export type AddProgress = EncodeProgress | { readonly phase: 'store'; readonly done: number; readonly total: number }

export interface AddItemsResult {
  readonly added: number
  /** Items that were left out, each with its reason. Nothing of them is stored. */
  readonly refused: readonly { readonly id: string; readonly error: LocavoreError }[]
}

export interface CallOptions {
  readonly signal?: AbortSignal
}

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

/**
 * What is searched with: words, or any media together. Each is compared with its own medium of an item, and what no medium
 * was given for with the mean of all: words find sounds, a picture finds clips. An item beside them counts as much as they do.
 */
export type SearchQuery =
  | string
  | {
      readonly text?: string
      readonly image?: PictureSource
      readonly audio?: SoundSource
      readonly clip?: ClipSource
      readonly itemId?: string
    }

export interface TagsOptions extends CallOptions {
  /** What to choose from, in the site's own words (default: the groups the model brings). */
  readonly groups?: readonly TagGroupInput[]
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
  /** Place by score alone, and place after diversity was applied. */
  readonly rankByScore: number
  readonly position: number
  readonly reasons: readonly Reason[]
  /** The explanation in English, one or two sentences. */
  readonly sentence: string
}

export interface HistoryEntry extends Interaction {
  /** Absent if the item has left the catalogue. */
  readonly item?: Item
  /** What this interaction weighs today, after decay. */
  readonly weight: number
}

/** What is known, derived from the log alone. */
export interface ProfileSummary {
  readonly interactions: number
  readonly likedItems: readonly string[]
  readonly savedItems: readonly string[]
  readonly hiddenItems: readonly string[]
  /** Attribute values the positive evidence favours over the catalogue, strongest first; `lift` is share / base share. */
  readonly interests: readonly {
    readonly attribute: string
    readonly value: string
    readonly share: number
    readonly lift: number
  }[]
}

export type RecommenderState = 'opening' | 'ready' | 'degraded' | 'stopped'

export interface RecommenderStatus {
  readonly state: RecommenderState
  /** Why it is not `ready`, in words; empty when it is. */
  readonly reason: string
  readonly paused: boolean
  readonly storage: 'indexeddb' | 'memory'
  readonly kernels: string
  readonly items: number
  readonly interactions: number
  /** Items added on this device that only another model has encoded: they match nothing until `reencode()`. */
  readonly waiting: number
  readonly catalogueRevision?: string
  readonly encoder?: EncoderReport
}

/** A private recommender. Every method resolves, or rejects with a `LocavoreError`; none waits for ever. */
export interface Recommender {
  readonly state: RecommenderState
  /** True from `pause()` to `resume()`: nothing that is done now teaches anything. */
  readonly paused: boolean
  addItems(
    items: readonly ItemInput[],
    options?: CallOptions & { readonly onProgress?: (progress: AddProgress) => void },
  ): Promise<AddItemsResult>
  /**
   * Removes items that were added on this device, and says how many. Ids of the site's catalogue are left as they are and
   * not counted: what a person does not want to see of it is hidden, with `record({ type: 'hide', itemId })`.
   */
  removeItems(itemIds: readonly string[], options?: CallOptions): Promise<number>
  /** Items in the order asked for. @throws `unknown-item` */
  getItems(itemIds: readonly string[], options?: CallOptions): Promise<readonly Item[]>
  /**
   * Resolves when durably stored, or with `undefined` while paused: then it is checked, but nothing is kept.
   * @throws `unknown-item`, `unknown-interaction`, `invalid-argument`, `quota-exceeded`
   */
  record(interaction: InteractionInput, options?: CallOptions): Promise<Interaction | undefined>
  /** A session that does not train: from now on nothing is recorded on this page, until `resume()` or the page's end. */
  pause(): void
  resume(): void
  recommend(options?: RecommendOptions): Promise<RecommendationList>
  related(itemId: string, options?: ListOptions): Promise<RecommendationList>
  search(query: SearchQuery, options?: SearchOptions): Promise<RecommendationList>
  /**
   * What words, a picture or an item show, group by group: place, weather, hour and so on, or groups of the site's own. Of
   * several media the probabilities are averaged.
   * @throws `encoder-unavailable`, `unknown-item`, `unsupported-media` where the model has no tags, or none for the medium
   */
  tags(subject: SearchQuery, options?: TagsOptions): Promise<readonly TagGroup[]>
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
  /**
   * Which part of an item's media fits words, or another item, such as the one that was liked: a map over a picture, a time
   * line over a sound or clip. Loads the model.
   * @throws `unknown-item`, `encoder-unavailable`, `unsupported-media` if the item keeps no such medium, `no-content` if the
   * item asked with has no embedding, and what a device throws that cannot encode
   */
  align(
    query: AlignQuery,
    target: AlignTarget,
    options?: CallOptions & { readonly onProgress?: (progress: EncodeProgress) => void },
  ): Promise<ItemAlignment>
  /**
   * Moments that stand for every scene of a clip, in order: of an item's, or of any other.
   * @throws `unknown-item`, `encoder-unavailable`, `unsupported-media` if the item keeps no clip, `invalid-media`
   */
  keyFrames(clip: ClipSource | { readonly itemId: string }, options?: KeyFrameOptions): Promise<readonly KeyFrame[]>
  /** Every stored interaction, newest first. */
  history(options?: CallOptions): Promise<readonly HistoryEntry[]>
  profile(options?: CallOptions): Promise<ProfileSummary>
  /**
   * Takes one interaction (or several) away for good: afterwards it is as if it had never happened. Lists made before know
   * of it and are dropped: to continue or explain them is `unknown-list`; ask for new ones.
   */
  forget(sequences: number | readonly number[], options?: CallOptions): Promise<number>
  /** Everything held about the person, as one JSON file. */
  exportData(options?: CallOptions): Promise<Blob>
  /** Replaces everything held about the person by the file, the items they added among it; earlier lists are dropped. */
  importData(file: Blob, options?: CallOptions): Promise<{ readonly interactions: number; readonly items: number }>
  /** Removes everything held. The recommender is `stopped` afterwards. */
  erase(options?: CallOptions): Promise<void>
  status(options?: CallOptions): Promise<RecommenderStatus>
  /** Every request this library made, from the page and from its workers. */
  requests(options?: CallOptions): Promise<readonly RequestRecord[]>
  /**
   * Encodes again the items of this device that only another model has encoded (`status().waiting`): from their words, and
   * from pictures, sounds and clips whose address is of this origin or kept with the item. The same begins by itself, once a
   * page, when the model has been loaded by `warmUp` or `addItems`.
   */
  reencode(
    options?: CallOptions & { readonly onProgress?: (progress: EncodeProgress) => void },
  ): Promise<ReencodeResult>
  /**
   * Loads the encoder ahead of need.
   * @param modalities `audio` loads what sounds need; `clip` what pictures and sounds do (default: words and pictures)
   */
  warmUp(
    modalities?: readonly Modality[],
    options?: CallOptions & { readonly onProgress?: (progress: EncodeProgress) => void },
  ): Promise<EncoderReport>
  /** Told at once, and again on every change. Returns the way to stop listening. */
  subscribe(
    listener: (status: { readonly state: RecommenderState; readonly reason: string; readonly paused: boolean }) => void,
  ): () => void
  close(): Promise<void>
}
