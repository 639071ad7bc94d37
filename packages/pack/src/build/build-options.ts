import type { BroughtOptions, VectorSource } from '../bring/bring-options.js'
import type { EncodedModality } from '../encode/item-encoder.js'
import type { Fault } from '../items/bad-rows.js'
import type { ColumnMap } from '../items/column-map.js'
import type { LearnOptions } from '../learn/learn.js'
import type { OnProgress } from '../progress.js'
import type { Partition } from '../work/work-folder.js'

/** What every step of a build takes. */
export interface CommonOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: OnProgress
  /** A row or a medium that cannot be used ends the build; otherwise it is skipped and told of. */
  readonly strict?: boolean
  readonly onFault?: (fault: Fault) => void
  /** File that gets every fault as a line of JSON. */
  readonly faultLog?: string
  /** Told in words what a person may want to know: columns without a use, clips without vectors. */
  readonly onNote?: (note: string) => void
}

/** What the manifest says of the pack. */
export interface FactOptions {
  readonly name: string
  readonly licence: string
  /** Free facts: publisher, source. The same facts give the same bytes, so leave times out. */
  readonly about?: Readonly<Record<string, string>>
}

/** How items are read and encoded. */
export interface ItemOptions extends CommonOptions {
  /** Files (JSON Lines, CSV, TSV, Parquet; text ones also with .gz), and folders of part files. */
  readonly items: readonly string[]
  readonly map?: Partial<ColumnMap>
  /** Folder or address that relative names of media start from; by default the folder of the file that names them. */
  readonly media?: string
  /** Folder of a model; by default the embedded one. `null`: nothing is encoded, vectors are brought. */
  readonly model?: string | null
  /** By default the one that browsers run on WebAssembly; the most exact one where their kernel cannot run. */
  readonly variant?: string
  /** By default all that the model reads. */
  readonly modalities?: readonly EncodedModality[]
  /**
   * Name or path of ffmpeg (5.1 or newer), which decodes clips and all sounds but WAVE; by default the one in PATH. Where there is none, these
   * media are faults, and asking for clips by name is refused.
   */
  readonly ffmpeg?: string
  /** Vectors that were made elsewhere; they go before what could be encoded. */
  readonly vectors?: readonly VectorSource[]
  /** Rows per shard, by default 2,000: the first one is what a visitor's first list is made of. */
  readonly shardRows?: number
}

/** What is added to items once they are encoded. */
export interface AssembleOptions extends CommonOptions, FactOptions {
  /** Folder of the pack. */
  readonly to: string
  /** Interactions to learn from: of people who consented, or public ones. */
  readonly learn?: LearnOptions
  /** What another engine learnt, in place of interactions. */
  readonly brought?: BroughtOptions
}

export interface BuildOptions extends ItemOptions, AssembleOptions {
  /** Folder of the revision before: only what changed since is encoded, and fetched by devices that hold it. */
  readonly since?: string
}

export interface PartitionOptions extends ItemOptions {
  /** Folder of the partition. */
  readonly to: string
  readonly partition: Partition
}

export interface MergeOptions extends AssembleOptions {
  /** Folders that `buildPartition` wrote, all of one pack, in any order. */
  readonly partitions: readonly string[]
}
