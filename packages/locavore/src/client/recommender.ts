import type { EmbeddingSpace, RelationSettings, SentenceLanguage, SpaceMap } from '@locavore/core'
import type { EncoderFactory } from '@locavore/encoders'
import type { BacktestMethods } from './backtest/types.js'
import type { ExplanationMethods } from './contract/explanations.js'
import type { ItemMethods } from './contract/items.js'
import type { ListMethods } from './contract/lists.js'
import type { MediaMethods } from './contract/media.js'
import type { PersonMethods } from './contract/person.js'
import type { PredictionMethods } from './contract/predictions.js'
import type { StatusMethods } from './contract/status.js'
import type { SteeringMethods } from './contract/steering.js'
import type { TasteMethods } from './contract/tastes.js'

export interface RecommenderOptions {
  /** Names the site's shelf in the browser's storage. Never put a person in it. */
  readonly name: string
  /** Turns words, pictures, sounds and clips into embeddings on the device. Without it, items need ready embeddings. */
  readonly encoder?: EncoderFactory
  /** Address of the manifest of a catalogue pack on the page's own origin. */
  readonly catalogue?: string | URL
  /** Raw Ed25519 public key in base64, or several while keys change: a catalogue that none of them signed is refused. */
  readonly cataloguePublicKey?: string | readonly string[]
  /** Space of ready embeddings, for sites with neither an encoder nor a catalogue to name it. */
  readonly space?: EmbeddingSpace
  /** How ties between items are read: weights by type, and attributes that tie (`{ attributes: { artist: 'same-creator' } }`). */
  readonly relations?: RelationSettings
  /**
   * Other recommenders of this origin, kept on this device, whose likes speak here too while there are few here. They are only
   * read; what is forgotten there is forgotten here.
   */
  readonly domains?: readonly DomainOptions[]
  /**
   * How much likes in other catalogues weigh by content against popularity here, 0 to 1 (default 0.1): more where content tells tastes.
   * Where the catalogue brings factors and a map from content to them, they go that way instead. See docs/settings/domains.md.
   */
  readonly domainShare?: number
  /** Folder with `runtime/` and `models/` on the page's own origin (default `/locavore/`). */
  readonly assets?: string | URL
  /** `memory` keeps nothing after the page is closed (default `persistent`). */
  readonly storage?: 'persistent' | 'memory'
  /** Workers made by the host, where a bundler cannot find ours. */
  readonly workers?: { readonly engine?: () => Worker; readonly encoder?: () => Worker }
  /** Restricts the encoder's device ladder. */
  readonly devices?: readonly ('webgpu' | 'wasm-threads' | 'wasm')[]
  /** Language of reasons and explanations (default English). */
  readonly language?: SentenceLanguage
  /** The mode to begin in (default: the usual one); see `setMode`. */
  readonly mode?: string
  /**
   * What is known of the circumstances of a deed and of a list, kept on the device with the deed. `true`: the part of the day,
   * whether it is a working day, and phone, tablet or desktop (default). A function: these, and the labels it gives at that
   * moment, such as `['place:home']`; at most 8, of a name and a value of up to 32 letters, digits, points and dashes. `false`:
   * nothing.
   */
  readonly context?: boolean | (() => readonly string[])
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: OpenProgress) => void
}

export interface DomainOptions {
  /** The `name` of the other recommender. */
  readonly name: string
  /** What it is called in reasons: "like “Dune” (films)" (default its name). */
  readonly label?: string
  /** From its space to this one's, as `fitSpaceMap` of @locavore/core made it; not needed where both are the same. */
  readonly spaceMap?: SpaceMap
}

/** Of what must be here before the first list: the first part of the catalogue. */
export type OpenProgress = { readonly phase: 'catalogue'; readonly loadedBytes: number; readonly totalBytes: number }

/** A private recommender. Every method resolves, or rejects with a `LocavoreError`; none waits for ever. */
export interface Recommender
  extends ItemMethods,
    ListMethods,
    ExplanationMethods,
    MediaMethods,
    PersonMethods,
    TasteMethods,
    SteeringMethods,
    PredictionMethods,
    BacktestMethods,
    StatusMethods {}
