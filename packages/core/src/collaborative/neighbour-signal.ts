import type { ItemWeights } from '../artefacts/item-weights.js'
import type { Signal } from '../score/signal.js'
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
  const slots = new Int32Array(itemWeights.count).fill(-1)
  let count = 0
  for (let j = 0; j < candidates.length; j += 1) {
    const row = candidates[j] as number
    if (row < 0) continue
    slots[row] = j
    count += 1
  }
  const values = new Float64Array(candidates.length)
  const means = new Float64Array(history.items.length)
  for (let k = 0; k < means.length; k += 1) {
    const factor = eventWeights[k] as number
    if (factor === 0 || (history.items[k] as number) < 0) continue
    const sum = itemWeights.addRow(history.items[k] as number, factor, slots, values)
    means[k] = sum / Math.max(1, count)
  }
  const term = (k: number, j: number): number => {
    const row = history.items[k] ?? -1
    return row < 0 ? 0 : (eventWeights[k] ?? 0) * itemWeights.weight(row, candidates[j] ?? -1)
  }
  // Sums of shipped numbers in float64: nothing coarse is in them, so there is no magnitude to measure rounding against.
  const marks = known === undefined ? {} : { known }
  return { name, weight, values, ...marks, terms: { evidence: history.evidence, magnitude: 0, means, term } }
}
