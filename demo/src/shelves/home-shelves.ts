import { computed, effect, signal, untracked } from '@preact/signals'
import type { Recommendation, ShelfName } from 'locavore'
import { recommender } from '../state/connection.js'
import { language } from '../state/language.js'
import { listing, remember, seen } from '../state/listing.js'
import { openItem } from '../state/navigation.js'
import { largeCount } from '../state/session.js'

/** Lists of one question that the home of the page shows, in their order. */
export const HOME_SHELVES = ['trending', 'recently-seen', 'again'] as const satisfies readonly ShelfName[]
export type HomeShelf = (typeof HOME_SHELVES)[number]

const LENGTH = 12

/** What stands on each; one that has nothing to say is empty. */
export const shelves = signal<ReadonlyMap<HomeShelf, readonly Recommendation[]>>(new Map())

export async function readShelves(): Promise<void> {
  const made = await recommender()
  const options = { limit: LENGTH, language: language.peek() }
  const lists = await Promise.all(HOME_SHELVES.map((name) => made.shelf(name, options)))
  // A postcard of the feed stays explained by the feed.
  for (const entry of lists.flat()) if (!seen.has(entry.item.id)) remember([entry])
  shelves.value = new Map(HOME_SHELVES.map((name, at) => [name, lists[at] ?? []]))
}

const feedPage = computed(() => (listing.value.kind === 'feed' ? listing.value.first : undefined))

/** Makes them again with every feed, and when a postcard was looked at and left. */
export function followShelves(): () => void {
  return effect(() => {
    if (feedPage.value === undefined || openItem.value !== undefined || largeCount !== undefined) return
    untracked(() => void readShelves().catch(() => undefined))
  })
}
