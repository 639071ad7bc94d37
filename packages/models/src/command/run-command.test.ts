import { spawn } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Hub, startHub } from '../../testing/hub-server.js'
import { withFolder } from '../../testing/scratch.js'
import { readFixture, unpackFixture } from '../../testing/unpack-fixture.js'
import { runCommand } from './run-command.js'

vi.setConfig({ testTimeout: 120_000 })

let hub: Hub
beforeAll(async () => {
  hub = await startHub({ 'test/minilm': await readFixture('minilm') })
})
afterAll(() => hub.close())

async function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const printed: string[] = []
  const told: string[] = []
  const status = await runCommand(words, {
    print: (line) => void printed.push(line),
    status: { write: (text) => told.push(text) },
    environment,
    signal: new AbortController().signal,
  })
  return { status, output: printed.join('\n'), told: told.join('') }
}

test('add, list, verify; then a byte is changed', async () => {
  await withFolder(async (site) => {
    const [to, module] = [join(site, 'public/models'), join(site, 'src/words.ts')]
    const added = await run(['add', 'test/minilm', '--from', hub.url, '--to', to, '--module', module])
    expect(added).toMatchObject({ status: 0 })
    expect(added.output).toMatch(/16 dimensions, text/)
    expect(added.told).toMatch(/licence mit[\s\S]*trying q8, text/)
    const [folder = ''] = await readdir(to)
    expect(await readdir(to)).toHaveLength(1)
    expect(await readFile(module, 'utf8')).toContain(folder.slice(folder.indexOf('@') + 1).split('-')[0])
    expect((await run(['list', '--to', to])).output).toMatch(/text; 16 dimensions; q8 \(wasm\), fp16 \(webgpu\)/)
    expect(await run(['verify', join(to, folder)])).toMatchObject({ status: 0 })
    const path = join(to, folder, 'onnx/model_quantized.onnx')
    const bytes = await readFile(path)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(path, bytes)
    const verified = await run(['verify', join(to, folder), '--quick'])
    expect(verified.status).toBe(4)
    expect(verified.output).toMatch(/fault {2}onnx\/model_quantized\.onnx/)
  })
})

test('a folder in the layout of the hub is as good as the hub', async () => {
  await withFolder(async (site) => {
    await unpackFixture('minilm', join(site, 'download'))
    const to = join(site, 'models')
    const words = ['add', 'test/minilm', '--from', join(site, 'download'), '--to', to, '--variant', 'q8']
    expect(await run(words)).toMatchObject({ status: 0 })
    const [folder = ''] = await readdir(to)
    const manifest = JSON.parse(await readFile(join(to, folder, 'manifest.json'), 'utf8'))
    expect(manifest).toMatchObject({ licence: 'apache-2.0', variants: [{ id: 'q8', devices: ['wasm'] }] })
  })
})

test('a licence that is not known to be free wants a yes', async () => {
  await withFolder(async (to) => {
    for (const licence of ['cc-by-nc-4.0', undefined]) {
      hub.manners.licence = licence
      const refused = await run(['add', 'test/minilm', '--from', hub.url, '--to', to])
      expect(refused.status).toBe(1)
      expect(refused.output).toMatch(/^invalid-argument: .*--accept-licence/)
      expect(await readdir(to)).toEqual([])
    }
    hub.manners.licence = 'mit'
  })
})

test('the token comes from the environment and is written nowhere', async () => {
  hub.manners.token = 'very-secret'
  await withFolder(async (to) => {
    const words = ['add', 'test/minilm', '--from', hub.url, '--to', to, '--variant', 'q8', '--retries', '0']
    expect((await run(words)).status).toBe(3)
    const added = await run([...words, '--token', 'MY_TOKEN'], { MY_TOKEN: 'very-secret' })
    expect(added.status).toBe(0)
    const entries = await readdir(to, { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((candidate) => candidate.isFile())) {
      expect((await readFile(join(entry.parentPath, entry.name))).includes('very-secret')).toBe(false)
    }
    expect(added.output + added.told).not.toContain('very-secret')
  })
  hub.manners.token = undefined
})

test.each([
  [2, 'Usage', []],
  [2, 'Usage', ['add']],
  [2, 'Usage', ['list', 'x']],
  [2, 'Usage', ['constructor', 'x']],
  [2, '--varriant', ['add', 'a/b', '--varriant', 'q8']],
  [1, 'no name of a model', ['add', '../up']],
  [1, 'no variant', ['add', 'a/b', '--variant', 'q9']],
  [1, 'not a token', ['add', 'a/b', '--token', 'hf_abc']],
  [1, 'nor a folder', ['add', 'a/b', '--from', '/not/there']],
  [1, 'manifest.json', ['verify', '/not/there']],
  [3, 'Offline?', ['add', 'a/b', '--from', 'http://127.0.0.1:9', '--retries', '0']],
  [0, 'Exit status', ['--help']],
])('status %d and "%s" for %j', async (status, words, args) => {
  const result = await run(args)
  expect(result.output).toContain(words)
  expect(result.status).toBe(status)
})

test('Ctrl-C keeps what was fetched and leaves no model that is not whole', async () => {
  const slow = await startHub({ 'test/minilm': await readFixture('minilm') })
  Object.assign(slow.manners, { cuts: 1000, cutAfter: 1000 })
  await withFolder(async (to) => {
    const bin = fileURLToPath(new URL('../../bin/locavore-models.js', import.meta.url))
    const child = spawn(process.execPath, [
      bin,
      'add',
      'test/minilm',
      '--from',
      slow.url,
      '--to',
      to,
      '--retries',
      '99',
    ])
    const exit = new Promise((resolve) => child.on('exit', resolve))
    const isBegun = () =>
      readdir(to, { recursive: true }).then((names) => names.some((name) => name.endsWith('.onnx.part')))
    await expect.poll(isBegun, { timeout: 60_000 }).toBe(true)
    child.kill('SIGINT')
    expect(await exit).toBe(130)
    expect(await readdir(to)).toEqual([expect.stringMatching(/^\.adding-/)])
    slow.manners.cuts = 0
    expect((await run(['add', 'test/minilm', '--from', slow.url, '--to', to])).status).toBe(0)
    expect((await readdir(to)).some((name) => name.startsWith('.adding-'))).toBe(false)
  })
  expect(slow.requests.some((request) => /bytes=\d+-$/.test(request))).toBe(true)
  await slow.close()
})
