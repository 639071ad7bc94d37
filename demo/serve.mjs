// Serves the built demo as a careful site would: strict headers on everything, and 404 for what is not there.
// node serve.mjs [port]
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'

const folder = fileURLToPath(new URL('dist/', import.meta.url))
const port = Number(process.argv[2] ?? process.env['PORT'] ?? 4173)

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "style-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // `locavore` starts the library's workers, `postcards` the service worker; nothing else may make a script address.
  'trusted-types locavore postcards',
].join('; ')

// Workers loaded by address do not inherit the page's policy, so every response carries it.
const HEADERS = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** Names that hold a hash never change; everything else is asked for again. */
function cacheControl(path) {
  if (path === '/service-worker.js') return 'no-cache'
  if (path.startsWith('/assets/') || path.startsWith('/locavore/')) return 'public, max-age=31536000, immutable'
  return /^\/catalogue\/[\w/-]+\.[0-9a-f]{12}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
}

const files = sirv(folder, {
  etag: true,
  // The catalogue's files have packed copies beside them.
  gzip: true,
  setHeaders: (response, path) => response.setHeader('cache-control', cacheControl(path)),
})

const server = createServer((request, response) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
  files(request, response, () => {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    response.end('Not found')
  })
})

server.on('error', (error) => {
  console.error(`Port ${port} cannot be used: ${error.message}`)
  process.exit(1)
})
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))
