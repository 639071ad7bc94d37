import { LocavoreError, toLocavoreError } from '@locavore/core'

export interface FetchBytesOptions {
  readonly signal: AbortSignal
  /** Reads no further than this and throws `tooLarge()`. */
  readonly mostBytes: number
  readonly tooLarge: () => LocavoreError
  /** Told how many bytes have come since the last call. */
  readonly onBytes?: (count: number) => void
  /** Told how many bytes of this request have come in all: 0 when it is sent, and so on with every part of the answer. */
  readonly onArrived?: (bytes: number) => void
  /** `reload` goes past the browser's own cache. */
  readonly cache?: RequestCache
  /** Refuses HTML where a file should be. */
  readonly notHtml?: boolean
}

/** No bytes for this long means the connection is dead, whatever the socket believes. */
const STALL_MS = 30_000

/** @throws LocavoreError `invalid-argument` unless the address is on the worker's own origin. */
export function ownOrigin(address: string): URL {
  const url = new URL(address, self.location.href)
  if (url.origin === self.location.origin) return url
  throw new LocavoreError(
    'invalid-argument',
    `The address leads to ${url.origin}, but everything must come from the page's own origin, ${self.location.origin}. Copy the file to the site.`,
    { origin: url.origin },
  )
}

async function answer(url: URL, signal: AbortSignal, options: FetchBytesOptions): Promise<Response> {
  const response = await fetch(url, {
    // `same-origin` also refuses a redirect that leads away.
    mode: 'same-origin',
    credentials: 'same-origin',
    referrerPolicy: 'no-referrer',
    cache: options.cache ?? 'default',
    signal,
  })
  if (!response.ok) {
    throw new LocavoreError(
      'fetch-failed',
      `${url.pathname} was answered with status ${response.status}. Is the file on the site?`,
      {
        path: url.pathname,
        status: response.status,
      },
    )
  }
  if (options.notHtml && (response.headers.get('content-type') ?? '').includes('text/html')) {
    throw new LocavoreError(
      'fetch-failed',
      `${url.pathname} was answered with an HTML page instead of the file: the server shows its index page for missing files. Copy the file to the site.`,
      { path: url.pathname, status: response.status },
    )
  }
  return response
}

async function readBody(
  response: Response,
  options: FetchBytesOptions,
  touch: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    touch()
    length += next.value.length
    options.onArrived?.(length)
    if (length > options.mostBytes) {
      await reader?.cancel()
      throw options.tooLarge()
    }
    parts.push(next.value)
    options.onBytes?.(next.value.length)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * Fetches a file of the page's own origin as bytes.
 *
 * @throws LocavoreError `invalid-argument` (another origin), `fetch-failed`, `aborted`
 */
export async function fetchBytes(
  address: string,
  options: FetchBytesOptions,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string }> {
  const url = ownOrigin(address)
  const stalled = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const touch = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stalled.abort(), STALL_MS)
  }
  const give = () => stalled.abort()
  options.signal.addEventListener('abort', give)
  try {
    options.signal.throwIfAborted()
    touch()
    options.onArrived?.(0)
    const response = await answer(url, stalled.signal, options)
    const bytes = await readBody(response, options, touch)
    return { bytes, type: response.headers.get('content-type') ?? '' }
  } catch (thrown) {
    if (options.signal.aborted)
      throw new LocavoreError('aborted', 'The call was cancelled while a file was on its way.')
    if (thrown instanceof LocavoreError) throw thrown
    const reason = stalled.signal.aborted ? `no bytes came for ${STALL_MS / 1000} s` : toLocavoreError(thrown).message
    throw new LocavoreError(
      'fetch-failed',
      `${url.pathname} could not be fetched: ${reason}. Check the connection.`,
      { path: url.pathname },
      thrown,
    )
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', give)
  }
}
