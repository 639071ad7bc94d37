/** How many postcards the page can be asked for, beside the few that come with it. */
export const LEAST = 1_000
export const MOST = 1_000_000
/** What the page offers first. */
export const OFFERED = 100_000

const NAME = 'items'

export type CatalogueSize = { readonly count: number } | { readonly problem: string }

const figure = new Intl.NumberFormat('en-GB')

/** 100000 -> `100,000` */
export const inFigures = (count: number): string => figure.format(count)

/** What `?items=` asks for; undefined without it. */
export function readCatalogueSize(asked: URLSearchParams): CatalogueSize | undefined {
  const given = asked.get(NAME)
  if (given === null) return undefined
  const count = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN
  if (count >= LEAST && count <= MOST) return { count }
  return {
    problem: `items=${given.slice(0, 24)} is no number of postcards: use a whole number from ${inFigures(LEAST)} to ${inFigures(MOST)}, without commas.`,
  }
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
