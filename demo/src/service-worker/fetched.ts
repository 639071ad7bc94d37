/** One request of the service worker to the network, as the page reads it in `privacy/service-worker-requests.ts`. */
interface Fetched {
  readonly url: string
  readonly purpose: string
  readonly at: number
  readonly outcome: 'waiting' | 'ok' | 'failed'
}

/** Kept in memory only: it begins anew with every start of the service worker. */
const fetched: Fetched[] = []

/** The only way this worker asks the network for anything, so that nothing is missing from the list. */
export async function ask(request: Request, purpose: string, init?: RequestInit): Promise<Response> {
  const entry = { url: request.url, purpose, at: performance.timeOrigin + performance.now() }
  const place = fetched.push({ ...entry, outcome: 'waiting' }) - 1
  const settle = (outcome: Fetched['outcome']): void => {
    fetched[place] = { ...entry, outcome }
  }
  try {
    const response = await fetch(request, init)
    settle(response.ok ? 'ok' : 'failed')
    return response
  } catch (error) {
    settle('failed')
    throw error
  }
}

/** Answers a page that asks what was fetched. */
export function tellFetched(port: MessagePort | undefined): void {
  port?.postMessage({ startedAt: performance.timeOrigin, fetched })
}
