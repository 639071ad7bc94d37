import type { EmbeddingSpace, Modality, PipelineConstants } from '@locavore/core'

export const PACK_FORMAT = 'locavore-pack@1'

/** A static file beside the manifest, known by its content: two entries with one hash are the same file. */
export interface PackFile {
  /** Relative to the manifest. The name should hold the hash, so that a cache never serves an older file under it. */
  readonly path: string
  readonly bytes: number
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string
}

/**
 * A run of rows, and what stands beside each. Rows are numbered from 0 through all shards in order, and keep their numbers
 * for the life of the pack. Shards apply in order: first a shard's removals, then its rows; a row with the id of an earlier
 * one replaces that item whole. So a new revision is the old shards and one more, and what is fetched anew is that one.
 */
export interface PackShard {
  readonly rows: number
  /** How many of the rows replace an item of an earlier shard. */
  readonly replaced: number
  /** JSON Lines, one `Item` a line, UTF-8; media by address, relative to the manifest. Absent where `rows` is 0. */
  readonly items?: PackFile
  /** JSON Lines, one item id a line. */
  readonly removals?: PackRemovals
  /** By modality: `codes` I8 `[rows, dimensions]`, `scales` F32 `[rows]`, 0 for a row without this modality. */
  readonly vectors: Readonly<Partial<Record<Modality, PackFile>>>
  /** `factors` I8 or F32 `[rows, learnt.factorDimensions]`. */
  readonly factors?: PackFile
  /** Compressed sparse rows: `starts` I32 `[rows + 1]`, `columns` I32 (row numbers), `codes` I8, `scales` F32 `[rows]`. */
  readonly weights?: PackFile
  /** What tends to follow what, as `weights` is. */
  readonly transitions?: PackFile
  /** `likes` U32 `[rows]`, in place of `popularity` of the items. */
  readonly popularity?: PackFile
}

export interface PackRemovals extends PackFile {
  /** Ids in the file. Each must be there to be removed. */
  readonly count: number
}

/** What the publisher learnt from people who consented, or from public data. */
export interface PackLearnt {
  readonly factorDimensions?: number
  /** The numbers that belong to no row: see `SharedTable`. */
  readonly shared?: PackFile
  /** The publisher's constants of the score; the library's own stand for what is left out. */
  readonly constants?: Readonly<Partial<PipelineConstants>>
  readonly evidence?: PackEvidence
}

export interface PackEvidence {
  readonly people: number
  readonly interactions: number
  /** Fewest people behind any published pair of items. */
  readonly leastPeoplePerPair: number
}

export interface PackSignature {
  readonly algorithm: 'Ed25519'
  /** Base64 of 64 bytes over `canonicalManifest`. */
  readonly value: string
}

/** `manifest.json` of a catalogue pack. */
export interface PackManifest {
  readonly format: typeof PACK_FORMAT
  readonly name: string
  /** Changes whenever anything in the pack does. */
  readonly revision: string
  readonly licence: string
  /** Free facts: publisher, tool, date. Nothing reads them. */
  readonly about?: Readonly<Record<string, string>>
  /** Spaces of the vectors. Each modality is in one of them at most. */
  readonly spaces: readonly EmbeddingSpace[]
  /** Items after all shards: rows less those replaced and removed. */
  readonly itemCount: number
  readonly shards: readonly PackShard[]
  readonly learnt?: PackLearnt
  readonly signature?: PackSignature
}
