import { SHELF } from './shelf.js'

/** The encoder keeps models and runtime itself, verified by hash; keeping them twice would only cost space. */
const LEFT_ALONE = ['/locavore/', '/service-worker.js']

async function keep(request: Request, response: Response): Promise<void> {
  if (response.ok) await (await caches.open(SHELF)).put(request, response)
}

/** Built files never change under their name: the shelf answers first. */
async function fromShelf(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: SHELF })
  if (kept !== undefined) return kept
  const response = await fetch(request)
  await keep(request, response.clone())
  return response
}

/** The page and the catalogue's manifest may be newer on the network; the shelf answers when there is none. */
async function fromNetwork(request: Request): Promise<Response> {
  try {
    const response = await fetch(request)
    await keep(request, response.clone())
    return response
  } catch (error) {
    const kept = await caches.match(request, { cacheName: SHELF, ignoreSearch: request.mode === 'navigate' })
    if (kept === undefined) throw error
    return kept
  }
}

const isFresh = (path: string): boolean => path === '/catalogue/manifest.json' || path === '/catalogue/facets.json'

/** How a request is answered, or nothing when it is left to the browser. */
export function answer(request: Request): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return undefined
  if (LEFT_ALONE.some((path) => pathname.startsWith(path))) return undefined
  return request.mode === 'navigate' || isFresh(pathname) ? fromNetwork(request) : fromShelf(request)
}
