/** One request of the service worker, as `service-worker/fetched.ts` tells it. */
interface Fetched {
  readonly url: string
  readonly purpose: string
  readonly at: number
  readonly outcome: 'waiting' | 'ok' | 'failed'
}

interface Told {
  /** When the service worker started: its list does not reach further back. */
  readonly startedAt: number
  readonly fetched: readonly Fetched[]
}

/** A worker that is being replaced never answers. */
const PATIENCE = 2000

function askWorker(worker: ServiceWorker): Promise<Told | undefined> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    const done = (told: Told | undefined): void => {
      clearTimeout(patience)
      port1.close()
      resolve(told)
    }
    const patience = setTimeout(() => done(undefined), PATIENCE)
    port1.onmessage = ({ data }: MessageEvent<Told>) => done(data)
    worker.postMessage('what-was-fetched', [port2])
  })
}

/** What each service worker of this site says it asked the network for: the one at work and the one to come. */
export async function askServiceWorkers(): Promise<readonly Told[]> {
  if (!('serviceWorker' in navigator)) return []
  const registration = await navigator.serviceWorker.getRegistration()
  const workers = [registration?.installing, registration?.waiting, registration?.active]
  const told = await Promise.all(workers.map((worker) => (worker ? askWorker(worker) : undefined)))
  return told.filter((each) => each !== undefined)
}

/** Addresses on the shelf of the service worker, whenever they were fetched. */
export async function shelvedAddresses(): Promise<readonly string[]> {
  if (!('caches' in globalThis)) return []
  const shelves = (await caches.keys()).filter((name) => name.startsWith('postcards-shell-'))
  const kept = await Promise.all(shelves.map(async (name) => (await caches.open(name)).keys()))
  return [...new Set(kept.flat().map(({ url }) => url))]
}
