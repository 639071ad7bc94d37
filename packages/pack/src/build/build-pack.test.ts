import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readVectors } from '@locavore/catalogue'
import { dequantise } from '@locavore/core'
import { cosine } from '@locavore/encoders/towers'
import { createPostcard } from '@locavore/postcards'
import { expect, test, vi } from 'vitest'
import { writePostcards } from '../../testing/postcard-site.js'
import { runWords } from '../../testing/run-words.js'
import { withFolder } from '../../testing/scratch.js'
import { ModelEncoder } from '../encode/model-encoder.js'
import { nanoFolder, openModel } from '../encode/open-model.js'
import { openPack } from '../inspect/read-pack.js'
import type { BuildProgress } from '../progress.js'
import { buildPack } from './build-pack.js'

vi.setConfig({ testTimeout: 240_000 })

const COUNT = 4

/** Every file of a folder with its bytes. */
async function snapshot(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  const contents = await Promise.all(
    names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')]),
  )
  return Object.fromEntries(contents)
}

test('items become a pack that verifies; the vectors are those of the model; the same input gives the same bytes', async () => {
  await withFolder(async (folder) => {
    const items = await writePostcards(folder, COUNT)
    const options = { items: [items], name: 'cards', licence: 'CC0-1.0', shardRows: 3 } as const
    const { manifest, faults } = await buildPack({ ...options, to: join(folder, 'pack') })
    expect(faults).toBe(0)
    expect(manifest).toMatchObject({ itemCount: COUNT, spaces: [{ dimensions: 256 }] })
    expect(manifest.shards.map(({ rows }) => rows)).toEqual([3, 1])
    expect(Object.keys(manifest.shards[0]?.vectors ?? {})).toEqual(['text', 'image', 'audio'])
    const verified = await runWords(['verify', join(folder, 'pack')])
    expect(verified).toMatchObject({ status: 0, output: expect.stringContaining('The pack is whole.') })
    await checkVectors(join(folder, 'pack'))
    await buildPack({ ...options, to: join(folder, 'again') })
    expect(await snapshot(join(folder, 'again'))).toEqual(await snapshot(join(folder, 'pack')))
    expect((await readdir(folder)).sort()).toEqual(['again', 'images', 'items.jsonl', 'pack', 'sound.wav'])
  })
})

async function checkVectors(folder: string): Promise<void> {
  const pack = await openPack(folder)
  const [space] = pack.manifest.spaces
  const shard = pack.manifest.shards[1]
  const file = shard?.vectors.text
  if (space === undefined || file === undefined || shard === undefined) return expect.unreachable()
  const { codes, scales } = readVectors(await pack.read(file), { file: file.path, rows: 1, space, modality: 'text' })
  const encoder = new ModelEncoder(await openModel(nanoFolder()))
  const { title, text } = createPostcard(3)
  const own = await encoder.text(`${title.en}\n${text.en}`)
  const row = dequantise({ codes: codes, scale: scales[0] ?? 0 })
  expect(cosine(row, own)).toBeGreaterThan(0.9995)
  await encoder.close()
}

test('a build that is stopped leaves no half pack, and goes on where it was', async () => {
  await withFolder(async (folder) => {
    const items = await writePostcards(folder, 7)
    const to = join(folder, 'pack')
    const options = {
      items: [items],
      to,
      name: 'cards',
      licence: 'CC0-1.0',
      shardRows: 2,
      modalities: ['text'] as const,
    }
    const stop = new AbortController()
    const onProgress = ({ done }: BuildProgress) => (done === 5 ? stop.abort() : undefined)
    await expect(buildPack({ ...options, signal: stop.signal, onProgress })).rejects.toMatchObject({ code: 'aborted' })
    expect(await readdir(folder)).toEqual(['images', 'items.jsonl', 'pack.work', 'sound.wav'])
    expect(await readdir(`${to}.work`)).toEqual(['shard-00000', 'shard-00001'])
    const notes: string[] = []
    await buildPack({ ...options, onProgress: ({ note }) => void (note && notes.push(note)) })
    expect(notes).toEqual(['kept from an earlier run', 'kept from an earlier run'])
    await buildPack({ ...options, to: join(folder, 'whole') })
    expect(await snapshot(to)).toEqual(await snapshot(join(folder, 'whole')))
  })
})

test('a new build takes the place of the old one in one step, and its files go', async () => {
  await withFolder(async (folder) => {
    const items = await writePostcards(folder, 3)
    const to = join(folder, 'pack')
    const options = { items: [items], to, name: 'cards', licence: 'CC0-1.0', modalities: ['text'] as const }
    const first = await buildPack(options)
    await writeFile(join(to, 'robots.txt'), 'not of the pack')
    await appendFile(items, '{"id":"new","title":"A new card"}\n')
    const second = await buildPack(options)
    expect(second.manifest.revision).not.toBe(first.manifest.revision)
    const names = await readdir(to)
    expect(names).toContain('robots.txt')
    expect(names).not.toContain(first.manifest.shards[0]?.items?.path)
    expect((await runWords(['verify', to])).status).toBe(0)
  })
})

test('bad rows and media are told of by line and skipped, or end the build', async () => {
  await withFolder(async (folder) => {
    const items = await writePostcards(folder, 2)
    await appendFile(items, 'no json\n{"id":""}\n{"id":"pc-000001"}\n{"id":"c","title":"C","image":"gone.png"}\n')
    const to = join(folder, 'pack')
    const faults = join(folder, 'faults.jsonl')
    const words = ['build', items, '--to', to, '--licence', 'own', '--faults', faults]
    const built = await runWords(words)
    expect(built).toMatchObject({
      status: 0,
      output: expect.stringContaining('items    3 in 1 shards; 4 rows or media were left out'),
    })
    const written = (await readFile(faults, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(written.map(({ line }) => line).sort()).toEqual([3, 4, 5, 6])
    expect(written.find(({ line }) => line === 6).problem).toMatch(/image of "c" is left out: the file is not there/)
    for (const { line } of written) expect(built.told).toContain(`line ${line}`)
    const strict = await runWords([...words, '--strict'])
    expect(strict).toMatchObject({ status: 1, output: expect.stringContaining('line 3') })
    expect((await runWords(['verify', to])).status).toBe(0)
  })
})
