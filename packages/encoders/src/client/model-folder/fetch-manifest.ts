import { LocavoreError, toLocavoreError } from '@locavore/core'
import { MODEL_CACHE } from '../../shared/model-cache.js'
import type { RequestRecord } from '../../shared/request-record.js'

/** A manifest names a dozen files; anything larger is not one. */
const MOST_BYTES = 1_048_576
/** A server that says nothing for this long says nothing. */
const PATIENCE_MS = 30_000

export interface FetchedManifest {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** SHA-256 of the bytes, lower-case hexadecimal; empty on a page that is not secure, where nothing can be hashed. */
  readonly hash: string
  /** Whether it came from the network just now: worth keeping, if it is a manifest. */
  readonly fresh: boolean
  readonly requests: readonly RequestRecord[]
}

interface ManifestRequest {
  readonly url: string
  /** Wanted SHA-256; undefined takes any manifest of the page's own origin. */
  readonly wanted: string | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * The bytes of a manifest: the site's present ones, or without a network those of the last visit. A manifest of a wanted
 * hash that is already here costs no request.
 * @throws LocavoreError `fetch-failed`, `integrity-mismatch`, `model-invalid`, `aborted`
 */
export async function fetchManifest(request: ManifestRequest): Promise<FetchedManifest> {
  const requests: RequestRecord[] = []
  const note = (bytes: number, from: RequestRecord['from'], at: number) =>
    requests.push({ url: request.url, bytes, from, at, purpose: 'model' })
  const kept = await keptManifest(request.url)
  const keptHash = kept === undefined ? '' : await sha256(kept)
  if (kept !== undefined && request.wanted !== undefined && keptHash === request.wanted) {
    note(kept.length, 'cache', Date.now())
    return { bytes: kept, hash: keptHash, fresh: false, requests }
  }
  const at = Date.now()
  try {
    const bytes = await fromNetwork(request)
    note(bytes.length, 'network', at)
    const hash = await sha256(bytes)
    if (request.wanted !== undefined && hash !== request.wanted) throw mismatch(hash, request.wanted)
    return { bytes, hash, fresh: true, requests }
  } catch (thrown) {
    const error = toLocavoreError(thrown)
    if (requests.length === 0) note(0, 'network', at)
    // Offline, the manifest of the last visit is as good as its files, which lie beside it.
    if (error.code !== 'fetch-failed' || kept === undefined || request.wanted !== undefined) throw error
    note(kept.length, 'cache', Date.now())
    return { bytes: kept, hash: keptHash, fresh: false, requests }
  }
}

async function fromNetwork({ url, signal }: ManifestRequest): Promise<Uint8Array<ArrayBuffer>> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  try {
    const response = await fetch(url, {
      // `same-origin` also refuses a redirect that leads away.
      mode: 'same-origin',
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
      cache: 'no-cache',
      signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
    })
    if (!response.ok) throw failed(url, `it was answered with status ${response.status}`)
    if ((response.headers.get('content-type') ?? '').includes('text/html')) {
      throw failed(url, 'it was answered with an HTML page: the server shows its index page for missing files')
    }
    if (Number(response.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge(url)
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (bytes.length > MOST_BYTES) throw tooLarge(url)
    return bytes
  } catch (thrown) {
    if (signal?.aborted) throw new LocavoreError('aborted', 'The call was cancelled while a manifest was on its way.')
    if (thrown instanceof LocavoreError) throw thrown
    throw failed(url, patience.aborted ? `nothing came for ${PATIENCE_MS / 1000} s` : toLocavoreError(thrown).message)
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) return ''
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function keptManifest(url: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const held = await (await caches.open(MODEL_CACHE)).match(url)
    return held === undefined ? undefined : new Uint8Array(await held.arrayBuffer())
  } catch {
    // A cache that is missing or cannot be read is as good as an empty one.
    return undefined
  }
}

/** Keeps a manifest for a visit without a network. */
export async function keepManifest(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) }
    await (await caches.open(MODEL_CACHE)).put(url, new Response(bytes, { headers }))
  } catch {
    // A full disk costs only the next visit without a network.
  }
}

function failed(url: string, why: string): LocavoreError {
  const path = new URL(url).pathname
  return new LocavoreError('fetch-failed', `${path} could not be loaded: ${why}. Is the model's folder on the site?`, {
    path,
  })
}

function tooLarge(url: string): LocavoreError {
  return new LocavoreError('model-invalid', `${new URL(url).pathname} is too large to be a model manifest.`)
}

function mismatch(found: string, wanted: string): LocavoreError {
  const how = found === '' ? 'cannot be hashed, because this page is not secure' : `has SHA-256 ${found}`
  return new LocavoreError(
    'integrity-mismatch',
    `The model's manifest ${how}, but ${wanted} was asked for. Copy the model to the site again, or name its new hash.`,
  )
}
