// Builds a small site with Vite as it comes, and serves it with strict headers and the assets beside it.
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { serveAssets } from './asset-server.mjs'

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  "require-trusted-types-for 'script'",
  'trusted-types locavore',
].join('; ')
const TYPES = { html: 'text/html', js: 'text/javascript' }

/** @returns {Promise<Map<string, string | Uint8Array>>} what a default build emits, by file name */
export async function buildSite() {
  const root = fileURLToPath(new URL('./site', import.meta.url))
  const { output } = await build({ root, configFile: false, logLevel: 'error', build: { write: false } })
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
}

/** @returns {Promise<{ address: string, requests: string[], stop: () => Promise<void> }>} */
export async function serveSite(files, { isolated }) {
  const requests = []
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname
    requests.push(path)
    response.setHeader('content-security-policy', POLICY)
    response.setHeader('cache-control', 'max-age=3600')
    if (isolated) {
      response.setHeader('cross-origin-opener-policy', 'same-origin')
      response.setHeader('cross-origin-embedder-policy', 'require-corp')
    }
    serveAssets(request, response, () => {
      const name = path === '/' ? 'index.html' : path.slice(1)
      const file = files.get(name)
      response.statusCode = file === undefined ? 404 : 200
      response.setHeader('content-type', TYPES[name.split('.').at(-1)] ?? 'application/octet-stream')
      response.end(file ?? 'not found')
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { address: `http://localhost:${server.address().port}/`, requests, stop }
}
