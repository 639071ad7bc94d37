import { LocavoreError } from '@locavore/core'
import { MODEL_CACHE } from '../shared/model-cache.js'
import type { ModelFile } from '../shared/model-manifest.js'
import type { NotedRequest } from '../shared/request-record.js'
import { fetchBytes } from './fetch-bytes.js'
import { noteRequest } from './note-request.js'

export interface WantedFile extends ModelFile {
  /** Absolute address. */
  readonly url: string
  readonly purpose: 'model' | 'runtime'
}

export interface FetchFileOptions {
  readonly signal: AbortSignal
  readonly onBytes: (count: number) => void
  /** Told of every request, also of one that fails, and again as its bytes come. */
  readonly onRequest: (noted: NotedRequest) => void
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The cache, or nothing where a browser has none, forbids it, or is not in a secure context. */
async function openCache(): Promise<Cache | undefined> {
  try {
    return await caches.open(MODEL_CACHE)
  } catch {
    return undefined
  }
}

async function matches(bytes: Uint8Array<ArrayBuffer>, file: WantedFile): Promise<boolean> {
  return bytes.length === file.bytes && (await sha256(bytes)) === file.sha256
}

async function fromCache(cache: Cache | undefined, file: WantedFile): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const held = await cache?.match(file.url)
    if (held === undefined) return undefined
    const bytes = new Uint8Array(await held.arrayBuffer())
    if (await matches(bytes, file)) return bytes
    await cache?.delete(file.url)
  } catch {
    // A cache that cannot be read is as good as none.
  }
  return undefined
}

/** Keeps verified bytes for the next visit. A full disk costs only that: the bytes in hand are used all the same. */
async function keep(cache: Cache | undefined, file: WantedFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) }
    await cache?.put(file.url, new Response(bytes, { headers }))
  } catch {
    await cache?.delete(file.url).catch(() => {})
  }
}

function mismatch({ path }: WantedFile): LocavoreError {
  return new LocavoreError(
    'integrity-mismatch',
    `${path} is not the file its manifest names: size or SHA-256 differ. Nothing of it was used. Copy the model and runtime files to the site again.`,
    { file: path },
  )
}

async function fromNetwork(
  file: WantedFile,
  options: FetchFileOptions,
  first: RequestCache,
): Promise<Uint8Array<ArrayBuffer>> {
  let counted = 0
  const onBytes = (count: number) => {
    counted += count
    options.onBytes(count)
  }
  for (const cache of [first, 'reload'] as const) {
    const { bytes } = await fetchBytes(file.url, {
      signal: options.signal,
      mostBytes: file.bytes,
      tooLarge: () => mismatch(file),
      onBytes,
      onArrived: noteRequest(file.url, file.purpose, options.onRequest),
      cache,
      notHtml: true,
    })
    if (await matches(bytes, file)) return bytes
    options.onBytes(-counted)
    counted = 0
  }
  throw mismatch(file)
}

/**
 * Bytes that were checked against their hash just now, from the cache of the last visit or from the page's own origin.
 * A damaged cache entry is dropped and fetched again.
 *
 * @throws LocavoreError `integrity-mismatch` (names the file), `fetch-failed`, `aborted`, `invalid-argument`
 */
export async function fetchVerified(file: WantedFile, options: FetchFileOptions): Promise<Uint8Array<ArrayBuffer>> {
  const cache = await openCache()
  const held = await fromCache(cache, file)
  if (held !== undefined) {
    options.onBytes(held.length)
    const { url, purpose } = file
    const record = { url, bytes: held.length, from: 'cache', at: Date.now(), purpose } as const
    options.onRequest({ id: crypto.randomUUID(), record })
    return held
  }
  // What is kept here need not lie in the browser's own cache too.
  const bytes = await fromNetwork(file, options, cache === undefined ? 'default' : 'no-store')
  await keep(cache, file, bytes)
  return bytes
}
