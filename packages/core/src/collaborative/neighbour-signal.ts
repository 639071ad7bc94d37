import type { ItemWeights } from '../artefacts/item-weights.js'
import type { Signal, SignalTerms } from '../score/signal.js'
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
  const { name, weight, itemWeights, candidates, known } = input
  const { values, means } = withSlots(itemWeights, candidates, (slots, count) => sumRows(input, slots, count))
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
    this.prepare([candidate])
    return this.#columns.get(candidate) ?? []
  }

  prepare(candidates: readonly number[]): void {
    const missing = candidates.filter((candidate) => !this.#columns.has(candidate))
    if (missing.length === 0) return
    const { itemWeights, history, eventWeights } = this.#input
    const columns = missing.map(() => new Float64Array(history.items.length))
    const places = Int32Array.from(missing, (candidate) => this.#input.candidates[candidate] ?? -1)
    withSlots(itemWeights, places, (slots) => {
      const row = new Float64Array(missing.length)
      for (let k = 0; k < history.items.length; k += 1) {
        const factor = eventWeights[k] as number
        if (factor === 0 || (history.items[k] as number) < 0) continue
        itemWeights.addRow(history.items[k] as number, factor, slots, row.fill(0))
        for (let m = 0; m < row.length; m += 1) (columns[m] as Float64Array)[k] = row[m] as number
      }
    })
    missing.forEach((candidate, m) => {
      this.#columns.set(candidate, columns[m] as Float64Array)
    })
  }
}

function sumRows(
  { itemWeights, history, eventWeights, candidates }: NeighbourSignalInput,
  slots: Int32Array,
  count: number,
) {
  const values = new Float64Array(candidates.length)
  const means = new Float64Array(history.items.length)
  for (let k = 0; k < means.length; k += 1) {
    const factor = eventWeights[k] as number
    if (factor === 0 || (history.items[k] as number) < 0) continue
    const sum = itemWeights.addRow(history.items[k] as number, factor, slots, values)
    means[k] = sum / Math.max(1, count)
  }
  return { values, means }
}

/** `[rows]`: -1 everywhere, but for as long as somebody works with it. */
const rooms = new WeakMap<ItemWeights, Int32Array>()

/** Calls `work` with the place of each row among the candidates, -1 where it has none, and the number of those that have one. */
function withSlots<T>(
  itemWeights: ItemWeights,
  candidates: Int32Array,
  work: (slots: Int32Array, count: number) => T,
): T {
  const slots = rooms.get(itemWeights) ?? new Int32Array(itemWeights.count).fill(-1)
  rooms.set(itemWeights, slots)
  let count = 0
  for (let j = 0; j < candidates.length; j += 1) {
    const row = candidates[j] as number
    if (row < 0) continue
    slots[row] = j
    count += 1
  }
  const done = work(slots, count)
  for (let j = 0; j < candidates.length; j += 1) {
    const row = candidates[j] as number
    if (row >= 0) slots[row] = -1
  }
  return done
}
