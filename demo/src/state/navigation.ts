import { signal } from '@preact/signals'

export type Sheet = 'knowledge' | 'privacy'

/** The postcard whose large view is open, by id. */
export const openItem = signal<string | undefined>(undefined)
export const openSheet = signal<Sheet | undefined>(undefined)

const NAME = 'postcard'

/** An address of its own for every postcard, that keeps the page's other switches. */
export function hrefOf(itemId: string | undefined): string {
  const { pathname, search } = location
  const asked = new URLSearchParams(search)
  if (itemId === undefined) asked.delete(NAME)
  else asked.set(NAME, itemId)
  return asked.size === 0 ? pathname : `${pathname}?${asked}`
}

function depth(): number {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'depth' in state ? Number(state.depth) : 0
}

function follow(): void {
  openItem.value = new URLSearchParams(location.search).get(NAME) ?? undefined
}

/** Opens the large view as a step of its own, so that the browser's way back closes it. */
export function showItem(itemId: string): void {
  history.pushState({ depth: depth() + 1 }, '', hrefOf(itemId))
  follow()
}

/** Back to the list, however many postcards were opened one from the other. */
export function closeItem(): void {
  const steps = depth()
  if (steps > 0) history.go(-steps)
  else {
    history.replaceState(null, '', hrefOf(undefined))
    follow()
  }
}

export function followAddress(): void {
  addEventListener('popstate', follow)
  follow()
}
