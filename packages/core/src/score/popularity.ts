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
    values[j] = logOf(count)
    known[j] = 1
  }
  return { name: 'popularity', weight, values, known }
}

const SMALL = 4_096
const logs = new Float64Array(SMALL)

/** log(1 + count). Most counts are small, and a list asks for thousands. */
function logOf(count: number): number {
  if (!(count > 0 && count < SMALL && Number.isInteger(count))) return Math.log1p(count)
  if (logs[count] === 0) logs[count] = Math.log1p(count)
  return logs[count] as number
}
