import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a hub misbehaves, for as long as a test wants. */
export interface Manners {
  /** Answers this many requests for files with 503 first. */
  failures: number
  /** Sends this many bytes of each large file, then cuts the line; so often. */
  cutAfter: number
  cuts: number
  /** Sends large files with one byte changed. */
  isTampered: boolean
  /** Lists files without hashes; those of large ones are told by their address. */
  hidesHashes: boolean
  /** Answers 401 unless this token comes. */
  token: string | undefined
  licence: string | undefined
  /** Leaves the parts that were asked for aside and sends whole files. */
  ignoresRanges: boolean
}

export interface Hub {
  readonly url: string
  readonly manners: Manners
  /** Every request, as `METHOD path range`. Files are asked for at the hub, then at the store it redirects to. */
  readonly requests: string[]
  /** The Authorization headers that reached the store, which is another origin. */
  readonly leaked: string[]
  close(): Promise<void>
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const gitBlob = (bytes: Buffer) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
const isLarge = (path: string) => path.endsWith('.onnx')

export const COMMIT = '0123456789abcdef0123456789abcdef01234567'

/** A server with the addresses of the Hugging Face hub; large files lie on a second one, as there. */
export async function startHub(models: Readonly<Record<string, ReadonlyMap<string, Buffer>>>): Promise<Hub> {
  const manners: Manners = {
    failures: 0,
    cutAfter: Number.POSITIVE_INFINITY,
    cuts: 0,
    isTampered: false,
    hidesHashes: false,
    token: undefined,
    licence: 'mit',
    ignoresRanges: false,
  }
  const requests: string[] = []
  const leaked: string[] = []
  const store = createServer((request, response) => {
    if (request.headers.authorization !== undefined) leaked.push(request.headers.authorization)
    sendFile(request, response, fileAt(models, request.url ?? ''), manners)
  })
  const storeUrl = await listen(store)
  const front = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.range ?? ''}`.trim())
    if (manners.token !== undefined && request.headers.authorization !== `Bearer ${manners.token}`) {
      return response.writeHead(401).end('gated')
    }
    return answer(request, response, models, manners, storeUrl)
  })
  const url = await listen(front)
  return { url, manners, requests, leaked, close: async () => void (await Promise.all([stop(front), stop(store)])) }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  models: Readonly<Record<string, ReadonlyMap<string, Buffer>>>,
  manners: Manners,
  storeUrl: string,
): unknown {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub')
  const about = /^\/api\/models\/(.+?)\/(revision|tree)\/([^/]+)$/.exec(pathname)
  if (about !== null) {
    const files = models[about[1] ?? '']
    if (files === undefined) return response.writeHead(404).end('no such model')
    if (about[2] === 'revision') return sendAbout(response, manners)
    return sendTree(response, pathname, files, Number(searchParams.get('cursor') ?? 0), manners)
  }
  const bytes = fileAt(models, pathname)
  if (bytes === undefined) return response.writeHead(404).end('no such file')
  if (!isLarge(pathname)) {
    response.setHeader('etag', `"${gitBlob(bytes)}"`)
    return sendFile(request, response, bytes, manners)
  }
  response.setHeader('x-linked-etag', `"${sha256(bytes)}"`)
  response.setHeader('x-linked-size', String(bytes.length))
  return response.writeHead(302, { location: `${storeUrl}${pathname}` }).end()
}

function sendAbout(response: ServerResponse, { licence }: Manners): void {
  const tags = licence === undefined ? ['onnx'] : ['onnx', `license:${licence}`]
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sha: COMMIT, tags }))
}

/** Six entries a page, so that every model has several. */
function sendTree(
  response: ServerResponse,
  pathname: string,
  files: ReadonlyMap<string, Buffer>,
  cursor: number,
  { hidesHashes }: Manners,
): void {
  const entries = [...files].map(([path, bytes]) => {
    if (hidesHashes) return { type: 'file', path, size: bytes.length }
    const lfs = { oid: sha256(bytes), size: bytes.length, pointerSize: 130 }
    return { type: 'file', path, size: bytes.length, oid: gitBlob(bytes), ...(isLarge(path) ? { lfs } : {}) }
  })
  const listed = [{ type: 'directory', path: 'onnx', oid: '0'.repeat(40), size: 0 }, ...entries]
  if (cursor + 6 < listed.length) {
    response.setHeader('link', `<${pathname}?recursive=true&cursor=${cursor + 6}>; rel="next"`)
  }
  const page = listed.slice(cursor, cursor + 6)
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page))
}

function fileAt(models: Readonly<Record<string, ReadonlyMap<string, Buffer>>>, address: string): Buffer | undefined {
  const [, id, commit, path] = /^\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(address.replace(/\?.*/, '')) ?? []
  return commit === COMMIT ? models[id ?? '']?.get(decodeURIComponent(path ?? '')) : undefined
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer | undefined,
  manners: Manners,
): unknown {
  if (bytes === undefined) return response.writeHead(404).end()
  if (manners.failures > 0) {
    manners.failures -= 1
    return response.writeHead(503, { 'retry-after': '0' }).end('busy')
  }
  const path = request.url ?? ''
  const from = manners.ignoresRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const sent = manners.isTampered && isLarge(path) ? flip(bytes) : bytes
  const part = sent.subarray(from)
  const range = from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': part.length, ...range })
  if (request.method === 'HEAD') return response.end()
  if (isLarge(path) && manners.cuts > 0 && part.length > manners.cutAfter) {
    manners.cuts -= 1
    return response.write(part.subarray(0, manners.cutAfter), () => setTimeout(() => response.destroy(), 20))
  }
  return response.end(part)
}

function flip(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1
  return copy
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
