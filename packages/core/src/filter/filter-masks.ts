import type { Catalogue } from '../catalogue/catalogue.js'
import type { AttributeColumn } from '../catalogue/items/attribute-columns.js'
import type { Filter } from '../types.js'
import type { FilterTests } from './compile-filter.js'

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
 * @param tests the same filter, compiled
 */
export function maskOf(catalogue: Catalogue, filter: Filter | undefined, tests: FilterTests): Uint8Array {
  const kept = keptMaskOf(catalogue, filter, tests)
  return kept?.slice() ?? update(catalogue, tests, new Uint8Array(catalogue.extent), undefined)
}

/** The same as it is kept: one object for as long as no item changes. Not to be written to. Undefined for a small catalogue. */
export function keptMaskOf(
  catalogue: Catalogue,
  filter: Filter | undefined,
  tests: FilterTests,
): Uint8Array | undefined {
  if (catalogue.extent < FEWEST_ITEMS) return undefined
  const masks = held.get(catalogue) ?? new Map<string, HeldMask>()
  held.set(catalogue, masks)
  const key = keyOf(filter)
  const mask = upToDate(catalogue, tests, masks.get(key))
  // Taking it out and putting it back makes it the youngest: the map's order is the order of use.
  masks.delete(key)
  masks.set(key, { mask, version: catalogue.version })
  for (const oldest of masks.keys()) {
    if (masks.size <= MOST_MASKS) break
    masks.delete(oldest)
  }
  return mask
}

function upToDate(catalogue: Catalogue, tests: FilterTests, known: HeldMask | undefined): Uint8Array {
  const changed = known === undefined ? undefined : catalogue.changedSince(known.version)
  if (known !== undefined && changed?.length === 0) return known.mask
  const mask = new Uint8Array(catalogue.extent)
  if (known !== undefined && changed !== undefined) mask.set(known.mask)
  return update(catalogue, tests, mask, changed)
}

/** Each different value is looked at once, and no item. */
function update(
  catalogue: Catalogue,
  tests: FilterTests,
  mask: Uint8Array,
  changed: readonly number[] | undefined,
): Uint8Array {
  const columns = catalogue.attributes(tests.map(([name]) => name))
  const asked = changed ?? mask.keys()
  for (const index of asked) mask[index] = catalogue.holds(index) ? 1 : 0
  tests.forEach(([, test], k) => {
    const { codes, values } = columns[k] as AttributeColumn
    const passes = Uint8Array.from(values, (value) => (test(value) ? 1 : 0))
    for (const index of changed ?? mask.keys())
      mask[index] = (mask[index] as number) & (passes[codes[index] as number] as number)
  })
  return mask
}

/** JSON turns every number that is not finite into null, which would make two bounds one. */
function keyOf(filter: Filter | undefined): string {
  if (filter === undefined) return ''
  return JSON.stringify(filter, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? { bound: String(value) } : value,
  )
}
