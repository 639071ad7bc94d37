import type { ContentSimilarity } from '../artefacts/content-table.js'
import type { Signal } from '../score/signal.js'
import type { ItemHistory } from './item-history.js'

export interface ContentSignalInput {
  readonly name: 'taste' | 'session'
  /** Share of the score. */
  readonly weight: number
  readonly content: ContentSimilarity
  readonly history: ItemHistory
  /** `[events]`: what each event counts for here; only positive ones do. */
  readonly eventWeights: Float64Array
  /** Exponent of the cosine: above 1 it keeps separate interests apart without clustering (NAIS: He et al., TKDE 2018). */
  readonly power: number
  /** Item indexes. */
  readonly candidates: Int32Array
}

/** c_i = sum over events h of w_h max(0, e_i . e_h)^power. */
export function contentSignal(input: ContentSignalInput): Signal {
  const { name, weight, content, history, eventWeights, power, candidates } = input
  const values = new Float64Array(candidates.length)
  const means = new Float64Array(history.items.length)
  for (let k = 0; k < means.length; k += 1) {
    const factor = eventWeights[k] as number
    if (!(factor > 0)) continue
    const cosines = content.cosines(history.items[k] as number)
    let sum = 0
    for (let j = 0; j < candidates.length; j += 1) {
      const cosine = cosines[candidates[j] as number] as number
      if (!(cosine > 0)) continue
      const value = factor * (power === 2 ? cosine * cosine : cosine ** power)
      values[j] = (values[j] as number) + value
      sum += value
    }
    means[k] = sum / Math.max(1, candidates.length)
  }
  const term = (k: number, j: number): number => {
    const cosine = content.cosines(history.items[k] ?? 0)[candidates[j] ?? -1] ?? 0
    const factor = Math.max(0, eventWeights[k] ?? 0)
    return cosine > 0 ? factor * cosine ** power : 0
  }
  return { name, weight, values, terms: { evidence: history.evidence, magnitude: 0, means, term } }
}
