import type { Catalogue } from '../catalogue/catalogue.js'
import { foldIn } from '../collaborative/fold-in.js'
import { profileHistory } from '../collaborative/item-history.js'
import type { Profile } from '../profile/profile.js'
import { topK } from '../retrieve/top-k.js'
import type { Learnt } from './learnt.js'
import { nearestFactors } from './nearest-factors.js'

export interface LearntCandidatesInput {
  readonly learnt: Learnt
  readonly catalogue: Catalogue
  readonly profile: Profile
  /** 1 where an item may appear, `[catalogue.extent]`. */
  readonly allowed: Uint8Array
  /** From each table. */
  readonly most: number
}

/** Indexes of the items that the tables find best for a person: by item weights, and by factors. */
export function learntCandidates({ learnt, catalogue, profile, allowed, most }: LearntCandidatesInput): number[] {
  const { itemWeights, factors, constants, factorMean } = learnt
  const count = itemWeights?.count ?? factors?.count ?? 0
  if (count === 0 || most === 0) return []
  const indexes = learnt.indexesIn(catalogue)
  const open = new Uint8Array(count)
  for (let row = 0; row < count; row += 1) {
    const index = indexes[row] as number
    open[row] = index < 0 ? 0 : (allowed[index] as number)
  }
  const rowOf = (itemId: string) => {
    const row = learnt.rowsOf(catalogue, Int32Array.of(catalogue.indexOf(itemId) ?? -1))[0] ?? -1
    return row < 0 ? undefined : row
  }
  const history = profileHistory(profile, rowOf, constants)
  const everything = learnt.everyRow
  const found: number[] = []
  const values = new Float64Array(count)
  if (itemWeights !== undefined && history.items.length > 0) {
    for (const [k, row] of history.items.entries()) {
      itemWeights.addRow(row, history.weights[k] as number, everything, values)
    }
    // Most items get nothing from any event, and are no answer.
    const spoken = open.slice()
    for (let row = 0; row < count; row += 1) if (!((values[row] as number) > 0)) spoken[row] = 0
    found.push(...topK(values, most, spoken))
  }
  if (factors !== undefined) {
    const prior = factorMean === undefined ? {} : { priorMean: factorMean }
    const person = foldIn({ ...constants, ...prior, factors, items: history.items, weights: history.weights })
    found.push(...nearestFactors({ factors, kernels: catalogue.kernels, user: person.vector, everything, open, most }))
  }
  return found.map((row) => indexes[row] as number)
}
