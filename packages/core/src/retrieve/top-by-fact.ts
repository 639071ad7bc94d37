import type { Catalogue } from '../catalogue/catalogue.js'
import type { ItemFact } from '../catalogue/items/item-rows.js'
import { LARGEST_SCANNED } from '../catalogue/modality-index.js'
import { topK } from './top-k.js'

/** After more changes than this a new order costs less than working around the old one. */
const MOST_CHANGES = 1_000

interface Order {
  readonly version: number
  /** Indexes, largest value first, of equal ones the smaller. */
  readonly indexes: Int32Array
}

const orders = new WeakMap<Catalogue, Map<ItemFact, Order>>()

/**
 * Indexes of the `k` allowed items with the largest values of a fact, best first; items without the fact come last. Of large
 * catalogues the order is kept, and what has changed since is put between.
 * @param allowed 1 where an item may appear, `[extent]`.
 */
export function topByFact(catalogue: Catalogue, fact: ItemFact, k: number, allowed: Uint8Array): ArrayLike<number> {
  const values = catalogue.fact(fact).subarray(0, allowed.length)
  if (allowed.length <= LARGEST_SCANNED) return topK(values, k, allowed)
  const { indexes, changed } = orderOf(catalogue, fact, values)
  const first = new Int32Array(Math.min(k, indexes.length))
  let count = 0
  for (let place = 0; place < indexes.length && count < first.length; place += 1) {
    const index = indexes[place] as number
    if (allowed[index] !== 1 || (changed.size > 0 && changed.has(index))) continue
    first[count] = index
    count += 1
  }
  if (changed.size === 0) return first.subarray(0, count)
  const found = Array.from(first.subarray(0, count))
  for (const index of changed) if (allowed[index] === 1) found.push(index)
  return found.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b).slice(0, k)
}

function orderOf(catalogue: Catalogue, fact: ItemFact, values: Float64Array): Order & { changed: ReadonlySet<number> } {
  const known = orders.get(catalogue) ?? new Map<ItemFact, Order>()
  orders.set(catalogue, known)
  const held = known.get(fact)
  const changed = held && catalogue.changedSince(held.version)
  if (held !== undefined && changed !== undefined && changed.length <= MOST_CHANGES) {
    return { ...held, changed: new Set(changed) }
  }
  const indexes = Int32Array.from(values, (_, index) => index)
  indexes.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
  const made = { version: catalogue.version, indexes }
  known.set(fact, made)
  return { ...made, changed: new Set() }
}
