import { LocavoreError } from '@locavore/core'
import type { Response } from 'undici'
import { isRecord, textAt } from '../json.js'
import { HttpClient, type HttpOptions, lineFailure } from './http-client.js'
import type { ModelSource, Proof, SourceFile } from './model-source.js'
import { type RetryOptions, withRetries } from './with-retries.js'

export interface HubRequest extends HttpOptions {
  readonly id: string
  readonly revision: string
  /** Ends without a slash. */
  readonly base: string
}

const SHA256 = /^[0-9a-f]{64}$/
const SHA1 = /^[0-9a-f]{40}$/

/**
 * Asks the hub, or what speaks like it, for the commit behind a revision and for the files at that commit.
 *
 * @throws LocavoreError `invalid-argument`, `fetch-failed`, `aborted`
 */
export async function openHub(request: HubRequest, retry: RetryOptions): Promise<ModelSource> {
  const http = new HttpClient(request)
  try {
    const hub = new Hub(request, http, retry)
    return await hub.open()
  } catch (thrown) {
    await http.close()
    throw thrown
  }
}

class Hub {
  readonly #request: HubRequest
  readonly #http: HttpClient
  readonly #retry: RetryOptions

  constructor(request: HubRequest, http: HttpClient, retry: RetryOptions) {
    this.#request = request
    this.#http = http
    this.#retry = retry
  }

  async open(): Promise<ModelSource> {
    const { id, revision, base } = this.#request
    const about = await this.#json(this.#address(`api/models/${id}/revision/${encodeURIComponent(revision)}`))
    const commit = textAt(about.value, 'sha')
    if (commit === undefined || !SHA1.test(commit)) throw notAHub(base)
    const files = await this.#list(commit)
    return {
      id,
      commit,
      page: `${base}/${id}`,
      licence: licenceOf(about.value),
      files,
      open: (file, from, signal) => this.#open(file, from, commit, signal),
      proofOf: async (file, signal) => file.proof ?? this.#askProof(file, commit, signal),
      close: () => this.#http.close(),
    }
  }

  async #list(commit: string): Promise<readonly SourceFile[]> {
    const files: SourceFile[] = []
    const { id } = this.#request
    let next: URL | undefined = this.#address(`api/models/${id}/tree/${commit}?recursive=true`)
    // A thousand entries a page; no model has so many pages.
    for (let page = 0; next !== undefined && page < 50; page++) {
      const { value, response } = await this.#json(next)
      if (!Array.isArray(value)) throw notAHub(this.#request.base)
      for (const entry of value as unknown[]) {
        const file = fileOf(entry)
        if (file !== undefined) files.push(file)
      }
      next = nextPage(response, this.#request.base)
    }
    return files
  }

  async #json(url: URL): Promise<{ readonly value: unknown; readonly response: Response }> {
    return withRetries(async () => {
      const response = await this.#http.get(url, this.#retry.signal)
      const text = await response.text().catch((thrown: unknown) => {
        throw lineFailure(url, thrown, this.#retry.signal)
      })
      try {
        return { value: JSON.parse(text) as unknown, response }
      } catch {
        throw notAHub(this.#request.base)
      }
    }, this.#retry)
  }

  async #open(file: SourceFile, from: number, commit: string, signal: AbortSignal) {
    const url = this.#resolve(file, commit)
    // Compressed on the way, a file could not be taken up where it broke off.
    const range = from > 0 ? { range: `bytes=${from}-` } : {}
    const response = await this.#http.get(url, signal, { 'accept-encoding': 'identity', ...range })
    const start = response.status === 206 ? startOf(response) : 0
    return { from: start, body: bytesOf(response, url, signal) }
  }

  /** What the address of a file says of its content, where the listing says nothing. */
  async #askProof(file: SourceFile, commit: string, signal: AbortSignal): Promise<Proof | undefined> {
    const { headers } = await withRetries(() => this.#http.head(this.#resolve(file, commit), signal), this.#retry)
    return proofFrom(headers.get('x-linked-etag') ?? headers.get('etag'))
  }

  #resolve(file: SourceFile, commit: string): URL {
    const path = file.path.split('/').map(encodeURIComponent).join('/')
    return this.#address(`${this.#request.id}/resolve/${commit}/${path}`)
  }

  #address(path: string): URL {
    return new URL(`${this.#request.base}/${path}`)
  }
}

function notAHub(base: string): LocavoreError {
  return new LocavoreError(
    'fetch-failed',
    `${base} does not answer as the hub does under /api/models/. Give --from the address of the hub, of a mirror of it, or a folder.`,
  )
}

/** An entry of the listing; folders and entries without a size are left out. */
function fileOf(entry: unknown): SourceFile | undefined {
  if (!isRecord(entry) || entry['type'] !== 'file') return undefined
  const path = textAt(entry, 'path')
  const lfs = isRecord(entry['lfs']) ? entry['lfs'] : undefined
  const bytes = Number(lfs?.['size'] ?? entry['size'])
  if (path === undefined || !Number.isSafeInteger(bytes) || bytes < 0) return undefined
  const proof = proofFrom(lfs === undefined ? textAt(entry, 'oid') : textAt(lfs, 'oid'))
  return { path, bytes, ...(proof === undefined ? {} : { proof }) }
}

/** 64 digits are a SHA-256, 40 the name that git gives to a content. */
export function proofFrom(tag: string | null | undefined): Proof | undefined {
  const hash = (tag ?? '')
    .replace(/^W\//, '')
    .replaceAll('"', '')
    .replace(/^sha256:/, '')
  if (SHA256.test(hash)) return { kind: 'sha256', hash }
  return SHA1.test(hash) ? { kind: 'git-blob', hash } : undefined
}

function licenceOf(about: unknown): string | undefined {
  if (!isRecord(about)) return undefined
  const card = isRecord(about['cardData']) ? textAt(about['cardData'], 'license') : undefined
  const tags = Array.isArray(about['tags']) ? (about['tags'] as unknown[]) : []
  const tag = tags.map(String).find((name) => name.startsWith('license:'))
  return (card ?? tag?.slice('license:'.length))?.toLowerCase()
}

function nextPage(response: Response, base: string): URL | undefined {
  const link = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
  if (link === undefined) return undefined
  const url = new URL(link, `${base}/`)
  // The token goes with every request: never to another host because a header says so.
  return url.origin === new URL(base).origin ? url : undefined
}

function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0)
}

async function* bytesOf(response: Response, url: URL, signal: AbortSignal): AsyncIterable<Uint8Array> {
  if (response.body === null) return
  try {
    for await (const part of response.body) yield part as Uint8Array
  } catch (thrown) {
    throw lineFailure(url, thrown, signal)
  }
}
