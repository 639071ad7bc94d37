import { LocavoreError, toLocavoreError } from '@locavore/core'
import type { RequestRecord } from '../../shared/request-record.js'
import { parseAddress, unpackDataUrl } from './own-address.js'

export interface MediaFileOptions {
  readonly mostBytes: number
  readonly signal?: AbortSignal | undefined
  /** Told of the request that an address takes, when it has ended. */
  readonly note: (record: RequestRecord) => void
}

interface Arrived {
  bytes: number
  readonly at: number
  /** Kept here because a stream that fails tells its reader only that it failed. */
  refusal?: LocavoreError
}

/** No bytes for this long means the connection is dead, whatever the socket believes. */
const STALL_MS = 30_000

/**
 * A sound or a film as a file. What is fetched goes through to the browser's store for blobs, which keeps large ones on
 * disk: it is never held here as a whole.
 *
 * @throws LocavoreError `invalid-argument` (another origin), `fetch-failed`, `media-too-large`, `invalid-media`, `aborted`
 */
export async function mediaFile(source: string | URL | Blob, options: MediaFileOptions): Promise<Blob> {
  const file = source instanceof Blob ? source : await fetchFile(parseAddress(source, 'medium'), options)
  if (file.size > options.mostBytes) throw tooLarge(`${file.size} bytes`, options)
  if (file.size === 0) throw new LocavoreError('no-content', 'The file is empty: it has 0 bytes.')
  return file
}

async function fetchFile(url: URL, options: MediaFileOptions): Promise<Blob> {
  if (url.protocol === 'data:') return unpackDataUrl(url, 'invalid-media')
  const stalled = new AbortController()
  const give = () => stalled.abort()
  options.signal?.addEventListener('abort', give)
  const arrived: Arrived = { bytes: 0, at: Date.now() }
  let timer: ReturnType<typeof setTimeout> | undefined
  const touch = () => {
    clearTimeout(timer)
    timer = setTimeout(give, STALL_MS)
  }
  try {
    options.signal?.throwIfAborted()
    touch()
    const response = await answer(url, stalled.signal)
    const counted = response.body?.pipeThrough(counter(arrived, touch, options))
    return await new Response(counted, { headers: typeOf(response) }).blob()
  } catch (thrown) {
    throw failureOf(arrived.refusal ?? thrown, url, stalled.signal, options)
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', give)
    if (url.protocol !== 'blob:') {
      options.note({ url: url.href, bytes: arrived.bytes, from: 'network', at: arrived.at, purpose: 'media' })
    }
  }
}

async function answer(url: URL, signal: AbortSignal): Promise<Response> {
  // `same-origin` also refuses a redirect that leads away.
  const response = await fetch(url, {
    mode: 'same-origin',
    credentials: 'same-origin',
    referrerPolicy: 'no-referrer',
    signal,
  })
  const isPage = (response.headers.get('content-type') ?? '').includes('text/html')
  if (response.ok && !isPage) return response
  throw new LocavoreError(
    'fetch-failed',
    response.ok
      ? `${url.pathname} was answered with an HTML page instead of the file: the server shows its index page for missing files.`
      : `${url.pathname} was answered with status ${response.status}. Is the file on the site?`,
    { path: url.pathname, status: response.status },
  )
}

function typeOf(response: Response): Record<string, string> {
  const type = response.headers.get('content-type')
  return type === null ? {} : { 'content-type': type }
}

function counter(
  arrived: Arrived,
  touch: () => void,
  options: MediaFileOptions,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new TransformStream({
    transform: (part, controller) => {
      touch()
      arrived.bytes += part.length
      if (arrived.bytes <= options.mostBytes) return controller.enqueue(part)
      arrived.refusal = tooLarge(`more than ${options.mostBytes} bytes`, options)
      throw arrived.refusal
    },
  })
}

function tooLarge(what: string, { mostBytes }: MediaFileOptions): LocavoreError {
  return new LocavoreError('media-too-large', `The file has ${what}; the limit is ${mostBytes} bytes.`, { mostBytes })
}

function failureOf(thrown: unknown, url: URL, stalled: AbortSignal, { signal }: MediaFileOptions): LocavoreError {
  if (signal?.aborted) return new LocavoreError('aborted', 'The call was cancelled while a file was on its way.')
  if (thrown instanceof LocavoreError) return thrown
  const reason = stalled.aborted ? `no bytes came for ${STALL_MS / 1000} s` : toLocavoreError(thrown).message
  const path = url.protocol === 'blob:' ? 'the blob' : url.pathname
  const message = `${path} could not be fetched: ${reason}. Check the connection.`
  return new LocavoreError('fetch-failed', message, { path }, thrown)
}
