import type { FactorSource } from '../artefacts/item-factors.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { ItemHistory } from '../collaborative/item-history.js'
import type { ElsewhereEvidence } from '../domains/elsewhere.js'
import type { Learnt } from './learnt.js'

/** Factors of some items, and behind them of things of other catalogues. */
class FactorsWithElsewhere implements FactorSource {
  readonly #own: FactorSource
  readonly #places: number
  readonly #elsewhere: readonly Float64Array[]

  /** @param places of the own items: those of other catalogues are numbered from there on. */
  constructor(own: FactorSource, places: number, elsewhere: readonly Float64Array[]) {
    this.#own = own
    this.#places = places
    this.#elsewhere = elsewhere
  }

  get count(): number {
    return this.#own.count
  }

  get dimensions(): number {
    return this.#own.dimensions
  }

  get gram(): Float64Array {
    return this.#own.gram
  }

  read(place: number, out: Float64Array): void {
    const mapped = this.#elsewhere[place - this.#places]
    if (mapped === undefined) this.#own.read(place, out)
    else out.set(mapped)
  }

  products(user: Float64Array, places: Int32Array, out: Float64Array): void {
    this.#own.products(user, places, out)
  }

  addRows(places: Int32Array, out: Float64Array): void {
    this.#own.addRows(places, out)
  }
}

export interface ElsewhereFactorsInput {
  readonly learnt: Learnt
  readonly catalogue: Catalogue
  readonly elsewhere: readonly ElsewhereEvidence[]
  /** What they count against what was done here, in [0, 1]. */
  readonly strength: number
}

/** The factors and events to fold a person in from: those of this catalogue, and what its map makes of likes elsewhere. */
export function withElsewhere<Own extends FactorSource>(
  factors: Own,
  history: ItemHistory,
  places: number,
  { learnt, catalogue, elsewhere, strength }: ElsewhereFactorsInput,
): { readonly factors: Own | FactorSource; readonly history: ItemHistory } {
  const { contentMap } = learnt
  if (contentMap === undefined || elsewhere.length === 0 || strength === 0) return { factors, history }
  const mapped = elsewhere.flatMap(({ evidence, vectors }) => {
    const vector = contentMap.factorsOfVectors(catalogue, vectors)
    return vector?.length === factors.dimensions ? [{ evidence, vector }] : []
  })
  if (mapped.length === 0) return { factors, history }
  const weights = mapped.map(({ evidence }) => strength * evidence.currentWeight)
  return {
    factors: new FactorsWithElsewhere(
      factors,
      places,
      mapped.map(({ vector }) => vector),
    ),
    history: {
      ...history,
      items: Int32Array.from([...history.items, ...mapped.map((_, k) => places + k)]),
      weights: Float64Array.from([...history.weights, ...weights]),
      sessionWeights: Float64Array.from([...history.sessionWeights, ...mapped.map(() => 0)]),
      evidence: [...history.evidence, ...mapped.map(({ evidence }) => evidence)],
    },
  }
}
