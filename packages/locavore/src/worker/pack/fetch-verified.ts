import { PACK_LIMITS, type PackFile, sha256 } from '@locavore/catalogue'
import { LocavoreError } from '@locavore/core'
import type { CatalogueRequest } from '../../shared/protocol.js'

/** What every request needs: where it is noted, how it is stopped, who is told of each chunk. */
export interface FetchContext {
  readonly note: (request: CatalogueRequest) => void
  readonly signal: AbortSignal
  readonly onBytes?: (bytes: number) => void
}

/** @throws LocavoreError `fetch-failed`, `catalogue-invalid`, `aborted` */
export async function fetchManifest(url: URL, context: FetchContext): Promise<Uint8Array<ArrayBuffer>> {
  return fetchBytes(url, { most: PACK_LIMITS.manifestBytes, cache: 'no-cache' }, context)
}

/**
 * Fetches one file of a pack and checks its size and SHA-256 before anybody sees a byte of it. A cache may hold an older file
 * under the name, so the server is asked once more before the file is called wrong.
 * @throws LocavoreError `fetch-failed`, `integrity-mismatch`, `aborted`
 */
export async function fetchVerified(
  base: URL,
  file: PackFile,
  context: FetchContext,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(file.path, base)
  try {
    return await fetchOnce(url, file, 'default', context)
  } catch (error) {
    if (!(error instanceof LocavoreError) || error.code !== 'integrity-mismatch') throw error
    return fetchOnce(url, file, 'reload', { note: context.note, signal: context.signal })
  }
}

async function fetchOnce(url: URL, file: PackFile, cache: RequestCache, context: FetchContext) {
  const bytes = await fetchBytes(url, { most: file.bytes, exactly: file.bytes, cache }, context)
  const digest = await sha256(bytes)
  if (digest === file.sha256) return bytes
  throw new LocavoreError(
    'integrity-mismatch',
    `${url.pathname} has SHA-256 ${digest}, but its manifest says ${file.sha256}. Publish both together.`,
    { url: url.href },
  )
}

interface FetchRule {
  readonly most: number
  readonly exactly?: number
  readonly cache: RequestCache
}

async function fetchBytes(url: URL, rule: FetchRule, context: FetchContext): Promise<Uint8Array<ArrayBuffer>> {
  const at = Date.now()
  try {
    // A redirect may leave the origin.
    const response = await fetch(url, { cache: rule.cache, redirect: 'error', signal: context.signal })
    if (!response.ok) throw fetchFailed(url, `the server answered ${response.status}`)
    const bytes = await readBody(response, url, rule, context)
    context.note({ url: url.href, bytes: bytes.length, from: 'network', at, purpose: 'catalogue' })
    return bytes
  } catch (error) {
    context.note({ url: url.href, bytes: 0, from: 'network', at, purpose: 'catalogue' })
    if (error instanceof LocavoreError) throw error
    if (context.signal.aborted) throw new LocavoreError('aborted', 'Loading the catalogue was aborted by the caller.')
    throw fetchFailed(url, error instanceof Error ? error.message : 'the request failed')
  }
}

/** Memory is taken for what came, never for what was promised; and no more comes than is due. */
async function readBody(
  response: Response,
  url: URL,
  rule: FetchRule,
  context: FetchContext,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let chunk = await reader?.read(); chunk !== undefined && !chunk.done; chunk = await reader?.read()) {
    length += chunk.value.length
    if (length > rule.most) {
      await reader?.cancel()
      throw wrongSize(url, `more than ${rule.most}`, rule)
    }
    chunks.push(chunk.value)
    context.onBytes?.(chunk.value.length)
  }
  if (rule.exactly !== undefined && length !== rule.exactly) throw wrongSize(url, String(length), rule)
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

function wrongSize(url: URL, found: string, { exactly }: FetchRule): LocavoreError {
  if (exactly === undefined) {
    return new LocavoreError('catalogue-invalid', `${url.pathname} has ${found} bytes: it is no catalogue manifest.`)
  }
  return new LocavoreError(
    'integrity-mismatch',
    `${url.pathname} has ${found} bytes, but its manifest says ${exactly}. Publish both together.`,
    { url: url.href },
  )
}

function fetchFailed(url: URL, why: string): LocavoreError {
  return new LocavoreError('fetch-failed', `${url.pathname} could not be loaded: ${why}.`, { url: url.href })
}
