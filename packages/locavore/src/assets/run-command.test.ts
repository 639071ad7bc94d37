import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSite, hashTree, type Site } from '../../test/site-fixture.js'
import { contentTypeOf } from './serve-assets.js'
import { locavore } from './vite.js'

const command = fileURLToPath(new URL('../../bin/locavore.js', import.meta.url))

let site: Site
beforeAll(async () => {
  site = await createSite('document.title = "site"')
})
afterAll(() => site.remove())

/** Runs the installed command in the site's folder. */
function run(...words: string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...words], { cwd: site.root }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr })
    })
  })
}

test('copies what a Vite build copies, says so, and keeps what is already there', async () => {
  await build({ root: site.root, configFile: false, logLevel: 'silent', plugins: [locavore({ models: [site.model] })] })
  const first = await run('copy', 'public', '--model', site.model)
  expect(first.status).toBe(0)
  expect(first.output).toContain("script-src 'self' 'wasm-unsafe-eval'")
  const copied = await hashTree(join(site.root, 'public/locavore'))
  expect(Object.keys(copied).length).toBeGreaterThan(4)
  expect(copied).toEqual(await hashTree(join(site.root, 'dist/locavore')))

  const again = await run('copy', 'public', '--model', site.model)
  expect([again.output.match(/^kept/gm)?.length, again.output.match(/^written/gm)]).toEqual([
    Object.keys(copied).length,
    null,
  ])
}, 60_000)

test('a copy that was changed is made good again', async () => {
  const path = join(site.root, 'public/locavore', site.modelTarget, 'tokenizer.json')
  await run('copy', 'public', '--model', site.model)
  const before = await readFile(path, 'utf8')
  await writeFile(path, 'spoilt')
  expect((await run('copy', 'public', '--model', site.model)).status).toBe(0)
  expect(await readFile(path, 'utf8')).toBe(before)
}, 60_000)

test('a changed source is refused by its code', async () => {
  const spoilt = await createSite('')
  await writeFile(join(spoilt.root, spoilt.model, 'tokenizer.json'), 'spoilt')
  const { status, output } = await run('copy', 'other', '--model', join(spoilt.root, spoilt.model))
  await spoilt.remove()
  expect(status).toBe(1)
  expect(output).toMatch(/^integrity-mismatch: .*tokenizer\.json/m)
}, 60_000)

test.each([
  [2, 'Usage', []],
  [2, 'Usage', ['copy']],
  [2, 'Usage', ['copy', 'a', 'b']],
  [2, 'Usage', ['constructor', 'a']],
  [2, '--modle', ['copy', 'a', '--modle', 'x']],
  [1, 'invalid-argument', ['copy', 'a', '--base', '../up']],
  [1, 'invalid-argument', ['copy', 'a', '--model', 'not-installed']],
  [1, 'invalid-argument', ['doctor', 'not an address', '--model', 'pocket']],
  [0, 'Usage', ['--help']],
])('asked wrongly: status %d and "%s" for %j', async (status, words, args) => {
  const result = await run(...args)
  expect(result.status).toBe(status)
  expect(result.output).toContain(words)
})

interface Manners {
  readonly policy: string
  readonly missing: 'page' | '404'
  readonly wasmType: string
}

/** A site's server with the given manners, for as long as `use` runs. */
async function whileServing<T>(manners: Manners, use: (address: string) => Promise<T>): Promise<T> {
  const respond = async (path: string, response: ServerResponse) => {
    const file = join(site.root, 'public', path)
    const info = await stat(file).catch(() => undefined)
    if (info?.isFile()) {
      const type = file.endsWith('.wasm') ? manners.wasmType : contentTypeOf(file)
      response.writeHead(200, { 'content-type': type, 'content-length': info.size })
      createReadStream(file).pipe(response)
    } else {
      const found = path === '/' || manners.missing === 'page'
      response.writeHead(found ? 200 : 404, { 'content-security-policy': manners.policy, 'content-type': 'text/html' })
      response.end('<!doctype html>')
    }
  }
  const server = createServer((request, response) => void respond(request.url ?? '/', response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test('the doctor finds a good site good', async () => {
  await run('copy', 'public', '--model', site.model)
  const manners = {
    policy: "script-src 'self' 'wasm-unsafe-eval'",
    missing: '404',
    wasmType: 'application/wasm',
  } as const
  const { status, output } = await whileServing(manners, (address) => run('doctor', address, '--model', site.model))
  expect(output).toContain('serves Locavore as it must')
  expect(status).toBe(0)
}, 60_000)

test('the doctor names what a bad site does wrong', async () => {
  await run('copy', 'public', '--model', site.model)
  const manners = { policy: "script-src 'self'", missing: 'page', wasmType: 'text/plain' } as const
  const { status, output } = await whileServing(manners, (address) => run('doctor', address, '--model', site.model))
  expect(status).toBe(1)
  expect(output).toContain("lacks 'wasm-unsafe-eval'")
  expect(output).toContain('must give 404')
  expect(output.match(/should be application\/wasm/g)?.length).toBe(3)
}, 60_000)
