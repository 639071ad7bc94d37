import { ask } from './fetched.js'
import { ranged } from './ranged.js'
import { SHELF } from './shelf.js'

/** The encoder keeps models and runtime itself, verified by hash; keeping them twice would only cost space. */
const LEFT_ALONE = ['/locavore/', '/service-worker.js']
const PATIENCE = 5000
const FOR_THE_PAGE = 'for the page'

async function keep(request: Request, response: Response): Promise<void> {
  if (response.ok) await (await caches.open(SHELF)).put(request, response)
}

/** Built files never change under their name: the shelf answers first. */
async function fromShelf(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: SHELF })
  if (kept !== undefined) return kept
  const response = await ask(request, FOR_THE_PAGE)
  await keep(request, response.clone())
  return response
}

/** What is played is kept whole, so that it plays again without a network; players then get the part they ask for. */
async function played(request: Request): Promise<Response> {
  return ranged(request, await fromShelf(new Request(request.url)))
}

/**
 * The page and the catalogue's manifest may be newer on the network; the shelf answers when there is none, or when it is
 * too slow to be called one.
 */
async function fromNetwork(request: Request, shelved: Request): Promise<Response> {
  try {
    const response = await ask(request, FOR_THE_PAGE, { signal: AbortSignal.timeout(PATIENCE) })
    await keep(shelved, response.clone())
    return response
  } catch (error) {
    const kept = await caches.match(shelved, { cacheName: SHELF })
    if (kept === undefined) throw error
    return kept
  }
}

const PLAYED = /^\/catalogue\/(sounds|clips)\//

const isFresh = (path: string): boolean => path === '/catalogue/manifest.json' || path === '/catalogue/facets.json'

/** How a request is answered, or nothing when it is left to the browser. */
export function answer(request: Request): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return undefined
  if (LEFT_ALONE.some((path) => pathname.startsWith(path))) return undefined
  // One page behind every query: what follows the question mark is the page's own business.
  if (request.mode === 'navigate') return pathname === '/' ? fromNetwork(request, new Request('/')) : undefined
  if (PLAYED.test(pathname)) return played(request)
  return isFresh(pathname) ? fromNetwork(request, request) : fromShelf(request)
}
