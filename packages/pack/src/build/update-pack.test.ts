import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { runWords } from '../../testing/run-words.js'
import { withFolder } from '../../testing/scratch.js'
import { linesById } from '../inspect/diff-packs.js'
import { openPack } from '../inspect/read-pack.js'

vi.setConfig({ testTimeout: 120_000 })

const COUNT = 30
const spread = (row: number) => [Math.cos(row), Math.sin(row)]

async function writeTables(folder: string, titles: ReadonlyMap<string, string>): Promise<void> {
  const items = [...titles].map(([id, title]) => JSON.stringify({ id, title }))
  const vectors = [...titles.keys()].map((id, row) => JSON.stringify({ id, embedding: spread(row) }))
  const factors = [...titles.keys()].slice(0, COUNT).map((id, row) => JSON.stringify({ id, features: spread(row) }))
  await writeFile(join(folder, 'items.jsonl'), items.join('\n'))
  await writeFile(join(folder, 'vectors.jsonl'), vectors.join('\n'))
  await writeFile(join(folder, 'factors.jsonl'), factors.join('\n'))
}

const build = (folder: string, to: string, ...more: string[]) =>
  runWords([
    ...[
      'build',
      join(folder, 'items.jsonl'),
      '--to',
      join(folder, to),
      '--name',
      'shop',
      '--licence',
      'own',
      '--no-encode',
    ],
    ...['--vectors', `text=${join(folder, 'vectors.jsonl')}`, '--vector-space', 'two@1', '--shard-rows', '10', ...more],
  ])

test('the next revision keeps what did not change, takes items away, and costs a device only what is new', async () => {
  await withFolder(async (folder) => {
    const titles = new Map(Array.from({ length: COUNT }, (_, row) => [`i${row}`, `Item ${row}`]))
    await writeTables(folder, titles)
    await build(folder, 'first', '--factors', join(folder, 'factors.jsonl'))
    titles.set('i4', 'Item 4, changed')
    titles.delete('i7')
    titles.set('new', 'A new item')
    await writeTables(folder, titles)
    const since = ['--since', join(folder, 'first')]
    expect(await build(folder, 'second', ...since)).toMatchObject({
      status: 0,
      output: expect.stringContaining('items    30 in 5 shards'),
    })
    expect((await runWords(['verify', join(folder, 'second')])).output).toContain('The pack is whole.')
    const diff = await runWords(['diff', join(folder, 'first'), join(folder, 'second'), '--json'])
    const { fetchBytes, totalBytes, ...ids } = JSON.parse(diff.output)
    expect(ids).toEqual({ added: ['new'], removed: ['i7'], changed: ['i4'] })
    expect(fetchBytes).toBeLessThan(totalBytes / 4)
    const pack = await openPack(join(folder, 'second'))
    const lines = await linesById(pack)
    expect(new Map([...lines].map(([id, line]) => [id, JSON.parse(line).title]))).toEqual(titles)
    expect(pack.manifest.shards[0]?.factors).toBeDefined()
    expect(pack.manifest.shards[4]).toMatchObject({ rows: 2, replaced: 1 })
    // The same again is the same, also in the folder itself.
    const before = await readFile(join(folder, 'second/manifest.json'), 'utf8')
    expect((await build(folder, 'second', '--since', join(folder, 'second'))).status).toBe(0)
    expect(await readFile(join(folder, 'second/manifest.json'), 'utf8')).toBe(before)
    expect(await readdir(folder)).not.toContain('second.work')
    // Learnt anew, it speaks of the new item and not of the rows that are gone.
    expect(
      (await build(folder, 'third', '--since', join(folder, 'second'), '--factors', join(folder, 'factors.jsonl')))
        .status,
    ).toBe(0)
    expect((await runWords(['verify', join(folder, 'third')])).output).toContain('The pack is whole.')
    const other = await build(folder, 'fourth', ...since, '--vector-space', 'three@1')
    expect(other).toMatchObject({ status: 1, output: expect.stringContaining('Build it anew') })
  })
})
