import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cosine, encoderAt, factory, MANIFEST, MANIFEST_HASH, text, using, vectorOf } from '../../../testing/helpers.js'
import { type ModelFolderOptions, modelFromFolder } from '../index.js'

const FOLDER = '/assets/models/anywhere/'
const ADDRESS = new URL(`${FOLDER}manifest.json`, location.href).href

beforeEach(async () => {
  await caches.delete('locavore-models')
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A network without this manifest, which says how often it was asked for something. */
function offline() {
  return vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'))
}

/** A server that answers every request so. */
function answering(body: string, init?: ResponseInit) {
  return vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(body, init))
}

async function codeOf(folder: string | URL, options?: ModelFolderOptions): Promise<string> {
  return modelFromFolder(folder, options).then(
    () => 'none',
    (error) => error.code,
  )
}

test('a model of the site is known, encodes as the built-in one, and its requests are listed', async () => {
  const found = await modelFromFolder(FOLDER.slice(0, -1))
  expect(found.space).toEqual(factory.space)
  const environment = { assets: new URL('/assets/', location.href), devices: ['wasm'] } as const
  await using(found.create(environment), (ours) =>
    using(encoderAt('assets'), async (builtIn) => {
      expect(ours.report().requests).toMatchObject([{ url: ADDRESS, from: 'network', purpose: 'model' }])
      const [mine] = await ours.encode([text('a harbour at dusk')])
      const [theirs] = await builtIn.encode([text('a harbour at dusk')])
      expect(cosine(vectorOf(mine), vectorOf(theirs))).toBeCloseTo(1, 6)
      const models = ours.report().requests.filter(({ purpose }) => purpose === 'model')
      expect(models.every(({ url }) => url.startsWith(new URL(FOLDER, location.href).href))).toBe(true)
    }),
  )
})

test('a named hash is held to, and then a manifest that is here costs no request', async () => {
  expect((await modelFromFolder(FOLDER, { sha256: MANIFEST_HASH })).space.id).toBe(MANIFEST.space.id)
  const asked = offline()
  expect((await modelFromFolder(FOLDER, { sha256: MANIFEST_HASH })).space.id).toBe(MANIFEST.space.id)
  expect(asked).not.toHaveBeenCalled()
  expect(await codeOf(FOLDER, { sha256: '0'.repeat(64) })).toBe('fetch-failed')
  vi.restoreAllMocks()
  expect(await codeOf(FOLDER, { sha256: '0'.repeat(64) })).toBe('integrity-mismatch')
})

test('without a network the manifest of the last visit serves, and the request that failed is listed too', async () => {
  await modelFromFolder(FOLDER)
  answering('no manifest')
  expect(await codeOf(FOLDER)).toBe('model-invalid')
  offline()
  const found = await modelFromFolder(FOLDER)
  expect(found.space).toEqual(factory.space)
  const encoder = found.create({ assets: new URL('/assets/', location.href) })
  expect(encoder.report().requests.map(({ from }) => from)).toEqual(['network', 'cache'])
  await encoder.close()
  expect(await codeOf('/assets/models/never-seen/')).toBe('fetch-failed')
})

test('what is no model on this site is refused by code', async () => {
  expect(await codeOf('/missing/models/x/')).toBe('fetch-failed')
  expect(await codeOf('/html/models/x/')).toBe('fetch-failed')
  expect(await codeOf('https://elsewhere.example/models/x/')).toBe('invalid-argument')
  expect(await codeOf('data:application/json,{}')).toBe('invalid-argument')
  expect(await codeOf('http://[')).toBe('invalid-argument')
  expect(await codeOf(FOLDER, { hash: 'x' } as never)).toBe('unknown-option')
  const controller = new AbortController()
  controller.abort()
  expect(await codeOf(FOLDER, { signal: controller.signal })).toBe('aborted')
  for (const body of ['', 'nonsense', 'null', '{}', JSON.stringify({ ...MANIFEST, format: 'another@1' })]) {
    answering(body)
    expect(await codeOf(FOLDER)).toBe('model-invalid')
  }
  answering('x'.repeat(1_048_577))
  expect(await codeOf(FOLDER)).toBe('model-invalid')
})
