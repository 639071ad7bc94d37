import type { ItemWeights } from '../../artefacts/item-weights.js'
import type { Catalogue } from '../../catalogue/catalogue.js'
import { type ItemHistory, profileHistory } from '../../collaborative/item-history.js'
import type { Profile } from '../../profile/profile.js'
import { topK } from '../../retrieve/top-k.js'
import { SparseSums } from '../../vector/sets/sparse-sums.js'
import type { Learnt } from '../learnt.js'
import { foldInRows } from './folded-rows.js'
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
  const { itemWeights, factors, constants } = learnt
  const count = itemWeights?.count ?? factors?.count ?? 0
  if (count === 0 || most === 0) return []
  const indexes = learnt.indexesIn(catalogue)
  const history = profileHistory(profile, (itemId) => learnt.rowOf(catalogue, itemId), constants)
  const found: number[] = []
  if (itemWeights !== undefined && history.items.length > 0) {
    found.push(...bestNeighbours(itemWeights, history, most, { indexes, allowed }))
  }
  if (factors !== undefined) {
    const person = foldInRows({ learnt, factors, items: history.items, weights: history.weights })
    const { kernels } = catalogue
    found.push(...nearestFactors({ factors, kernels, user: person.vector, learnt, indexes, allowed, most }))
  }
  return found.map((row) => indexes[row] as number)
}

const rooms = new WeakMap<ItemWeights, SparseSums>()

/** Rows with the largest sums over the events, best first. Most get nothing from any event, and are no answer. */
function bestNeighbours(
  itemWeights: ItemWeights,
  history: ItemHistory,
  most: number,
  { indexes, allowed }: { readonly indexes: Int32Array; readonly allowed: Uint8Array },
): Int32Array {
  const sums = rooms.get(itemWeights) ?? new SparseSums(itemWeights.count)
  rooms.set(itemWeights, sums)
  for (let k = 0; k < history.items.length; k += 1) {
    itemWeights.addTo(sums, history.items[k] as number, history.weights[k] as number)
  }
  const { touched, values } = sums
  const spoken = new Int32Array(touched.length)
  let count = 0
  for (let k = 0; k < touched.length; k += 1) {
    const row = touched[k] as number
    if (!((values[row] as number) > 0) || allowed[indexes[row] as number] !== 1) continue
    spoken[count] = row
    count += 1
  }
  const best = topK(values, most, undefined, spoken.subarray(0, count))
  sums.clear()
  return best
}
