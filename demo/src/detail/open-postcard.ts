import { effect, signal, untracked } from '@preact/signals'
import type { Item, Recommendation } from 'locavore'
import { recommender } from '../state/connection.js'
import { language } from '../state/language.js'
import { remember, seen } from '../state/listing.js'
import { messageOf } from '../state/messages.js'
import { closeItem, openItem } from '../state/navigation.js'

export interface OpenPostcard {
  readonly item: Item
  /** Absent when the page was opened by an address: then no list led here, and there is nothing to explain. */
  readonly recommendation?: Recommendation
  readonly related: readonly Recommendation[]
  /** What goes with it without being like it. */
  readonly goesWith: readonly Recommendation[]
  readonly state: 'loading' | 'ready' | 'failed'
  readonly problem?: string
}

export const openPostcard = signal<OpenPostcard | undefined>(undefined)

async function find(itemId: string): Promise<Item | undefined> {
  const known = seen.get(itemId)?.item
  return known ?? (await (await recommender()).getItems([itemId]))[0]
}

async function open(itemId: string): Promise<void> {
  const recommendation = seen.get(itemId)
  const base = { related: [], goesWith: [], ...(recommendation === undefined ? {} : { recommendation }) }
  if (recommendation !== undefined) {
    openPostcard.value = { ...base, item: recommendation.item, state: 'loading' }
  }
  const item = await find(itemId)
  if (item === undefined || openItem.peek() !== itemId) return
  openPostcard.value = { ...base, item, state: 'loading' }
  try {
    const made = await recommender()
    const options = { limit: 12, language: language.peek() }
    const [related, goesWith] = await Promise.all([
      made.related(itemId, options),
      made.shelf('complementary', { ...options, itemId }),
    ])
    if (openItem.peek() !== itemId) return
    for (const entry of [...related, ...goesWith]) if (!seen.has(entry.item.id)) remember([entry])
    openPostcard.value = { ...base, item, related, goesWith, state: 'ready' }
    await made.record({
      type: 'view',
      itemId,
      ...placeOf(recommendation),
    })
  } catch (error) {
    if (openItem.peek() !== itemId) return
    openPostcard.value = { ...base, item, state: 'failed', problem: messageOf(error) }
  }
}

const placeOf = (recommendation: Recommendation | undefined) =>
  recommendation === undefined ? {} : { listId: recommendation.listId, position: recommendation.position }

/** Milliseconds under which a look is over before it began. */
const SHORTEST = 3_000

/** Keeps how long the large view was looked at, if it was. */
async function recordDwell(itemId: string, since: number): Promise<void> {
  const value = Math.round(performance.now() - since)
  if (value < SHORTEST) return
  await (await recommender()).record({ type: 'dwell', itemId, value, ...placeOf(seen.get(itemId)) })
}

/** Opens and closes the large view as the address says. */
export function followOpenItem(): () => void {
  return effect(() => {
    const itemId = openItem.value
    const since = performance.now()
    untracked(() => {
      if (itemId === undefined) openPostcard.value = undefined
      else void open(itemId).catch(() => closeItem())
    })
    return itemId === undefined ? undefined : () => void recordDwell(itemId, since).catch(() => undefined)
  })
}
