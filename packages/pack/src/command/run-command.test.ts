import { spawn } from 'node:child_process'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { writePostcards } from '../../testing/postcard-site.js'
import { runWords } from '../../testing/run-words.js'
import { withFolder } from '../../testing/scratch.js'
import { servePack } from '../inspect/serve-pack.js'

vi.setConfig({ testTimeout: 240_000 })

async function smallPack(folder: string): Promise<string> {
  await writeFile(join(folder, 'items.jsonl'), '{"id":"a","title":"A"}\n{"id":"b","title":"B"}\n')
  await writeFile(join(folder, 'v.jsonl'), '{"id":"a","embedding":[1,0]}\n{"id":"b","embedding":[0,1]}\n')
  const to = join(folder, 'pack')
  const words = [
    'build',
    join(folder, 'items.jsonl'),
    '--to',
    to,
    '--licence',
    'own',
    '--no-encode',
    '--vectors',
    `text=${join(folder, 'v.jsonl')}`,
  ]
  expect((await runWords([...words, '--vector-space', 'two@1', '--about', 'publisher=A shop'])).status).toBe(0)
  return to
}

test('sign, verify by key, and a manifest that is changed after it was signed', async () => {
  await withFolder(async (folder) => {
    const [to, key] = [await smallPack(folder), join(folder, 'key.pem')]
    const made = await runWords(['key', key])
    expect((await stat(key)).mode & 0o777).toBe(0o600)
    expect((await runWords(['key', key])).output).toContain('never written over')
    const signed = await runWords(['sign', to, '--key', key])
    const publicKey = signed.output.split('\n').at(-1) ?? ''
    expect(made.output).toContain(publicKey)
    expect((await runWords(['verify', to, '--public-key', publicKey])).status).toBe(0)
    const other = Buffer.alloc(32, 7).toString('base64')
    expect((await runWords(['verify', to, '--public-key', other])).status).toBe(4)
    const path = join(to, 'manifest.json')
    await writeFile(path, (await readFile(path, 'utf8')).replace('A shop', 'B shop'))
    expect((await runWords(['verify', to, '--public-key', publicKey])).output).toMatch(/fault {2}signature/)
    expect((await runWords(['sign', to, '--key', path])).status).toBe(1)
  })
})

test('inspect, serve and verify over HTTP; a byte that is changed is found', async () => {
  await withFolder(async (folder) => {
    const to = await smallPack(folder)
    expect((await runWords(['inspect', to])).output).toMatch(
      /publisher A shop[\s\S]*two@1: 2 dimensions, text[\s\S]*items {5}2/,
    )
    const server = await servePack(to, 0)
    expect((await runWords(['verify', server.url])).output).toContain('The pack is whole.')
    expect((await runWords(['diff', to, `${server.url}manifest.json`])).output).toMatch(
      /changed {2}0[\s\S]*fetched {2}0\.0 kB/,
    )
    for (const path of ['../items.jsonl', '%2e%2e/items.jsonl', 'gone.json']) {
      expect((await fetch(`${server.url}${path}`)).status).toBe(404)
    }
    await server.close()
    const name = (await readdir(to)).find((file) => file.startsWith('vectors')) ?? ''
    const bytes = await readFile(join(to, name))
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
    await writeFile(join(to, name), bytes)
    expect(await runWords(['verify', to])).toMatchObject({
      status: 4,
      output: expect.stringContaining('is not the file of its manifest'),
    })
  })
})

test.each([
  [2, 'Usage', []],
  [2, 'Usage', ['build']],
  [2, 'Usage', ['diff', 'one']],
  [2, 'Usage', ['constructor', 'x']],
  [2, '--licnce', ['build', 'x', '--licnce', 'y']],
  [1, '--to <folder>', ['build', 'x', '--licence', 'own']],
  [1, '--licence', ['build', 'x', '--to', 'y']],
  [
    1,
    'not there',
    [
      'build',
      '/not/there.csv',
      '--to',
      '/tmp/never',
      '--licence',
      'own',
      '--no-encode',
      '--vectors',
      'text=/not/there',
    ],
  ],
  [1, 'i from 1 to n', ['build', 'x', '--to', 'y', '--partition', '3/2']],
  [1, 'field=column', ['build', 'x', '--to', 'y', '--columns', 'sku']],
  [1, 'column:kind', ['build', 'x', '--to', 'y', '--attributes', 'a:date']],
  [1, 'modality=folder', ['build', 'x', '--to', 'y', '--licence', 'own', '--vectors', 'x']],
  [1, 'cannot be read', ['verify', '/not/there']],
  [1, '--key', ['sign', '/not/there']],
  [3, '127.0.0.1', ['inspect', 'http://127.0.0.1:9/']],
  [0, 'Exit status', ['--help']],
])('status %d and "%s" for %j', async (status, words, args) => {
  const result = await runWords(args)
  expect(result.output).toContain(words)
  expect(result.status).toBe(status)
})

test('Ctrl-C ends a build with status 130, no half pack, and what is done kept', async () => {
  await withFolder(async (folder) => {
    const items = await writePostcards(folder, 40)
    const to = join(folder, 'pack')
    const bin = fileURLToPath(new URL('../../bin/locavore-pack.js', import.meta.url))
    const words = ['build', items, '--to', to, '--licence', 'own', '--modalities', 'text', '--shard-rows', '2']
    const child = spawn(process.execPath, [bin, ...words])
    const exit = new Promise((resolve) => child.on('exit', resolve))
    const shards = () =>
      readdir(`${to}.work`).then(
        (names) => names.filter((name) => /^shard-\d+$/.test(name)),
        () => [],
      )
    await expect.poll(async () => (await shards()).length, { timeout: 120_000 }).toBeGreaterThan(1)
    child.kill('SIGINT')
    expect(await exit).toBe(130)
    expect(await readdir(folder)).not.toContain('pack')
    expect((await readdir(`${to}.work`)).filter((name) => name.endsWith('.part'))).toEqual([])
    expect((await runWords(words)).status).toBe(0)
    expect((await runWords(['verify', to])).status).toBe(0)
  })
})
