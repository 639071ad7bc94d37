import { artefactError } from '../artefacts/check-artefact.js'
import type { ItemFactors } from '../artefacts/item-factors.js'
import type { ItemWeights } from '../artefacts/item-weights.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import { type PipelineConstants, pipelineConstants } from '../collaborative/pipeline-constants.js'
import type { ScoreConstants } from '../score/constants.js'
import type { MappedContent } from './mapped-content.js'

export interface LearntInput {
  /** `[rows]`: the item of each row of the tables. */
  readonly ids: readonly string[]
  readonly itemWeights?: ItemWeights
  /** What tends to follow what. */
  readonly transitions?: ItemWeights
  readonly factors?: ItemFactors
  /** `[dimensions]`: the mean person. */
  readonly factorMean?: Float64Array
  /** From content to factors, for items without a row or with one of zeros. */
  readonly contentMap?: MappedContent
  readonly constants?: Readonly<Partial<PipelineConstants>>
}

/**
 * What a publisher learnt from what many people like together, and which item of a catalogue each row of it is about. The
 * catalogue may have items no row knows, and rows may be about items it has not. Immutable.
 */
export class Learnt {
  readonly itemWeights: ItemWeights | undefined
  readonly transitions: ItemWeights | undefined
  readonly factors: ItemFactors | undefined
  readonly factorMean: Float64Array | undefined
  readonly contentMap: MappedContent | undefined
  readonly constants: PipelineConstants
  readonly #ids: readonly string[]
  readonly #rows: ReadonlyMap<string, number>
  #indexes: { readonly catalogue: Catalogue; readonly version: number; readonly indexes: Int32Array } | undefined

  /** @throws `catalogue-invalid` if the tables have other rows than there are ids; `unknown-option`, `invalid-argument` for constants */
  constructor({ ids, itemWeights, transitions, factors, factorMean, contentMap, constants }: LearntInput) {
    for (const table of [itemWeights, transitions, factors]) {
      if (table === undefined || table.count === ids.length) continue
      throw artefactError(`A table has ${table.count} rows for ${ids.length} items. Ship one row per item.`)
    }
    this.itemWeights = itemWeights
    this.transitions = transitions
    this.factors = factors
    this.factorMean = factorMean
    this.contentMap = contentMap
    this.constants = pipelineConstants(constants)
    this.#ids = ids
    this.#rows = new Map(ids.map((id, row) => [id, row]))
  }

  /** Whether there is anything learnt of what people like together. */
  get empty(): boolean {
    return this.itemWeights === undefined && this.factors === undefined
  }

  /** The row of each item of a catalogue by its index; -1 where there is none. */
  rowsOf(catalogue: Catalogue, indexes: Int32Array): Int32Array {
    return indexes.map((index) => this.#rows.get(catalogue.idAt(index) ?? '') ?? -1)
  }

  /** `[rows]`: the index of the item of each row in a catalogue; -1 where it has no such item. Not to be written to. */
  indexesIn(catalogue: Catalogue): Int32Array {
    const { version } = catalogue
    if (this.#indexes?.catalogue !== catalogue || this.#indexes.version !== version) {
      const indexes = Int32Array.from(this.#ids, (id) => catalogue.indexOf(id) ?? -1)
      this.#indexes = { catalogue, version, indexes }
    }
    return this.#indexes.indexes
  }
}

/** The publisher's constants under the names that the score without artefacts knows them by. */
export function scoreConstantsOf({ constants }: Learnt): Partial<ScoreConstants> {
  return {
    halfLife: constants.halfLifeEvents ?? Infinity,
    sessionShare: constants.sessionWeight,
    sessionLength: constants.sessionLength,
    popularityFade: constants.fadingPopularityK,
  }
}
