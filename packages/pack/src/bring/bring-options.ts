import type { Modality, PipelineConstants } from '@locavore/core'

/** Vectors that were made elsewhere: Parquet, JSON Lines or safetensors, one file or many part files. */
export interface VectorSource {
  readonly modality: Modality
  readonly paths: readonly string[]
  /** Id of the space they are of; by default the model's. Vectors of another space must never be given its id. */
  readonly space?: string
  /** Columns of tables, by default `id` and `embedding`. */
  readonly columns?: { readonly id?: string; readonly vector?: string }
}

/** Factors that an engine learnt, such as a saved `ALSModel` of Spark: its folder, or a table of ids and lists. */
export interface FactorSource {
  readonly path: string
  /** By default `id` and `features`, as Spark calls them. */
  readonly columns?: { readonly id?: string; readonly features?: string }
  /** Table with the columns `id` (the engine's number) and `item`; without it the number itself is the item's id. */
  readonly labels?: string
}

/** Item-item weights that an engine learnt: a row per pair, or a row per item with two lists. */
export interface NeighbourSource {
  readonly paths: readonly string[]
  /** A row per pair: `item`, `neighbour`, `weight`, and `people` where it is known. With lists: `id`, `neighbours`, `weights`. */
  readonly columns?: Readonly<Partial<Record<'item' | 'neighbour' | 'weight' | 'people', string>>>
  /** Pairs of fewer people are left out where the table says how many there are. Default 20. */
  readonly leastPeople?: number
  /** Default 100. */
  readonly weightsPerItem?: number
}

/** What an engine learnt already, in place of interactions. */
export interface BroughtOptions {
  readonly factors?: FactorSource
  readonly neighbours?: NeighbourSource
  /** Constants that the device scores with: `alpha0` and `lambda` of the factors. */
  readonly constants?: Readonly<Partial<PipelineConstants>>
}
