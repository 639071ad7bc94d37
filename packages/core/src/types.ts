/** The media an item can have. `clip` is a moving picture with its own sound. */
export const MODALITIES = ['text', 'image', 'audio', 'clip'] as const

export type Modality = (typeof MODALITIES)[number]

export type AttributeValue = string | number | boolean

/** Facts about an item that filters, caps and explanations may use. */
export type Attributes = Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>

/**
 * How an item is tied to another, as the site publishes it: "this item is `type` of that one". Known types are
 * `same-creator`, `part-of`, `sequel` and `complement`; any other name is the site's own and holds both ways.
 */
export interface Relation {
  readonly type: string
  readonly itemId: string
}

/** A thing that can be recommended. `id` is the site's own identifier. */
export interface Item {
  readonly id: string
  readonly title?: string
  readonly text?: string
  /** Address of the picture, as the page would load it. */
  readonly image?: string
  /** Address of the sound, as the page would play it. */
  readonly audio?: string
  /** Address of the moving picture, as the page would play it. */
  readonly clip?: string
  readonly attributes?: Attributes
  /** How many people liked it, as the site publishes it: a count, 0 or more. */
  readonly popularity?: number
  /**
   * How many people liked it in each of the last periods (days, hours: the site's choice), oldest first: counts, 0 or more. All
   * items of a catalogue end with the same period; what came before an item's first count is 0.
   */
  readonly likesByPeriod?: readonly number[]
  /** Ties to other items. Their targets need not be in the catalogue. */
  readonly relations?: readonly Relation[]
  /** When the item appeared, in milliseconds since 1970: 0 to 8.64e15. */
  readonly addedAt?: number
}

/** One space of vectors that may be compared with each other: model, revision and preprocessing in one id. */
export interface EmbeddingSpace {
  readonly id: string
  readonly dimensions: number
  readonly modalities: readonly Modality[]
}

/** What a person can do. Weights stand in `profile/interaction-weights.ts`. */
export const INTERACTION_TYPES = [
  'impression',
  'view',
  'dwell',
  'play',
  'search',
  'like',
  'save',
  'purchase',
  'share',
  'skip',
  'dislike',
  'hide',
  'steer',
  'taste',
] as const

export type InteractionType = (typeof INTERACTION_TYPES)[number]

/** A stored fact about the person and an item. Append-only; only forgetting removes it. */
export interface Interaction {
  /** Order on this device, from 1, without gaps; never the clock. */
  readonly sequence: number
  readonly type: InteractionType
  /** Every type but `search` names an item; `steer` names an item, has words, has both ("like this, but ...") or a setting. */
  readonly itemId?: string
  /** Milliseconds since 1970 by the device's clock: for showing, not for ordering. */
  readonly at: number
  /** `dwell`: milliseconds looked at; `play`: fraction played in [0, 1]; `steer`: from -1 (less of this) to 1 (more of this). */
  readonly value?: number
  /** `dwell`, `play`: milliseconds that reading or playing the whole of the item takes, above 0. */
  readonly length?: number
  /** The list that showed the item, and the place in it from 0. */
  readonly listId?: string
  readonly position?: number
  /**
   * With what chance the list showed the item there, in (0, 1], where a place was given to a try: what estimates of other
   * rankings need. Says nothing about taste.
   */
  readonly propensity?: number
  /** `search` and `steer` only: the words. */
  readonly query?: string
  /** What an encoder made of the words, so that they count after a reload without loading it again. */
  readonly embedding?: WordEmbedding
  /** `steer` only, in place of item and words: what counts more or less in every list. */
  readonly setting?: SteerSetting
  /** `taste` only: what the person changed about the taste that the item belongs to. */
  readonly edit?: TasteChange
  /** The mode it happened in ("for the kids"); each mode has a profile of its own. Without it: the usual one. */
  readonly mode?: string
  /** The circumstances, as `name:value` labels such as `hour:evening`; at most 8. */
  readonly context?: readonly string[]
}

/** The embedding of words: `value[d] = codes[d] * scale` in the space of that id. */
export interface WordEmbedding {
  readonly spaceId: string
  readonly scale: number
  /** Base64 of the int8 codes. */
  readonly codes: string
}

/** A medium, or an attribute: items that have the value `is`, or without one, items with more of a numeric attribute. */
export interface SteerSetting {
  readonly modality?: Modality
  readonly attribute?: string
  readonly is?: AttributeValue
}

/** `rename` has a name; `merge` and `split` another item, whose taste it is put together with or kept apart from. */
export interface TasteChange {
  readonly kind: TasteChangeKind
  readonly name?: string
  readonly otherItemId?: string
}

export const TASTE_CHANGES = ['rename', 'mute', 'unmute', 'merge', 'split'] as const

export type TasteChangeKind = (typeof TASTE_CHANGES)[number]

export type InteractionInput = Omit<Interaction, 'sequence' | 'at'> & { readonly at?: number }

/**
 * Which items may appear. Each key names an attribute: a value means equal (or contained, for list attributes), a list
 * means any of, a range means between (inclusive), `not` turns it round. All keys must hold.
 */
export type FilterCondition =
  | AttributeValue
  | readonly AttributeValue[]
  | { readonly min?: number; readonly max?: number }
  | { readonly not: AttributeValue | readonly AttributeValue[] }

export type Filter = Readonly<Record<string, FilterCondition>>

/** One additive part of a score. All parts of a recommendation sum to its score within 1e-5. */
export interface ScorePart {
  readonly name: ScorePartName
  readonly modality?: Modality
  /** Signed share of the score. */
  readonly value: number
}

/**
 * `taste`: lasting likes, by content; `session`: the last few; `query`: the words, picture or item asked with; `words`: what
 * was searched for before; `steering`: what the person asked to have more or less of. From what many people like together, as
 * the publisher learnt it: `neighbours`: item by item; `factors`: by common traits; `prior`: what the traits of the average
 * person add. `relations`: ties in the metadata of the items; `elsewhere`: likes in
 * another catalogue, by content; `next`: what tends to follow the last few. Of lists of one question: `trend`: more likes than
 * usual; `repeat`: how often and how lately it was bought or played; `recency`: how lately it was seen.
 */
export type ScorePartName =
  | 'taste'
  | 'session'
  | 'query'
  | 'words'
  | 'steering'
  | 'neighbours'
  | 'factors'
  | 'prior'
  | 'popularity'
  | 'freshness'
  | 'relations'
  | 'elsewhere'
  | 'next'
  | 'trend'
  | 'repeat'
  | 'recency'

/** How much one past interaction gave to a score, over all its parts. */
export interface HistoryContribution {
  readonly sequence: number
  readonly itemId: string
  readonly type: InteractionType
  readonly value: number
  readonly byModality: Readonly<Partial<Record<Modality, number>>>
  /** The other catalogue it happened in; `sequence` counts there, and only there it can be forgotten. */
  readonly domain?: string
}

/**
 * `similar-to-liked`: by content; `liked-together`: by what many people like together; `pinned`, `boosted`: the site wants it;
 * `explored`: to learn whether the person likes it; `matches-rule`: by an attribute the person often chooses; `trending`: more
 * people like it than usual; `next`: it often comes after that item; `related-by`: by
 * a tie in the metadata; `steered`: the person asked for more of this.
 */
export type ReasonKind =
  | 'similar-to-liked'
  | 'liked-together'
  | 'matches-query'
  | 'similar-to-item'
  | 'matches-rule'
  | 'popular'
  | 'new'
  | 'variety'
  | 'onboarding'
  | 'pinned'
  | 'boosted'
  | 'explored'
  | 'related-by'
  | 'trending'
  | 'next'
  | 'steered'

/** Why an item is in a list, as data; `message` is the same in English words. */
export interface Reason {
  readonly kind: ReasonKind
  readonly modality?: Modality
  /** The item it is like, and its title if it has one. */
  readonly itemId?: string
  readonly title?: string
  /** `similar-to-liked`: what the person did with that item. */
  readonly interaction?: InteractionType
  /** `similar-to-liked`: that item is this very item. */
  readonly own?: boolean
  /** `similar-to-liked`: the other catalogue that item is of. */
  readonly domain?: string
  /** `matches-rule` */
  readonly attribute?: string
  readonly value?: string
  /** `related-by`: how the item is tied to that item, such as `sequel`, or in a word of the site's own. */
  readonly relation?: string
  readonly message: string
}

/** Embeddings with one int8 code per dimension and one scale per row: `value = code * scale`. */
export interface QuantisedRows {
  readonly dimensions: number
  readonly count: number
  /** `[count, dimensions]`, row-major, in [-127, 127]. */
  readonly codes: Int8Array
  /** `[count]`, positive; 0 marks a row without a vector. */
  readonly scales: Float32Array
}
