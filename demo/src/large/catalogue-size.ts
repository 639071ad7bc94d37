/** How many postcards the page can be asked for, beside the few that come with it. */
export const LEAST = 1_000
export const MOST = 1_000_000
/** What the page offers first. */
export const OFFERED = 100_000

const NAME = 'items'

/** `given`: what stands in the address is no number of postcards. `other-model`: there are none for the model it asks for. */
export type CatalogueSize = { readonly count: number } | { readonly given: string } | 'other-model'

/** What `?items=` asks for; undefined without it. */
export function readCatalogueSize(asked: URLSearchParams): Exclude<CatalogueSize, string> | undefined {
  const given = asked.get(NAME)
  if (given === null) return undefined
  const count = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  return count >= LEAST && count <= MOST ? { count } : { given: given.slice(0, 24) }
}

/** This page with another number of postcards; without one, with those that come with it. */
export function addressOfSize(count: number | undefined): string {
  const asked = new URLSearchParams(location.search)
  // A postcard of one catalogue need not be in the other.
  asked.delete('postcard')
  if (count === undefined) asked.delete(NAME)
  else asked.set(NAME, String(count))
  return asked.size === 0 ? location.pathname : `${location.pathname}?${asked}`
}
