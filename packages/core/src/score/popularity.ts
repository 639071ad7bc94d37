import type { Catalogue } from '../catalogue/catalogue.js'
import type { Signal } from './signal.js'

/** What others like: log(1 + count), because the tenth like says more than the thousandth. Unknown counts are the mean. */
export function popularity(catalogue: Catalogue, candidates: Int32Array, weight: number): Signal {
  const counts = Array.from(candidates, (index) => catalogue.itemAt(index)?.popularity)
  return {
    name: 'popularity',
    weight,
    values: Float64Array.from(counts, (count) => Math.log1p(count ?? 0)),
    known: Uint8Array.from(counts, (count) => (count === undefined ? 0 : 1)),
  }
}
