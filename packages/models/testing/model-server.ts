import { mkdtemp, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import { startHub } from './hub-server.js'
import { FIXTURE_NAMES, hubId, readReference } from './reference.js'
import { FIXTURES, readFixture } from './unpack-fixture.js'

/** `/added/<fixture>/<variants>/...`: the fixture, added from a hub when it is first asked for. */
const ROUTE = /^\/added\/([\w-]+)\/([\w,]+)\/(.+)$/

interface Added {
  readonly folder: string
  readonly manifest: unknown
  readonly manifestHash: string
}

const added = new Map<string, Promise<Added>>()

async function add(name: string, variants: string): Promise<Added> {
  // As a site runs it: the built package.
  const built = pathToFileURL(join(FIXTURES, '../dist/index.js')).href
  const { addModel } = (await import(/* @vite-ignore */ built)) as typeof import('../src/index.js')
  const id = hubId(name)
  const hub = await startHub({ [id]: await readFixture(name) })
  const to = await mkdtemp(join(tmpdir(), 'locavore-added-'))
  const chosen = variants === 'default' ? {} : { variants: variants.split(',') as 'fp32'[] }
  try {
    return await addModel(id, { from: hub.url, to, acceptLicence: true, ...chosen })
  } finally {
    await hub.close()
  }
}

function once(name: string, variants: string): Promise<Added> {
  const key = `${name} ${variants}`
  const adding = added.get(key) ?? add(name, variants)
  added.set(key, adding)
  return adding
}

async function bytesOf(name: string, variants: string, path: string): Promise<Buffer | string> {
  if (path.startsWith('runtime/')) {
    // The encoders' own runtime, as a site copies it.
    const require = createRequire(join(FIXTURES, '../../encoders/package.json'))
    return readFile(require.resolve(`onnxruntime-web/${basename(path)}`))
  }
  if (path === 'reference.json') return JSON.stringify(await readReference(name))
  if (/^\d\.png$/.test(path)) return readFile(join(FIXTURES, 'pictures', path))
  const model = await once(name, variants)
  if (path === 'model.json') return JSON.stringify({ manifest: model.manifest, manifestHash: model.manifestHash })
  return readFile(join(model.folder, normalize(path.replace(/^models\/[^/]+\//, ''))))
}

function serve(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const [, name = '', variants = '', path = ''] = ROUTE.exec(new URL(request.url ?? '/', 'http://site').pathname) ?? []
  if (!(FIXTURE_NAMES as readonly string[]).includes(name) || path.includes('..')) {
    next()
    return
  }
  bytesOf(name, variants, path).then(
    (bytes) => {
      response.setHeader('content-type', path.endsWith('.png') ? 'image/png' : 'application/octet-stream')
      response.end(bytes)
    },
    (thrown: unknown) => response.writeHead(404).end(String(thrown)),
  )
}

/** Lets browser tests ask for models that were added. */
export function modelServer(): Plugin {
  return {
    name: 'locavore-test-models',
    configureServer(server) {
      server.middlewares.use(serve)
    },
  }
}
