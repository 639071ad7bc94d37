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
    found.push(...nearestFactors({ factors, catalogue, user: person.vector, learnt, indexes, allowed, most }))
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
  const best = bestOf(sums, most, (row) => allowed[indexes[row] as number] === 1)
  sums.clear()
  return best
}

function bestOf({ places, sums }: SparseSums, most: number, mayAppear: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(places.length)
  const values = new Float64Array(places.length)
  let count = 0
  for (let k = 0; k < places.length; k += 1) {
    const row = places[k] as number
    const value = sums[k] as number
    if (!(value > 0) || !mayAppear(row)) continue
    rows[count] = row
    values[count] = value
    count += 1
  }
  return topK(values.subarray(0, count), most, undefined, rows).map((k) => rows[k] as number)
}
