import type { Catalogue } from '../catalogue/catalogue.js'
import type { Signal } from './signal.js'

/** How new an item is: 2^(-age / half-life), ages clamped at 0 so that a wrong clock cannot make an item newer than new. */
export function freshness(
  catalogue: Catalogue,
  candidates: Int32Array,
  { weight, now, halfLife }: { readonly weight: number; readonly now: number; readonly halfLife: number },
): Signal {
  const added = catalogue.fact('addedAt')
  const times = Float64Array.from(candidates, (index) => added[index] as number)
  return {
    name: 'freshness',
    weight,
    values: Float64Array.from(times, (addedAt) => 2 ** (-Math.max(0, now - Math.max(0, addedAt)) / halfLife)),
    known: Uint8Array.from(times, (addedAt) => (addedAt < 0 ? 0 : 1)),
  }
}
