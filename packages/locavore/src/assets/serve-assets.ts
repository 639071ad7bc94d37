import { createReadStream, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import type { AssetPlan } from './asset-plan.js'

export type Middleware = (
  request: IncomingMessage & { originalUrl?: string | undefined },
  response: ServerResponse,
  next: () => void,
) => void

/** Path below the assets folder -> absolute path of an existing file. */
export type FindFile = (target: string) => string | undefined

const TYPES: Readonly<Record<string, string>> = {
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.txt': 'text/plain; charset=utf-8',
}

export function contentTypeOf(path: string): string {
  return TYPES[extname(path)] ?? 'application/octet-stream'
}

/**
 * Answers every request below `prefix` itself: with a file, or with 404. A page in place of a missing model file would
 * be read as a broken model.
 */
export function serveAssets(prefix: string, find: FindFile): Middleware {
  return (request, response, next) => {
    const target = targetOf(request.originalUrl ?? request.url ?? '', prefix)
    if (target === undefined) return next()
    const path = find(target)
    if (path === undefined) return refuse(response, 404, `Locavore has no file ${target} here.\n`)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET and HEAD.\n')
    response.writeHead(200, {
      'Content-Type': contentTypeOf(path),
      'Content-Length': statSync(path).size,
      'Cache-Control': 'no-cache',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    })
    if (request.method === 'HEAD') response.end()
    else
      createReadStream(path)
        .on('error', () => response.destroy())
        .pipe(response)
  }
}

/** Serves the sources in place, for development. */
export function findInPlan(plan: AssetPlan): FindFile {
  const sources = new Map(plan.files.map((file) => [file.target, file.source]))
  return (target) => sources.get(target)
}

/** Serves what was copied into a folder. */
export function findInFolder(folder: string): FindFile {
  return (target) => {
    const path = join(folder, target)
    const inside = path.startsWith(folder + sep)
    return inside && statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined
  }
}

function targetOf(address: string, prefix: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(address, 'http://localhost').pathname)
    return path.startsWith(prefix) ? path.slice(prefix.length) : undefined
  } catch {
    return undefined
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(message)
}
