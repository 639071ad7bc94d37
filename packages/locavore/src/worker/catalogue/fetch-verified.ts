import { LocavoreError } from '@locavore/core'
import type { CatalogueFile } from '../../shared/catalogue-manifest.js'
import type { CatalogueRequest } from '../../shared/protocol.js'

/** A manifest names a handful of files; anything larger is not one. */
const MOST_MANIFEST_BYTES = 1_048_576

/** What every request needs: where it is noted, how it is stopped, who is told of each chunk. */
export interface FetchContext {
  readonly note: (request: CatalogueRequest) => void
  readonly signal: AbortSignal
  readonly onBytes?: (bytes: number) => void
}

/** @throws LocavoreError `fetch-failed`, `catalogue-invalid`, `aborted` */
export async function fetchManifest(url: URL, context: FetchContext): Promise<Uint8Array<ArrayBuffer>> {
  return fetchBytes(url, { most: MOST_MANIFEST_BYTES }, context)
}

/**
 * Fetches one file of a catalogue and checks its size and SHA-256 before anybody sees a byte of it.
 * @throws LocavoreError `fetch-failed`, `integrity-mismatch`, `aborted`
 */
export async function fetchVerified(
  url: URL,
  file: CatalogueFile,
  context: FetchContext,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await fetchBytes(url, { most: file.bytes, exactly: file.bytes }, context)
  const digest = await sha256(bytes)
  if (digest === file.sha256) return bytes
  throw new LocavoreError(
    'integrity-mismatch',
    `${url.pathname} has SHA-256 ${digest}, but its manifest says ${file.sha256}. Publish both together.`,
    { url: url.href },
  )
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new LocavoreError(
      'integrity-mismatch',
      'The catalogue cannot be verified, because this page is not secure. Serve it by https (or from localhost).',
    )
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

interface SizeRule {
  readonly most: number
  readonly exactly?: number
}

async function fetchBytes(url: URL, size: SizeRule, context: FetchContext): Promise<Uint8Array<ArrayBuffer>> {
  const at = Date.now()
  try {
    // `no-cache` revalidates: a file from an older publication would only fail its hash. A redirect may leave the origin.
    const response = await fetch(url, { cache: 'no-cache', redirect: 'error', signal: context.signal })
    if (!response.ok) throw fetchFailed(url, `the server answered ${response.status}`)
    const bytes = await readBody(response, url, size, context)
    context.note({ url: url.href, bytes: bytes.length, from: 'network', at, purpose: 'catalogue' })
    return bytes
  } catch (error) {
    context.note({ url: url.href, bytes: 0, from: 'network', at, purpose: 'catalogue' })
    if (error instanceof LocavoreError) throw error
    if (context.signal.aborted) throw new LocavoreError('aborted', 'Loading the catalogue was aborted by the caller.')
    throw fetchFailed(url, error instanceof Error ? error.message : 'the request failed')
  }
}

/** Reads into one buffer of the size that is due, so that a lying server cannot make it grow. */
async function readBody(
  response: Response,
  url: URL,
  size: SizeRule,
  context: FetchContext,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size.most)
  let length = 0
  const reader = response.body?.getReader()
  for (let chunk = await reader?.read(); chunk !== undefined && !chunk.done; chunk = await reader?.read()) {
    if (length + chunk.value.length > size.most) {
      await reader?.cancel()
      throw wrongSize(url, `more than ${size.most}`, size)
    }
    bytes.set(chunk.value, length)
    length += chunk.value.length
    context.onBytes?.(chunk.value.length)
  }
  if (size.exactly !== undefined && length !== size.exactly) throw wrongSize(url, String(length), size)
  return length === size.most ? bytes : bytes.slice(0, length)
}

function wrongSize(url: URL, found: string, size: SizeRule): LocavoreError {
  if (size.exactly === undefined) {
    return new LocavoreError('catalogue-invalid', `${url.pathname} has ${found} bytes: it is no catalogue manifest.`)
  }
  return new LocavoreError(
    'integrity-mismatch',
    `${url.pathname} has ${found} bytes, but its manifest says ${size.exactly}. Publish both together.`,
    { url: url.href },
  )
}

function fetchFailed(url: URL, why: string): LocavoreError {
  return new LocavoreError('fetch-failed', `${url.pathname} could not be loaded: ${why}.`, { url: url.href })
}
