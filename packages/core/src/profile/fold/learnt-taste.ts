import { addOuterProduct, type ItemFactors } from '../../artefacts/item-factors.js'
import type { ItemWeights } from '../../artefacts/item-weights.js'
import { LocavoreError } from '../../errors.js'
import { HALF_LIFE } from '../decay.js'
import type { Evidence } from '../profile.js'
import type { EvidenceChange } from './profile-draft.js'

export interface LearntTasteOptions {
  readonly factors?: ItemFactors
  readonly itemWeights?: ItemWeights
  /** Index of an item in the artefacts; undefined for items they do not know. */
  readonly indexOf: (itemId: string) => number | undefined
  /** Likes after which an older like counts half; null: never. */
  readonly halfLife?: number | null
}

/** Doublings of growth after which all sums are scaled back. A power of two, so that scaling rounds nothing. */
const MOST_DOUBLINGS = 256

/**
 * The sums of the score on published artefacts, kept up to date event by event: `A = sum |w| v v'`, `b = sum w+ v`, the item
 * signal `x = sum w B[h]`, and `N = sum w+`, each with decayed weights. Instead of shrinking what is old, what is new grows
 * (Cormode et al., ICDE 2009: forward decay), so that an event costs `dimensions^2 / 2 + entries per row`, however long the log.
 */
export class LearntTaste {
  readonly #options: LearntTasteOptions
  readonly #halfLife: number | null
  readonly #matrix: Float64Array
  readonly #right: Float64Array
  readonly #item: Float64Array
  readonly #slots: Int32Array
  readonly #row: Float64Array
  #evidence = 0
  /** Reading of the clock at which growth is 1. */
  #origin = 0

  constructor(options: LearntTasteOptions) {
    const { factors, itemWeights, halfLife = HALF_LIFE } = options
    if (factors !== undefined && itemWeights !== undefined && factors.count !== itemWeights.count) {
      throw new LocavoreError(
        'catalogue-invalid',
        `The factors are of ${factors.count} items and the item weights of ${itemWeights.count}. Ship both for the same catalogue.`,
      )
    }
    const dimensions = factors?.dimensions ?? 0
    const items = itemWeights?.count ?? 0
    this.#options = options
    this.#halfLife = halfLife
    this.#matrix = new Float64Array(dimensions * dimensions)
    this.#right = new Float64Array(dimensions)
    this.#row = new Float64Array(dimensions)
    this.#item = new Float64Array(items)
    this.#slots = Int32Array.from({ length: items }, (_, index) => index)
  }

  /** Takes over what an interaction changed in a profile. */
  apply({ removed, added }: EvidenceChange): void {
    for (const entry of removed) this.#add(entry, -1)
    if (added === undefined) return
    this.#scaleBack(added.clock)
    this.#add(added, 1)
  }

  /**
   * The sums as they are at a reading of the profile's clock. `matrix`: lower triangle, `[dimensions, dimensions]`; `right`:
   * `[dimensions]`; `items`: `[items]`; `evidence`: N.
   */
  at(clock: number): {
    readonly matrix: Float64Array
    readonly right: Float64Array
    readonly items: Float64Array
    readonly evidence: number
  } {
    const left = 1 / this.#growth(clock)
    return {
      matrix: this.#matrix.map((value) => value * left),
      right: this.#right.map((value) => value * left),
      items: this.#item.map((value) => value * left),
      evidence: this.#evidence * left,
    }
  }

  #add({ itemId, weight, clock }: Evidence, sign: 1 | -1): void {
    const { factors, itemWeights, indexOf } = this.#options
    const index = indexOf(itemId)
    if (index === undefined) return
    const grown = sign * weight * this.#growth(clock)
    const positive = weight > 0 ? grown : 0
    this.#evidence += positive
    itemWeights?.addRow(index, grown, this.#slots, this.#item)
    if (factors === undefined) return
    const { dimensions } = factors
    factors.read(index, this.#row)
    addOuterProduct(this.#matrix, this.#row, weight > 0 ? grown : -grown)
    for (let d = 0; d < dimensions; d += 1) {
      this.#right[d] = (this.#right[d] as number) + positive * (this.#row[d] as number)
    }
  }

  #growth(clock: number): number {
    return this.#halfLife === null ? 1 : 2 ** ((clock - this.#origin) / this.#halfLife)
  }

  #scaleBack(clock: number): void {
    if (this.#halfLife === null || clock - this.#origin < MOST_DOUBLINGS * this.#halfLife) return
    const scale = 2 ** -MOST_DOUBLINGS
    for (const sums of [this.#matrix, this.#right, this.#item]) {
      for (let k = 0; k < sums.length; k += 1) sums[k] = (sums[k] as number) * scale
    }
    this.#evidence *= scale
    this.#origin += MOST_DOUBLINGS * this.#halfLife
  }
}
