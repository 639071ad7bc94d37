// A Vite plugin for the browser tests: serves runtime, model and pictures from the page's own origin, and each fault on a
// root of its own (and `/pictures/drawing` with and without its ending): `/assets/` and `/again/` are right; `/tampered/` has a flipped byte; `/missing/` answers 404; `/html/` answers with a
// page; `/slow/` and `/slower/` drip; `/flipped/` has one weight turned to noise (its hash is for the test to make right).
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { largestWeight } from './largest-weight.mjs'

const require = createRequire(import.meta.url)
const model = new URL('../../nano/model/', import.meta.url)
const ROUTE = /^\/(assets|again|tampered|missing|html|slow|slower|flipped)\/(runtime|models)\/[^/]+\/(.+)$/

async function readAsset(kind, path) {
  if (kind === 'runtime') return readFile(require.resolve(`onnxruntime-web/${basename(path)}`))
  return readFile(new URL(path, model))
}

function damage(root, path, bytes) {
  if (root === 'tampered' && path.endsWith('.onnx')) bytes[bytes.length >> 1] ^= 1
  if (root === 'flipped' && path.endsWith('.onnx')) {
    const { start, end } = largestWeight(bytes)
    for (let at = start; at < end; at++) bytes[at] ^= 0x55
  }
  return bytes
}

function drip(response, bytes) {
  const step = 64 * 1024
  let at = 0
  const timer = setInterval(() => {
    response.write(bytes.subarray(at, at + step))
    at += step
    if (at >= bytes.length) {
      clearInterval(timer)
      response.end()
    }
  }, 50)
  response.on('close', () => clearInterval(timer))
}

async function answer(root, kind, path, response) {
  if (root === 'missing' && kind === 'models') {
    response.statusCode = 404
    return response.end('not found')
  }
  if (root === 'html' && kind === 'models') {
    response.setHeader('content-type', 'text/html')
    return response.end('<!doctype html><title>Index</title>')
  }
  const bytes = damage(root, path, await readAsset(kind, path))
  response.setHeader('content-type', 'application/octet-stream')
  response.setHeader('content-length', bytes.length)
  if (root.startsWith('slow') && kind === 'models') return drip(response, bytes)
  return response.end(bytes)
}

const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200">
  <rect width="320" height="200" fill="#1b2a6b"/><circle cx="250" cy="50" r="30" fill="#fff3c4"/></svg>`

/** Recordings from outside, beside the checkout or where the variable says; tests of them are skipped where there are none. */
const recordings = process.env.LOCAVORE_RECORDINGS ?? new URL('../../../../shared/training/', import.meta.url).pathname

export function serveAssets(request, response, next) {
  const { pathname } = new URL(request.url, 'http://localhost')
  const recording = /^\/recordings\/((audio|video)\/[\w.-]+)$/.exec(pathname)?.[1]
  if (recording !== undefined) {
    const missing = () => {
      response.statusCode = 404
      response.end('no recordings here')
    }
    return readFile(`${recordings}/${recording}`).then((bytes) => response.end(bytes), missing)
  }
  if (pathname === '/pictures/drawing.svg' || pathname === '/pictures/drawing') {
    response.setHeader('content-type', 'image/svg+xml')
    return response.end(DRAWING)
  }
  const match = ROUTE.exec(pathname)
  if (match === null) return next()
  const [, root, kind, path] = match
  answer(root, kind, path, response).catch((error) => {
    response.statusCode = 404
    response.end(String(error))
  })
}

/** @returns {import('vite').Plugin} */
export function assetServer() {
  return {
    name: 'locavore-test-assets',
    config: () => ({
      // Found late, inside a worker, they would make Vite bundle anew and reload the page in the middle of a test.
      optimizeDeps: { exclude: ['@huggingface/tokenizers', 'comlink', 'mediabunny'] },
      // Threads need a cross-origin isolated page.
      server: {
        headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
      },
    }),
    configureServer(server) {
      server.middlewares.use(serveAssets)
    },
  }
}
