import type { ItemWeights } from '../artefacts/item-weights.js'
import type { Signal, SignalTerms } from '../score/signal.js'
import { eventSums } from './event-sums.js'
import type { ItemHistory } from './item-history.js'

export interface NeighbourSignalInput {
  readonly name: 'neighbours' | 'session' | 'next'
  /** Share of the score. */
  readonly weight: number
  readonly itemWeights: ItemWeights
  /** `items` are rows of the weights; an event on an item without a row, -1, adds nothing. */
  readonly history: ItemHistory
  /** `[events]`: what each event counts for here. */
  readonly eventWeights: Float64Array
  /** Rows of the weights; -1 for a candidate without one. */
  readonly candidates: Int32Array
  /** `[candidates]`, 1 where there is a row (default: everywhere). */
  readonly known?: Uint8Array
}

/** x_i = sum over events h of w_h B[h, i]. What an event adds costs as much as its row has entries. */
export function neighbourSignal(input: NeighbourSignalInput): Signal {
  const { name, weight, itemWeights, history, eventWeights, candidates, known } = input
  const { values, means } = eventSums(itemWeights, history.items, eventWeights).among(candidates)
  // Sums of shipped numbers in float64: nothing coarse is in them, so there is no magnitude to measure rounding against.
  const marks = known === undefined ? {} : { known }
  return { name, weight, values, ...marks, terms: new NeighbourTerms(input, means) }
}

/** The sum taken apart, for a page of candidates at once: an event's row is read once for all of them. */
class NeighbourTerms implements SignalTerms {
  readonly magnitude = 0
  readonly means: Float64Array
  readonly #input: NeighbourSignalInput
  /** By candidate, `[events]`. */
  readonly #columns = new Map<number, Float64Array>()

  constructor(input: NeighbourSignalInput, means: Float64Array) {
    this.#input = input
    this.means = means
  }

  get evidence() {
    return this.#input.history.evidence
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
    const { itemWeights, history, eventWeights } = this.#input
    const rows = Int32Array.from(missing, (candidate) => this.#input.candidates[candidate] ?? -1)
    const columns = eventSums(itemWeights, history.items, eventWeights).columns(rows)
    for (const [m, candidate] of missing.entries()) this.#columns.set(candidate, columns[m] ?? new Float64Array(0))
  }
}
