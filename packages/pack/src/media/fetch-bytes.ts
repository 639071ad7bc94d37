import { setTimeout as sleep } from 'node:timers/promises'
import { LocavoreError } from '@locavore/core'
import { EnvHttpProxyAgent, fetch } from 'undici'
import { reasonOf } from '../failure.js'

/** No bytes for this long means that the connection is dead. */
const STALL_MS = 30_000
const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504])
const FIRST_WAIT_MS = 500

export interface FetchOptions {
  readonly mostBytes: number
  readonly retries: number
  readonly signal: AbortSignal | undefined
}

/** Fetches over proxies as HTTPS_PROXY, HTTP_PROXY and NO_PROXY say, and tries again after what may pass. */
export class Fetcher {
  readonly #dispatcher = new EnvHttpProxyAgent({ bodyTimeout: STALL_MS, headersTimeout: STALL_MS })

  /** @throws LocavoreError `fetch-failed`, `media-too-large`, `aborted` */
  async bytes(url: URL, options: FetchOptions): Promise<Uint8Array> {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#once(url, options)
      if (answer instanceof Uint8Array) return answer
      if (!answer.passes || attempt >= options.retries) {
        throw new LocavoreError('fetch-failed', `${url.href.slice(0, 200)}: ${answer.problem}`)
      }
      await sleep(FIRST_WAIT_MS * 2 ** attempt, undefined, options.signal ? { signal: options.signal } : {}).catch(
        stopped,
      )
    }
  }

  close(): Promise<void> {
    return this.#dispatcher.destroy()
  }

  async #once(url: URL, { mostBytes, signal }: FetchOptions): Promise<Uint8Array | Failure> {
    try {
      const response = await fetch(url, {
        dispatcher: this.#dispatcher,
        headers: { 'user-agent': 'locavore-pack' },
        ...(signal === undefined ? {} : { signal }),
      })
      if (response.ok && response.body !== null) return await bounded(response.body, mostBytes)
      await response.body?.cancel()
      return { passes: PASSING_STATUS.has(response.status), problem: `the server answered ${response.status}` }
    } catch (thrown) {
      if (signal?.aborted) stopped()
      if (thrown instanceof LocavoreError) throw thrown
      const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
      return { passes: true, problem: reasonOf(cause) }
    }
  }
}

interface Failure {
  /** Whether another try may help. */
  readonly passes: boolean
  readonly problem: string
}

async function bounded(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    // The length that a server announces is not to be relied on.
    if (length > most) throw new LocavoreError('media-too-large', `it has more than ${most} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function stopped(): never {
  throw new LocavoreError('aborted', 'Stopped. What is done is kept: run the same again to go on.')
}
