import type { FactorSource } from '../artefacts/item-factors.js'
import type { Signal, SignalTerms } from '../score/signal.js'
import { dot } from '../vector/vector.js'
import type { FoldedPerson } from './fold-in.js'
import type { ItemHistory } from './item-history.js'

export interface FactorSignalInput {
  readonly name: 'factors' | 'session'
  /** Share of the score. */
  readonly weight: number
  readonly factors: FactorSource
  readonly person: FoldedPerson
  readonly history: ItemHistory
  /** Item indexes. */
  readonly candidates: Int32Array
  /** `[candidates]`, 1 where there are factors (default: everywhere). */
  readonly known?: Uint8Array
}

/** y_i = v_i . u for a folded-in person. */
export function factorSignal(input: FactorSignalInput): Signal {
  const { name, weight, factors, person, candidates, known } = input
  const values = new Float64Array(candidates.length)
  factors.products(person.vector, candidates, values)
  return { name, weight, values, ...(known === undefined ? {} : { known }), terms: new FactorTerms(input) }
}

/** The sum taken apart: one solve per event, done only when an explanation is asked for. */
class FactorTerms implements SignalTerms {
  readonly magnitude = 0
  readonly #input: FactorSignalInput
  readonly #row: Float64Array
  #split:
    | { readonly directions: readonly Float64Array[]; readonly means: Float64Array; readonly base: number }
    | undefined

  constructor(input: FactorSignalInput) {
    this.#input = input
    this.#row = new Float64Array(input.factors.dimensions)
  }

  get evidence() {
    return this.#input.history.evidence
  }

  get means(): Float64Array {
    return this.#parts().means
  }

  get base(): SignalTerms['base'] {
    const { prior } = this.#input.person
    if (prior === undefined) return undefined
    return { mean: this.#parts().base, at: (j) => dot(prior, this.#factorsOf(j)) }
  }

  term(entry: number, candidate: number): number {
    const direction = this.#parts().directions[entry]
    return direction === undefined ? 0 : dot(direction, this.#factorsOf(candidate))
  }

  #factorsOf(candidate: number): Float64Array {
    this.#input.factors.read(this.#input.candidates[candidate] ?? 0, this.#row)
    return this.#row
  }

  #parts() {
    this.#split ??= this.#takeApart()
    return this.#split
  }

  #takeApart() {
    const { person, history, candidates, known } = this.#input
    const centre = new Float64Array(this.#row.length)
    let count = 0
    for (let j = 0; j < candidates.length; j += 1) {
      if (known?.[j] === 0) continue
      count += 1
      const row = this.#factorsOf(j)
      for (let d = 0; d < row.length; d += 1) centre[d] = (centre[d] as number) + (row[d] as number)
    }
    const mean = centre.map((sum) => sum / Math.max(1, count))
    const directions = Array.from(history.items, (_, k) => person.ofEvent(k))
    const means = Float64Array.from(directions, (direction) => dot(direction, mean))
    return { directions, means, base: person.prior === undefined ? 0 : dot(person.prior, mean) }
  }
}
