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
  /** `[rows]`: every row, in order. Not to be written to. */
  readonly everyRow: Int32Array
  readonly #ids: readonly string[]
  readonly #rows: ReadonlyMap<string, number>
  #held: { readonly catalogue: Catalogue; readonly version: number; readonly places: RowPlaces } | undefined

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
    this.everyRow = Int32Array.from(ids, (_, row) => row)
    this.#rows = new Map(ids.map((id, row) => [id, row]))
  }

  /** Whether there is anything learnt of what people like together. */
  get empty(): boolean {
    return this.itemWeights === undefined && this.factors === undefined
  }

  /** The row of each item of a catalogue by its index; -1 where there is none. */
  rowsOf(catalogue: Catalogue, indexes: Int32Array): Int32Array {
    const { rowAt, followIndexes } = this.#placesIn(catalogue)
    const rows = new Int32Array(indexes.length)
    const count = this.#ids.length
    if (followIndexes) {
      for (let k = 0; k < rows.length; k += 1) rows[k] = (indexes[k] as number) < count ? (indexes[k] as number) : -1
      return rows
    }
    for (let k = 0; k < rows.length; k += 1) rows[k] = rowAt[indexes[k] as number] ?? -1
    return rows
  }

  /** The row of one item; undefined where it, or a row of it, is not there. */
  rowOf(catalogue: Catalogue, itemId: string): number | undefined {
    const row = this.#placesIn(catalogue).rowAt[catalogue.indexOf(itemId) ?? -1] ?? -1
    return row < 0 ? undefined : row
  }

  /** `[rows]`: the index of the item of each row in a catalogue; -1 where it has no such item. Not to be written to. */
  indexesIn(catalogue: Catalogue): Int32Array {
    return this.#placesIn(catalogue).indexes
  }

  /** Whether every row is about the item of the same number. */
  followsIndexes(catalogue: Catalogue): boolean {
    return this.#placesIn(catalogue).followIndexes
  }

  #placesIn(catalogue: Catalogue): RowPlaces {
    const { version } = catalogue
    const held = this.#held?.catalogue === catalogue ? this.#held : undefined
    if (held?.version === version) return held.places
    const changed = held && catalogue.changedSince(held.version)
    const places = changed && held ? held.places : new RowPlaces(this.#ids, catalogue)
    for (const index of changed ?? []) places.move(index, this.#rows.get(catalogue.idAt(index) ?? '') ?? -1)
    this.#held = { catalogue, version, places }
    return places
  }
}

/** Where the item of each row stands in a catalogue, kept in step with single changes of it. */
class RowPlaces {
  /** `[rows]`: index in the catalogue, or -1. */
  readonly indexes: Int32Array
  /** `[items]` or longer: row, or -1. */
  rowAt: Int32Array
  followIndexes: boolean

  constructor(ids: readonly string[], catalogue: Catalogue) {
    this.indexes = Int32Array.from(ids, (id) => catalogue.indexOf(id) ?? -1)
    this.rowAt = new Int32Array(catalogue.extent).fill(-1)
    for (let row = 0; row < ids.length; row += 1) {
      const index = this.indexes[row] as number
      if (index >= 0) this.rowAt[index] = row
    }
    this.followIndexes = this.indexes.every((index, row) => index === row)
  }

  /** What stands at an index is now the item of this row, or of none (-1). */
  move(index: number, row: number): void {
    this.#reserve(index + 1)
    const before = this.rowAt[index] as number
    if (before !== row) this.followIndexes = false
    if (before >= 0 && this.indexes[before] === index) this.indexes[before] = -1
    this.rowAt[index] = row
    if (row >= 0) this.indexes[row] = index
  }

  #reserve(items: number): void {
    if (items <= this.rowAt.length) return
    const larger = new Int32Array(Math.max(items, 2 * this.rowAt.length)).fill(-1)
    larger.set(this.rowAt)
    this.rowAt = larger
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
