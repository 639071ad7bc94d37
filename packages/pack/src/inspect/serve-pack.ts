import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve, sep } from 'node:path'

export interface PackServer {
  /** With a slash at the end. */
  readonly url: string
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.jsonl': 'application/jsonl',
  '.safetensors': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
}

/** Files whose names hold their hash never change. */
const HASHED = /\.[0-9a-f]{12}\.[a-z]+$/

/** Serves a folder to pages of any origin on this machine, for trying a pack out. */
export async function servePack(folder: string, port: number): Promise<PackServer> {
  const root = resolve(folder)
  await readFile(join(root, 'manifest.json'))
  const server = createServer((request, response) => {
    answer(root, request.url ?? '/', request.method ?? 'GET', response).catch(() => response.destroy())
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', done)
  })
  const { port: taken } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${taken}/`, close: () => closed(server) }
}

async function answer(root: string, address: string, method: string, response: ServerResponse): Promise<void> {
  response.setHeader('access-control-allow-origin', '*')
  const path = pathOf(root, address)
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined)
  if (path === undefined || !found?.isFile() || !['GET', 'HEAD'].includes(method)) {
    response.writeHead(404).end()
    return
  }
  const ending = path.slice(path.lastIndexOf('.'))
  response.writeHead(200, {
    'content-type': TYPES[ending] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  if (method === 'HEAD') response.end()
  else
    createReadStream(path)
      .on('error', () => response.destroy())
      .pipe(response)
}

function pathOf(root: string, address: string): string | undefined {
  try {
    const path = resolve(root, `.${decodeURIComponent(new URL(address, 'http://localhost').pathname)}`)
    return path.startsWith(root + sep) ? path : undefined
  } catch {
    return undefined
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
}
