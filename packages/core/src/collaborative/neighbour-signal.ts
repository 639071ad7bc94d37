import type { ItemWeights } from '../artefacts/item-weights.js'
import type { Signal } from '../score/signal.js'
import type { ItemHistory } from './item-history.js'

export interface NeighbourSignalInput {
  readonly name: 'neighbours' | 'session'
  /** Share of the score. */
  readonly weight: number
  readonly itemWeights: ItemWeights
  readonly history: ItemHistory
  /** `[events]`: what each event counts for here. */
  readonly eventWeights: Float64Array
  /** Item indexes. */
  readonly candidates: Int32Array
}

/** x_i = sum over events h of w_h B[h, i]. What an event adds costs as much as its row has entries. */
export function neighbourSignal(input: NeighbourSignalInput): Signal {
  const { name, weight, itemWeights, history, eventWeights, candidates } = input
  const slots = new Int32Array(itemWeights.count).fill(-1)
  for (let j = 0; j < candidates.length; j += 1) slots[candidates[j] as number] = j
  const values = new Float64Array(candidates.length)
  const means = new Float64Array(history.items.length)
  for (let k = 0; k < means.length; k += 1) {
    const factor = eventWeights[k] as number
    if (factor === 0) continue
    const sum = itemWeights.addRow(history.items[k] as number, factor, slots, values)
    means[k] = sum / Math.max(1, candidates.length)
  }
  const term = (k: number, j: number): number =>
    (eventWeights[k] ?? 0) * itemWeights.weight(history.items[k] ?? 0, candidates[j] ?? -1)
  // Sums of shipped numbers in float64: nothing coarse is in them, so there is no magnitude to measure rounding against.
  return { name, weight, values, terms: { evidence: history.evidence, magnitude: 0, means, term } }
}
