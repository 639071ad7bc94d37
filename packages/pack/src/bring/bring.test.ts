import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readFactors, readShared, readVectors, readWeights, writeSafetensors } from '@locavore/catalogue'
import { cosine } from '@locavore/encoders/towers'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { runWords } from '../../testing/run-words.js'
import { withFolder } from '../../testing/scratch.js'
import { openPack } from '../inspect/read-pack.js'
import { brainToNumber, halfToNumber } from './float-bits.js'

vi.setConfig({ testTimeout: 120_000 })

const COUNT = 24
const D = 8
/** Written by Ray 2.58 (`ray-*`), and by PyArrow in the layouts of Spark (`spark-*`): see `fixtures/make`. */
const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))
const vectorOf = (seed: number, row: number) =>
  Array.from({ length: D }, (_, column) => Math.sin(seed + 3 * row + column))

async function writeItems(folder: string): Promise<string> {
  const path = join(folder, 'items.csv')
  const rows = Array.from({ length: COUNT }, (_, row) => `card-${row},Card ${row}`)
  await writeFile(path, `id,title\n${rows.join('\n')}\n`)
  return path
}

const ENGINES = [
  '--no-encode',
  '--vectors',
  `text=${fixture('ray-embeddings')}`,
  '--vectors',
  `image=${fixture('safetensors-embeddings')}`,
  '--vector-space',
  'cards@1',
  '--shard-rows',
  '10',
]
const LEARNT = ['--factors', fixture('spark-als'), '--factor-ids', fixture('spark-labels')]

async function contents(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder)
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'base64')]))
  return Object.fromEntries(files)
}

test('embeddings of Ray, factors and neighbours of Spark become a pack, each with its item', async () => {
  await withFolder(async (folder) => {
    const items = await writeItems(folder)
    const to = join(folder, 'pack')
    const neighbours = ['--neighbours', fixture('spark-neighbours'), '--least-people', '10']
    const built = await runWords(['build', items, '--to', to, '--licence', 'own', ...ENGINES, ...LEARNT, ...neighbours])
    expect(built).toMatchObject({ status: 0, output: expect.stringContaining('nothing was left out') })
    expect(built.told).toContain('24 pairs of fewer than 10 people were left out.')
    expect((await runWords(['verify', to])).output).toContain('The pack is whole.')
    const pack = await openPack(to)
    const [space] = pack.manifest.spaces
    const { shards, learnt } = pack.manifest
    expect(space).toEqual({ id: 'cards@1', dimensions: D, modalities: ['text', 'image'] })
    if (space === undefined || learnt?.shared === undefined) return expect.unreachable()
    const { factorScales } = readShared(await pack.read(learnt.shared), {
      file: '',
      spaces: [space],
      factorDimensions: D,
    })
    let first = 0
    for (const { rows, vectors, factors, weights } of shards) {
      if (factors === undefined || weights === undefined) return expect.unreachable()
      const { values } = readFactors(await pack.read(factors), { file: '', rows, dimensions: D })
      const table = readWeights(await pack.read(weights), { file: '', rows, allRows: COUNT })
      for (const [modality, seed] of [
        ['text', 2],
        ['image', 3],
      ] as const) {
        const file = vectors[modality]
        if (file === undefined) return expect.unreachable()
        const { codes } = readVectors(await pack.read(file), { file: '', rows, space, modality })
        for (let row = 0; row < rows; row += 1) {
          expect(cosine(codes.subarray(row * D, (row + 1) * D), vectorOf(seed, first + row))).toBeGreaterThan(0.999)
        }
      }
      for (let row = 0; row < rows; row += 1) {
        const shipped = Array.from({ length: D }, (_, d) => (values[row * D + d] ?? 0) * (factorScales?.[d] ?? 0))
        const wanted = vectorOf(1, first + row)
        for (const [d, value] of shipped.entries()) expect(Math.abs(value - (wanted[d] ?? 0))).toBeLessThan(0.005)
        const columns = [...table.columns.subarray(table.starts[row], table.starts[row + 1])]
        expect(columns).toEqual([(first + row + 1) % COUNT])
      }
      first += rows
    }
  })
})

test('neighbours in lists, as Ray writes them, keep their signs', async () => {
  await withFolder(async (folder) => {
    const to = join(folder, 'pack')
    const words = [
      'build',
      await writeItems(folder),
      '--to',
      to,
      '--licence',
      'own',
      ...ENGINES,
      '--neighbours',
      fixture('ray-neighbours'),
    ]
    expect((await runWords(words)).status).toBe(0)
    const pack = await openPack(to)
    const { weights, rows = 0 } = pack.manifest.shards[0] ?? {}
    if (weights === undefined) return expect.unreachable()
    const { columns, codes, scales } = readWeights(await pack.read(weights), { file: '', rows, allRows: COUNT })
    expect([...columns.subarray(0, 2)]).toEqual([1, 5])
    expect([...codes.subarray(0, 2)].map((code) => code * (scales[0] ?? 0))).toEqual([
      expect.closeTo(0.5, 5),
      expect.closeTo(-0.25, 2),
    ])
  })
})

test('partitions that are built apart and merged are the pack that one build makes, byte by byte', async () => {
  await withFolder(async (folder) => {
    const items = await writeItems(folder)
    const build = (to: string, ...more: string[]) =>
      runWords(['build', items, '--to', join(folder, to), '--licence', 'own', '--name', 'cards', ...ENGINES, ...more])
    const merge = (...parts: string[]) =>
      runWords([
        'merge',
        ...parts.map((part) => join(folder, part)),
        '--to',
        join(folder, 'merged'),
        '--licence',
        'own',
        '--name',
        'cards',
        ...LEARNT,
      ])
    await build('whole', ...LEARNT)
    await build('p2', '--partition', '2/2')
    await build('p1', '--partition', '1/2')
    expect((await readdir(join(folder, 'p2'))).sort()).toEqual(['shard-00001', 'work.json'])
    expect((await merge('p2', 'p1')).status).toBe(0)
    expect(await contents(join(folder, 'merged'))).toEqual(await contents(join(folder, 'whole')))
    expect((await merge('p2')).output).toContain('Partitions 1 of 2 are missing')
    expect((await merge('p2', 'p2', 'p1')).output).toContain('twice')
    await build('other', '--partition', '1/2', '--shard-rows', '12')
    expect((await merge('other', 'p2')).output).toContain('other settings')
    expect((await merge('nowhere')).output).toContain('no finished partition')
  })
})

test.each([
  [['--factors', fixture('spark-als')], 'give --factor-ids'],
  [['--factors', fixture('ray-embeddings')], 'no list of finite numbers'],
  [['--neighbours', fixture('spark-labels')], 'no pair of items'],
  [['--factors', fixture('spark-als'), '--interactions', fixture('spark-labels')], 'not both'],
])('%j is refused: %s', async (more, words) => {
  await withFolder(async (folder) => {
    const given = [
      'build',
      await writeItems(folder),
      '--to',
      join(folder, 'pack'),
      '--licence',
      'own',
      ...ENGINES,
      ...more,
    ]
    const { status, output, told } = await runWords(given)
    expect(status).toBe(1)
    expect(output + told).toContain(words)
    expect((await readdir(folder)).includes('pack')).toBe(false)
  })
})

test('vectors of the wrong length, twice, or not finite are faults; of no known space, or of the wrong one, the end', async () => {
  await withFolder(async (folder) => {
    const items = await writeItems(folder)
    const vectors = join(folder, 'vectors.jsonl')
    const rows = [[1, 0], [0, 1], [1, 0, 0], ['x'], [0, 0]]
    await writeFile(vectors, rows.map((embedding, row) => JSON.stringify({ id: `card-${row}`, embedding })).join('\n'))
    const words = ['build', items, '--to', join(folder, 'pack'), '--licence', 'own', '--vectors', `text=${vectors}`]
    const built = await runWords([...words, '--no-encode', '--vector-space', 'two@1'])
    expect(built.output).toContain('3 rows or media were left out')
    expect(built.told).toMatch(/line 3: .*line 4: .*line 5: /s)
    expect((await runWords([...words, '--no-encode'])).output).toContain('--vector-space')
    expect((await runWords(words)).output).toMatch(/2 dimensions, those of locavore-nano/)
    await writeFile(
      join(folder, 'a.safetensors'),
      writeSafetensors({ x: { type: 'F32', shape: [2, 2], data: new Float32Array(4) } }),
    )
    const lone = await runWords([
      ...words.slice(0, -1),
      `text=${join(folder, 'a.safetensors')}`,
      '--no-encode',
      '--vector-space',
      'a',
    ])
    expect(lone.output).toContain('a.ids.txt is not there')
  })
})

test('half floats and brain floats mean the numbers they stand for', () => {
  expect([0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff].map(halfToNumber)).toEqual([1, -2, 0.333251953125, 2 ** -24, 65_504])
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const bits = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0
      const brain = brainToNumber(bits >>> 16)
      expect(Math.abs(brain - value)).toBeLessThanOrEqual(Math.abs(value) / 127 + 2 ** -125)
    }),
  )
})
