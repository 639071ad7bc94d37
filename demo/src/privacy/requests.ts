import { computed, signal } from '@preact/signals'
import { recommender } from '../state/connection.js'

/** One request, whoever made it. */
export interface SeenRequest {
  readonly address: string
  readonly origin: string
  readonly by: 'page' | 'recommender'
  readonly kind: string
  readonly bytes: number
  readonly fromCache: boolean
  readonly at: number
}

const byPage = signal<readonly SeenRequest[]>([])
const byRecommender = signal<readonly SeenRequest[]>([])

/** Newest first. */
export const requests = computed(() => [...byPage.value, ...byRecommender.value].sort((a, b) => b.at - a.at))

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

/** Asks the recommender for its own list: its workers' requests are not visible to the page. */
export async function readRequests(): Promise<void> {
  const records = await (await recommender()).requests()
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
