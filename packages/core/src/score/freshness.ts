import type { Catalogue } from '../catalogue/catalogue.js'
import type { Signal } from './signal.js'

/** How new an item is: 2^(-age / half-life), ages clamped at 0 so that a wrong clock cannot make an item newer than new. */
export function freshness(
  catalogue: Catalogue,
  candidates: Int32Array,
  { weight, now, halfLife }: { readonly weight: number; readonly now: number; readonly halfLife: number },
): Signal {
  const times = Array.from(candidates, (index) => catalogue.itemAt(index)?.addedAt)
  return {
    name: 'freshness',
    weight,
    values: Float64Array.from(times, (addedAt) => 2 ** (-Math.max(0, now - (addedAt ?? 0)) / halfLife)),
    known: Uint8Array.from(times, (addedAt) => (addedAt === undefined ? 0 : 1)),
  }
}
