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

/** The sum taken apart, only when an explanation is asked for: one solve for each candidate that is explained. */
class FactorTerms implements SignalTerms {
  readonly magnitude = 0
  readonly #input: FactorSignalInput
  readonly #row: Float64Array
  #centre: { readonly means: Float64Array; readonly base: number } | undefined
  /** What each event gave, by candidate, `[events]`. */
  readonly #columns = new Map<number, Float64Array>()

  constructor(input: FactorSignalInput) {
    this.#input = input
    this.#row = new Float64Array(input.factors.dimensions)
  }

  get evidence() {
    return this.#input.history.evidence
  }

  get means(): Float64Array {
    return this.#atCentre().means
  }

  get base(): SignalTerms['base'] {
    const { prior } = this.#input.person
    if (prior === undefined) return undefined
    return { mean: this.#atCentre().base, at: (j) => dot(prior, this.#factorsOf(j)) }
  }

  term(entry: number, candidate: number): number {
    return this.at(candidate)[entry] ?? 0
  }

  at(candidate: number): ArrayLike<number> {
    if (!this.#columns.has(candidate)) this.prepare([candidate])
    return this.#columns.get(candidate) ?? []
  }

  prepare(candidates: readonly number[]): void {
    const missing = candidates.filter((candidate) => !this.#columns.has(candidate))
    if (missing.length === 0) return
    const shares = this.#input.person.sharesIn(missing.map((candidate) => this.#factorsOf(candidate).slice()))
    for (const [m, candidate] of missing.entries()) this.#columns.set(candidate, shares[m] ?? new Float64Array(0))
  }

  #factorsOf(candidate: number): Float64Array {
    this.#input.factors.read(this.#input.candidates[candidate] ?? 0, this.#row)
    return this.#row
  }

  /** Products are linear, so their mean over the candidates is that with the mean candidate. */
  #atCentre() {
    this.#centre ??= this.#takeApart()
    return this.#centre
  }

  #takeApart() {
    const { person, factors, candidates, known } = this.#input
    const some = known === undefined ? candidates : knownAmong(candidates, known)
    const sum = new Float64Array(this.#row.length)
    factors.addRows(some, sum)
    const mean = sum.map((value) => value / Math.max(1, some.length))
    const [means = new Float64Array(0)] = person.sharesIn([mean])
    return { means, base: person.prior === undefined ? 0 : dot(person.prior, mean) }
  }
}

function knownAmong(candidates: Int32Array, known: Uint8Array): Int32Array {
  const some = new Int32Array(candidates.length)
  let count = 0
  for (let j = 0; j < candidates.length; j += 1) {
    if (known[j] === 0) continue
    some[count] = candidates[j] as number
    count += 1
  }
  return some.subarray(0, count)
}
