import type { Catalogue } from '../catalogue/catalogue.js'
import type { Signal } from './signal.js'

/** What others like: log(1 + count), because the tenth like says more than the thousandth. Unknown counts are the mean. */
export function popularity(catalogue: Catalogue, candidates: Int32Array, weight: number): Signal {
  const counts = catalogue.fact('popularity')
  const values = new Float64Array(candidates.length)
  const known = new Uint8Array(candidates.length)
  for (let j = 0; j < candidates.length; j += 1) {
    const count = counts[candidates[j] as number] as number
    if (!(count >= 0)) continue
    values[j] = Math.log1p(count)
    known[j] = 1
  }
  return { name: 'popularity', weight, values, known }
}
