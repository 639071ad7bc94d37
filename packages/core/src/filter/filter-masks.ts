import type { Catalogue } from '../catalogue/catalogue.js'
import type { Filter } from '../types.js'
import type { CompiledFilter } from './compile-filter.js'

/** Filters remembered per catalogue: a page offers a handful at a time. */
const MOST_MASKS = 8
/** Smaller catalogues are asked anew, item by item. */
const FEWEST_ITEMS = 8_192

interface HeldMask {
  readonly mask: Uint8Array
  readonly version: number
}

const held = new WeakMap<Catalogue, Map<string, HeldMask>>()

/**
 * Which items a filter lets through, 1 for allowed, `[catalogue.extent]`, as a copy to write to. Of large catalogues the
 * answers are kept, and only items that changed since are asked again.
 * @param passes the same filter, compiled
 */
export function maskOf(catalogue: Catalogue, filter: Filter | undefined, passes: CompiledFilter): Uint8Array {
  const kept = keptMaskOf(catalogue, filter, passes)
  return kept?.slice() ?? update(catalogue, passes, new Uint8Array(catalogue.extent), undefined)
}

/** The same as it is kept: one object for as long as no item changes. Not to be written to. Undefined for a small catalogue. */
export function keptMaskOf(
  catalogue: Catalogue,
  filter: Filter | undefined,
  passes: CompiledFilter,
): Uint8Array | undefined {
  if (catalogue.extent < FEWEST_ITEMS) return undefined
  const masks = held.get(catalogue) ?? new Map<string, HeldMask>()
  held.set(catalogue, masks)
  const key = keyOf(filter)
  const mask = upToDate(catalogue, passes, masks.get(key))
  // Taking it out and putting it back makes it the youngest: the map's order is the order of use.
  masks.delete(key)
  masks.set(key, { mask, version: catalogue.version })
  for (const oldest of masks.keys()) {
    if (masks.size <= MOST_MASKS) break
    masks.delete(oldest)
  }
  return mask
}

function upToDate(catalogue: Catalogue, passes: CompiledFilter, known: HeldMask | undefined): Uint8Array {
  const changed = known === undefined ? undefined : catalogue.changedSince(known.version)
  if (known !== undefined && changed?.length === 0) return known.mask
  const mask = new Uint8Array(catalogue.extent)
  if (known !== undefined && changed !== undefined) mask.set(known.mask)
  return update(catalogue, passes, mask, changed)
}

function update(
  catalogue: Catalogue,
  passes: CompiledFilter,
  mask: Uint8Array,
  indexes: readonly number[] | undefined,
): Uint8Array {
  const ask = (index: number) => {
    const item = catalogue.itemAt(index)
    mask[index] = item !== undefined && passes(item.attributes) ? 1 : 0
  }
  if (indexes === undefined) for (let index = 0; index < mask.length; index += 1) ask(index)
  else for (const index of indexes) ask(index)
  return mask
}

/** JSON turns every number that is not finite into null, which would make two bounds one. */
function keyOf(filter: Filter | undefined): string {
  if (filter === undefined) return ''
  return JSON.stringify(filter, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? { bound: String(value) } : value,
  )
}
