import { LocavoreError, toLocavoreError } from '@locavore/core'
import { type Dispatcher, EnvHttpProxyAgent, fetch, type Response } from 'undici'

export interface HttpOptions {
  /** Instead of what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. */
  readonly proxy?: string
  /** Sent only to the origin that was asked first, never where it redirects to. */
  readonly token?: string
}

/** Errors of a line or a server that may be gone a moment later. */
export class PassingFailure extends LocavoreError {
  /** What the server asked for, in milliseconds. */
  readonly waitMs: number | undefined

  constructor(message: string, waitMs?: number, cause?: unknown) {
    super('fetch-failed', message, {}, cause)
    this.waitMs = waitMs
  }
}

/** No bytes for this long means that the connection is dead, whatever the socket believes. */
const STALL_MS = 60_000
const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504])

export class HttpClient {
  readonly #dispatcher: Dispatcher
  readonly #token: string | undefined

  constructor({ proxy, token }: HttpOptions) {
    const proxies = proxy === undefined ? {} : { httpProxy: proxy, httpsProxy: proxy, noProxy: '' }
    this.#dispatcher = new EnvHttpProxyAgent({ ...proxies, bodyTimeout: STALL_MS, headersTimeout: STALL_MS })
    this.#token = token
  }

  /**
   * @returns an answer with status 200 or 206
   * @throws LocavoreError `fetch-failed` (a `PassingFailure` where another try may help), `aborted`
   */
  async get(url: URL, signal: AbortSignal, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const response = await this.#send(url, 'GET', signal, headers)
    if (response.status === 200 || response.status === 206) return response
    await response.body?.cancel()
    throw refusalOf(url, response, this.#token !== undefined)
  }

  /** The headers of an address itself, without following where it leads. */
  async head(url: URL, signal: AbortSignal): Promise<Response> {
    return this.#send(url, 'HEAD', signal, { 'accept-encoding': 'identity' }, 'manual')
  }

  async #send(
    url: URL,
    method: 'GET' | 'HEAD',
    signal: AbortSignal,
    headers: Readonly<Record<string, string>>,
    redirect: 'follow' | 'manual' = 'follow',
  ): Promise<Response> {
    const authorization = this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }
    try {
      return await fetch(url, {
        method,
        redirect,
        signal,
        headers: { 'user-agent': 'locavore-models', ...authorization, ...headers },
        dispatcher: this.#dispatcher,
      })
    } catch (thrown) {
      throw lineFailure(url, thrown, signal)
    }
  }

  close(): Promise<void> {
    return this.#dispatcher.destroy()
  }
}

/** What went wrong on the line, with what a person can do about it. */
export function lineFailure(url: URL, thrown: unknown, signal: AbortSignal): LocavoreError {
  if (signal.aborted)
    return new LocavoreError('aborted', 'Stopped. What was fetched is kept: run the same again to go on.')
  if (thrown instanceof LocavoreError) return thrown
  return new PassingFailure(
    `${url.host} cannot be reached: ${reasonOf(thrown)}. Offline? Fetch the model on a machine with a connection and name the folder ` +
      'with --from. Behind a proxy? Set HTTPS_PROXY, or give --proxy.',
    undefined,
    thrown,
  )
}

function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const message = toLocavoreError(cause).message.replace(/^Error: /, '')
  return message.includes(code) ? message : `${code} ${message}`
}

function refusalOf(url: URL, response: Response, hadToken: boolean): LocavoreError {
  const { status } = response
  if (PASSING_STATUS.has(status)) {
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    const waitMs = Number.isFinite(seconds) ? Math.min(seconds, 120) * 1000 : undefined
    return new PassingFailure(`${url.host} answered ${status} for ${url.pathname}.`, waitMs)
  }
  const details = { status, path: url.pathname }
  if (status === 401 || status === 403) {
    const advice = hadToken
      ? 'The token does not open it: accept the terms of the model on its page with the same account.'
      : 'It does not exist, or is gated or private: accept its terms on its page, and put a read token into the variable HF_TOKEN.'
    return new LocavoreError('fetch-failed', `${url.host} answered ${status} for ${url.pathname}. ${advice}`, details)
  }
  const advice = status === 404 ? ' Is the name right, with its owner, and the revision?' : ''
  return new LocavoreError('fetch-failed', `${url.host} answered ${status} for ${url.pathname}.${advice}`, details)
}
