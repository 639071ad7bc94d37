import type { Catalogue } from '../catalogue/catalogue.js'
import type { Item } from '../types.js'
import { weighEvidence } from './decay.js'
import type { Profile } from './profile.js'

/** An attribute value that the positive evidence favours over the catalogue. */
export interface Interest {
  readonly attribute: string
  readonly value: string
  /** Part of the positive evidence on items with this value, in [0, 1]. */
  readonly share: number
  /** `share` over the part of the catalogue with this value; above 1. */
  readonly lift: number
}

/** One chance item is no interest. */
const FEWEST_ITEMS = 2

/**
 * What the person leans to, in the site's own words, strongest first: by share * log(lift), the value's part of the
 * divergence between what they chose and what there is. Numbers are left out: most are prices and dates, all different.
 */
export function interests(catalogue: Catalogue, profile: Profile, limit = 20): Interest[] {
  const base = commonness(catalogue)
  const positive = weighEvidence(profile).flatMap(({ itemId, currentWeight }) => {
    const index = catalogue.indexOf(itemId)
    const item = index === undefined ? undefined : catalogue.itemAt(index)
    return item === undefined || currentWeight <= 0 ? [] : [{ item, weight: currentWeight }]
  })
  const chosen = tally(positive)
  const found: Interest[] = []
  for (const [key, { attribute, value, weight, items }] of chosen.values) {
    const share = weight / chosen.total
    const lift = share / ((base.get(key) ?? 0) / catalogue.count)
    if (items.size >= FEWEST_ITEMS && lift > 1) found.push({ attribute, value, share, lift })
  }
  return found.sort((a, b) => strength(b) - strength(a) || compareText(a, b)).slice(0, limit)
}

const known = new WeakMap<Catalogue, { readonly version: number; readonly counts: ReadonlyMap<string, number> }>()

/** How many items have each value: counted once, and again when items have changed. */
function commonness(catalogue: Catalogue): ReadonlyMap<string, number> {
  const held = known.get(catalogue)
  if (held?.version === catalogue.version) return held.counts
  const counts = new Map<string, number>()
  catalogue.forEach((item) => {
    for (const named of namedValues(item)) counts.set(keyOf(named), (counts.get(keyOf(named)) ?? 0) + 1)
  })
  known.set(catalogue, { version: catalogue.version, counts })
  return counts
}

interface Tally {
  readonly total: number
  readonly values: Map<string, { attribute: string; value: string; weight: number; items: Set<string> }>
}

function tally(weighted: readonly { item: Item; weight: number }[]): Tally {
  const values: Tally['values'] = new Map()
  let total = 0
  for (const { item, weight } of weighted) {
    total += weight
    for (const [attribute, value] of namedValues(item)) {
      const key = keyOf([attribute, value])
      const entry = values.get(key) ?? { attribute, value, weight: 0, items: new Set<string>() }
      entry.weight += weight
      entry.items.add(item.id)
      values.set(key, entry)
    }
  }
  return { total, values }
}

function keyOf(named: readonly [attribute: string, value: string]): string {
  return JSON.stringify(named)
}

function namedValues(item: Item): [string, string][] {
  return Object.entries(item.attributes ?? {}).flatMap(([attribute, value]) => {
    const values = Array.isArray(value) ? new Set(value) : [value]
    return [...values]
      .filter((entry) => typeof entry !== 'number')
      .map((entry): [string, string] => [attribute, String(entry)])
  })
}

function strength({ share, lift }: Interest): number {
  return share * Math.log(lift)
}

function compareText(a: Interest, b: Interest): number {
  return `${a.attribute} ${a.value}` < `${b.attribute} ${b.value}` ? -1 : 1
}
