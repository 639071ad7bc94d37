import { computed, signal } from '@preact/signals'
import { recommender } from '../state/connection.js'

/** One request, whoever made it. */
export interface SeenRequest {
  readonly address: string
  readonly origin: string
  readonly by: 'page' | 'recommender' | 'service worker'
  readonly kind: string
  readonly bytes: number
  readonly fromCache: boolean
  readonly at: number
}

const byPage = signal<readonly SeenRequest[]>([])
const byRecommender = signal<readonly SeenRequest[]>([])
const byServiceWorker = signal<readonly SeenRequest[]>([])

/** Newest first. */
export const requests = computed(() =>
  [...byPage.value, ...byRecommender.value, ...byServiceWorker.value].sort((a, b) => b.at - a.at),
)

export const leftOrigin = computed(() => requests.value.filter(({ origin }) => origin !== location.origin).length)

/** What the browser calls the cause of a request, in plainer words. */
const KINDS: Readonly<Record<string, string>> = {
  img: 'picture',
  link: 'style',
  css: 'style',
  fetch: 'data',
  other: 'icon or worker',
}

const isRequest = (address: string): boolean => /^(https?|wss?):/.test(address)

function seen(entry: PerformanceResourceTiming | PerformanceNavigationTiming): SeenRequest {
  return {
    address: entry.name,
    origin: new URL(entry.name).origin,
    by: 'page',
    kind: entry.entryType === 'navigation' ? 'page' : (KINDS[entry.initiatorType] ?? entry.initiatorType),
    bytes: entry.encodedBodySize,
    fromCache: entry.transferSize === 0,
    at: performance.timeOrigin + entry.startTime,
  }
}

/** Watches everything the page itself asks for, from its first byte on. */
export function watchRequests(): void {
  const take = (list: PerformanceObserverEntryList): void => {
    const fresh = (list.getEntries() as PerformanceResourceTiming[]).filter(({ name }) => isRequest(name)).map(seen)
    if (fresh.length > 0) byPage.value = [...byPage.value, ...fresh]
  }
  for (const type of ['navigation', 'resource']) new PerformanceObserver(take).observe({ type, buffered: true })
}

/** What the service worker fetched is what it put away: the page cannot see its requests otherwise. */
async function readShelf(): Promise<void> {
  if (!('caches' in globalThis)) return
  const shelf = (await caches.keys()).find((name) => name.startsWith('postcards-shell-'))
  const kept = shelf === undefined ? [] : await (await caches.open(shelf)).keys()
  if (kept.length === byServiceWorker.peek().length) return
  byServiceWorker.value = kept.map(({ url }) => ({
    address: url,
    origin: new URL(url).origin,
    by: 'service worker',
    kind: 'kept for use offline',
    bytes: 0,
    fromCache: false,
    at: 0,
  }))
}

/** Asks the recommender for its own list: its workers' requests are not visible to the page. */
export async function readRequests(): Promise<void> {
  await readShelf()
  const records = await (await recommender()).requests()
  if (records.length === byRecommender.peek().length) return
  byRecommender.value = records.map(({ url, bytes, from, at, purpose }) => {
    const address = new URL(url, location.href)
    return {
      address: address.href,
      origin: address.origin,
      by: 'recommender',
      kind: purpose,
      bytes,
      fromCache: from === 'cache',
      at,
    }
  })
}
