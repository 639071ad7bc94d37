import { computed, signal } from '@preact/signals'
import type { Filter } from 'locavore'

export interface Facet {
  readonly attribute: string
  readonly values: readonly { readonly value: string; readonly count: number }[]
}

/** What the catalogue can be narrowed by, written beside it when it was built. */
export const facets = signal<readonly Facet[]>([])
export const chosen = signal<ReadonlyMap<string, ReadonlySet<string>>>(new Map())
export const onlyMine = signal(false)
/** The facet whose values are open to choose from. */
export const openFacet = signal<string | undefined>(undefined)

/** The choices as the recommender takes them: any value of an attribute, all attributes. */
export const filter = computed<Filter | undefined>(() => {
  const conditions: Record<string, readonly string[] | boolean> = {}
  for (const [attribute, values] of chosen.value) if (values.size > 0) conditions[attribute] = [...values]
  if (onlyMine.value) conditions['yours'] = true
  return Object.keys(conditions).length === 0 ? undefined : conditions
})

export function toggleValue(attribute: string, value: string): void {
  const values = new Set(chosen.value.get(attribute))
  if (!values.delete(value)) values.add(value)
  chosen.value = new Map(chosen.value).set(attribute, values)
}

export function clearFilters(): void {
  chosen.value = new Map()
  onlyMine.value = false
}

export async function readFacets(): Promise<void> {
  const response = await fetch('/catalogue/facets.json')
  if (response.ok) facets.value = (await response.json()) as readonly Facet[]
}
