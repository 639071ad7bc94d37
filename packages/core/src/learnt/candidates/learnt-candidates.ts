import type { ItemWeights } from '../../artefacts/item-weights.js'
import type { Catalogue } from '../../catalogue/catalogue.js'
import { eventSums } from '../../collaborative/event-sums.js'
import { type ItemHistory, profileHistory } from '../../collaborative/item-history.js'
import type { Profile } from '../../profile/profile.js'
import { bestSet } from '../../retrieve/best-set.js'
import { Room } from '../../vector/sets/room.js'
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

/** Indexes of the items that the tables find best for a person, by item weights and by factors; in no order. */
export function learntCandidates({ learnt, catalogue, profile, allowed, most }: LearntCandidatesInput): Int32Array {
  const { itemWeights, factors, constants } = learnt
  const count = itemWeights?.count ?? factors?.count ?? 0
  if (count === 0 || most === 0) return new Int32Array(0)
  const indexes = learnt.indexesIn(catalogue)
  const history = profileHistory(profile, (itemId) => learnt.rowOf(catalogue, itemId), constants)
  const found: ArrayLike<number>[] = []
  if (itemWeights !== undefined && history.items.length > 0) {
    found.push(bestNeighbours(itemWeights, history, most, { indexes, allowed }))
  }
  if (factors !== undefined) {
    const person = foldInRows({ learnt, factors, items: history.items, weights: history.weights })
    found.push(nearestFactors({ factors, catalogue, user: person.vector, learnt, indexes, allowed, most }))
  }
  return itemsOf(found, indexes)
}

function itemsOf(found: readonly ArrayLike<number>[], indexes: Int32Array): Int32Array {
  const items = new Int32Array(found.reduce((sum, rows) => sum + rows.length, 0))
  let next = 0
  for (const rows of found) {
    for (let k = 0; k < rows.length; k += 1, next += 1) items[next] = indexes[rows[k] as number] as number
  }
  return items
}

const roomForRows = new Room((length) => new Int32Array(length))
const roomForSums = new Room((length) => new Float64Array(length))

/** Rows with the largest sums over the events. Most get nothing from any event, and are no answer. */
function bestNeighbours(
  itemWeights: ItemWeights,
  { items, weights }: ItemHistory,
  most: number,
  { indexes, allowed }: { readonly indexes: Int32Array; readonly allowed: Uint8Array },
): Int32Array {
  const { rows, sums } = eventSums(itemWeights, items, weights)
  const open = roomForRows.of(rows.length)
  const values = roomForSums.of(rows.length)
  let count = 0
  for (let k = 0; k < rows.length; k += 1) {
    const row = rows[k] as number
    if (!((sums[k] as number) > 0) || allowed[indexes[row] as number] !== 1) continue
    open[count] = row
    values[count] = sums[k] as number
    count += 1
  }
  return bestSet(values.subarray(0, count), most, open).map((place) => open[place] as number)
}
