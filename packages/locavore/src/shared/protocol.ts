import type { EmbeddingSpace, RelationSettings, SentenceLanguage, SpaceMap } from '@locavore/core'
import type { BacktestService } from './messages/backtest.js'
import type { Done, Empty, Method } from './messages/common.js'
import type { ExplanationService } from './messages/explanations.js'
import type { ItemService } from './messages/items.js'
import type { ListService } from './messages/lists.js'
import type { PersonService } from './messages/person.js'
import type { TasteService } from './messages/tastes.js'

export type * from './messages/backtest.js'
export type * from './messages/common.js'
export type * from './messages/explanations.js'
export type * from './messages/items.js'
export type * from './messages/lists.js'
export type * from './messages/person.js'
export type * from './messages/tastes.js'

/**
 * Goes up whenever a message changes its meaning. Page and worker are separate files, so a half-updated cache can pair a
 * new page with an old worker; `open` refuses that pair instead of letting it misread messages.
 */
export const PROTOCOL_VERSION = 3

/** Everything the page may ask of the engine worker: a closed set, each with one plain argument and one plain result. */
export type EngineService = ItemService &
  ListService &
  ExplanationService &
  BacktestService &
  PersonService &
  TasteService & {
    /** Opens what the device holds. Quick: it makes no request. */
    readonly open: Method<OpenRequest, EngineReport>
    /** Makes sure that there is a catalogue to rank: the device's own, else the site's. */
    readonly load: Method<Empty, EngineReport>
    /** The quiet work after `load`: keep a fresh catalogue on disk, or look whether the site has a newer one. */
    readonly refresh: Method<Empty, EngineReport>
    readonly status: Method<Empty, EngineReport>
    readonly requests: Method<Empty, readonly CatalogueRequest[]>
    /** The page may be frozen: save the profile and let go of the database. The next call opens it again. */
    readonly suspend: Method<Empty, Done>
    readonly close: Method<Empty, Done>
  }

export interface OpenRequest {
  readonly protocol: number
  readonly name: string
  readonly storage: 'persistent' | 'memory'
  /** Absolute address of the catalogue manifest. */
  readonly catalogue?: string
  /** The space of the encoder or of ready embeddings; without it the catalogue's own. */
  readonly space?: EmbeddingSpace
  /** With any, a catalogue is taken only if one of them signed it: base64 of raw Ed25519 keys. */
  readonly publicKeys?: readonly string[]
  readonly relations?: RelationSettings
  readonly domains?: readonly DomainRequest[]
  readonly domainShare?: number
  /** Language of reasons and explanations where a call names none. */
  readonly language?: SentenceLanguage
}

/** Another recommender of this site whose profile speaks here too. */
export interface DomainRequest {
  readonly name: string
  readonly label?: string
  readonly spaceMap?: SpaceMap
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
  /** Shards of the catalogue that are served, of all it has. */
  readonly catalogueParts?: { readonly here: number; readonly all: number }
  readonly space?: EmbeddingSpace
  /** Why the engine is not all it should be, one sentence each; empty when all is well. */
  readonly degraded: readonly string[]
}

/** One request the engine worker made. */
export interface CatalogueRequest {
  readonly url: string
  readonly bytes: number
  readonly from: 'network' | 'cache'
  readonly at: number
  readonly purpose: 'catalogue'
}
