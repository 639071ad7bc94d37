import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runtimeAssets } from '@locavore/encoders/assets'
import { build, createServer, type InlineConfig, preview } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSite, hashTree, type Site, sha256 } from '../../test/site-fixture.js'
import { type LocavoreViteOptions, locavore } from './vite.js'

/** What a site with our encoder does: the worker and the runtime's JavaScript come into its bundle. */
const SCRIPT = `import { createEncoderFactory } from '@locavore/encoders'
document.title = typeof createEncoderFactory`

let site: Site
beforeAll(async () => {
  site = await createSite(SCRIPT)
})
afterAll(() => site.remove())

function config(options: LocavoreViteOptions, outDir = 'dist'): InlineConfig {
  return {
    root: site.root,
    configFile: false,
    logLevel: 'silent',
    plugins: [locavore(options)],
    build: { outDir, emptyOutDir: true },
    server: { port: 0, host: '127.0.0.1' },
    preview: { port: 0, host: '127.0.0.1' },
  }
}

const expected = async (): Promise<Record<string, string>> => {
  const model = await hashTree(join(site.root, site.model))
  delete model['manifest.json']
  return {
    ...Object.fromEntries(runtimeAssets().map(({ target, sha256: hash }) => [target, hash])),
    ...Object.fromEntries(Object.entries(model).map(([path, hash]) => [`${site.modelTarget}/${path}`, hash])),
  }
}

async function errorOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: Error) => error.message,
  )
}

test('a build holds runtime and model, as their hashes say, and no second runtime', async () => {
  await build(config({ models: [site.model] }))
  expect(await hashTree(join(site.root, 'dist/locavore'))).toEqual(await expected())
  const bundled = await readdir(join(site.root, 'dist/assets'))
  expect(bundled.filter((name) => !name.endsWith('.js'))).toEqual([])
  expect(bundled.some((name) => name.includes('encoder-worker'))).toBe(true)
}, 60_000)

test('the folder can be named, and without a model the runtime comes alone', async () => {
  await build(config({ base: '/own/files/', models: [] }, 'dist-own'))
  const runtime = runtimeAssets().map(({ target }) => target)
  expect(Object.keys(await hashTree(join(site.root, 'dist-own/own/files'))).sort()).toEqual([...runtime].sort())
}, 60_000)

test('a server build gets no files', async () => {
  await build({
    ...config({ models: [site.model] }, 'dist-server'),
    build: { outDir: 'dist-server', ssr: 'main.js' },
  })
  // Code that is loaded on need lies beside the entry; nothing else may.
  const files = await readdir(join(site.root, 'dist-server'), { recursive: true, withFileTypes: true })
  expect(files.filter((file) => file.isFile() && !file.name.endsWith('.js')).map(({ name }) => name)).toEqual([])
  expect(files.map(({ name }) => name)).not.toContain('locavore')
}, 60_000)

test('a file that is not what the manifest says stops the build and is not published', async () => {
  const other = await createSite(SCRIPT)
  try {
    await writeFile(join(other.root, other.model, 'golden.json'), '[1]')
    const message = await errorOf(build({ ...config({ models: [other.model] }), root: other.root }))
    expect(message).toContain('golden.json has 3 bytes')
    expect(Object.keys(await hashTree(join(other.root, 'dist')))).not.toContain(
      `locavore/${other.modelTarget}/golden.json`,
    )
  } finally {
    await other.remove()
  }
}, 60_000)

test.each([
  [{ models: ['@nobody/nothing'] }, 'neither a folder'],
  [{ models: ['.'] }, 'neither a folder'],
])('a model that is not there is named: %o', async (options, words) => {
  expect(await errorOf(build(config(options, 'dist-none')))).toContain(words)
})

test.each([{ base: '../up' }, { base: '' }, { base: 'https://cdn.example/' }, { base: 'a//b' }])(
  'a base outside of the site is refused: %o',
  (options) => {
    expect(() => locavore(options)).toThrow(/must name a folder/)
  },
)

test('an unknown option is named', () => {
  const wrong = { models: [], model: 'x' }
  expect(() => locavore(wrong)).toThrow(/no option "model"/)
})

async function checkServer(base: string): Promise<void> {
  const files = await expected()
  const [path, hash] = Object.entries(files).find(([name]) => name.endsWith('.onnx')) ?? []
  const model = await fetch(`${base}locavore/${path}`)
  expect([model.status, model.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
  expect(sha256(Buffer.from(await model.arrayBuffer()))).toBe(hash)

  const wasm = Object.keys(files).find((name) => name.endsWith('.wasm'))
  const head = await fetch(`${base}locavore/${wasm}`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/wasm'])

  for (const missing of ['models/none/manifest.json', '', '..%2f..%2fpackage.json', 'runtime']) {
    const response = await fetch(`${base}locavore/${missing}`)
    expect(await response.text(), missing).not.toContain('<!doctype')
    expect(response.status, missing).toBe(404)
  }
  const page = await fetch(`${base}some/page`, { headers: { accept: 'text/html' } })
  expect([page.status, (await page.text()).includes('<title>site')]).toEqual([200, true])
}

test('the development server serves the same files, and 404 for what is not there', async () => {
  const server = await createServer({ ...config({ models: [site.model] }), base: '/app/' })
  await server.listen()
  try {
    await checkServer(server.resolvedUrls?.local[0] ?? '')
    expect(server.config.optimizeDeps.exclude).toContain('@locavore/encoders')
    expect(server.config.worker.format).toBe('es')
  } finally {
    await server.close()
  }
}, 60_000)

test('the preview server does so too', async () => {
  await build({ ...config({ models: [site.model] }, 'dist-preview'), base: '/app/' })
  const server = await preview({ ...config({ models: [site.model] }, 'dist-preview'), base: '/app/' })
  try {
    await checkServer(server.resolvedUrls?.local[0] ?? '')
  } finally {
    await server.close()
  }
}, 60_000)
