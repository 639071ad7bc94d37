import { signal } from '@preact/signals'

export type Sheet = 'knowledge' | 'privacy'

/** The postcard whose large view is open, by id. */
export const openItem = signal<string | undefined>(undefined)
export const openSheet = signal<Sheet | undefined>(undefined)

const PREFIX = '#postcard='

export const hrefOf = (itemId: string): string => `${PREFIX}${encodeURIComponent(itemId)}`

function depth(): number {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'depth' in state ? Number(state.depth) : 0
}

function follow(): void {
  openItem.value = location.hash.startsWith(PREFIX) ? decodeURIComponent(location.hash.slice(PREFIX.length)) : undefined
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
    history.replaceState(null, '', location.pathname + location.search)
    follow()
  }
}

export function followAddress(): void {
  addEventListener('popstate', follow)
  addEventListener('hashchange', follow)
  follow()
}
