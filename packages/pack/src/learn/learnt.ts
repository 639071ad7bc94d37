import type { PackEvidence, SharedTable, WeightTable } from '@locavore/catalogue'
import type { PipelineConstants } from '@locavore/core'

/** What a publisher learnt about the rows of a pack; each part may be missing. */
export interface Learnt {
  readonly factors?: {
    readonly dimensions: number
    /** `[rows, dimensions]`, to be multiplied by `shared.factorScales`; zeros for a row nothing was learnt about. */
    readonly codes: Int8Array
  }
  /** Over all rows of the pack. */
  readonly weights?: WeightTable
  /** `[rows]` people who like each. */
  readonly likes?: Uint32Array
  readonly shared?: SharedTable
  readonly constants?: Readonly<Partial<PipelineConstants>>
  readonly evidence?: PackEvidence
}
