import { computed, signal } from '@preact/signals'
import { MADE_FOLDER } from '../large/shared/messages.js'
import { recommender } from '../state/connection.js'
import { askServiceWorkers, shelvedAddresses } from './service-worker-requests.js'

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

/** From when on the list of the service worker is complete: its latest start. */
export const workerStartedAt = signal<number | undefined>(undefined)

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
    if (fresh.length === 0) return
    // The page's own entry is told twice: while it loads, and when it has.
    const told = new Map([...byPage.peek(), ...fresh].map((request) => [`${request.at} ${request.address}`, request]))
    byPage.value = [...told.values()]
  }
  for (const type of ['navigation', 'resource']) new PerformanceObserver(take).observe({ type, buffered: true })
}

type ToldRequest = Awaited<ReturnType<typeof askServiceWorkers>>[number]['fetched'][number]

/** By time and address; what was told once stays, though the service worker may have restarted since. */
const toldRequests = new Map<string, ToldRequest>()

const byWorker = (url: string, kind: string, at: number): SeenRequest => ({
  address: url,
  origin: new URL(url).origin,
  by: 'service worker',
  kind,
  bytes: 0,
  fromCache: false,
  at,
})

const OUTCOME = { ok: '', waiting: ', under way', failed: ', failed' } as const

/** The service worker tells what it fetched since it started; what lies on its shelf from before has no time. */
async function readServiceWorker(): Promise<void> {
  const [told, shelved] = await Promise.all([askServiceWorkers(), shelvedAddresses()])
  for (const request of told.flatMap(({ fetched }) => fetched)) {
    toldRequests.set(`${request.at} ${request.url}`, request)
  }
  if (told.length > 0) workerStartedAt.value = Math.max(...told.map(({ startedAt }) => startedAt))
  const real = [...toldRequests.values()].map(({ url, purpose, at, outcome }) =>
    byWorker(url, `${purpose}${OUTCOME[outcome]}`, at),
  )
  const known = new Set(real.map(({ address }) => address))
  const earlier = shelved.filter((url) => !known.has(url))
  byServiceWorker.value = [...real, ...earlier.map((url) => byWorker(url, 'kept from an earlier run', 0))]
}

/** Asks the recommender for its own list: its workers' requests are not visible to the page. */
export async function readRequests(): Promise<void> {
  await readServiceWorker()
  const records = await (await recommender()).requests()
  // What is made on this device is asked for in the same way, but nothing is sent for it.
  const sent = records.filter(({ url }) => !new URL(url, location.href).pathname.startsWith(MADE_FOLDER))
  if (sent.length === byRecommender.peek().length) return
  byRecommender.value = sent.map(({ url, bytes, from, at, purpose }) => {
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
