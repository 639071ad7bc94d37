import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type PackManifest,
  readFactors,
  readPopularity,
  readShared,
  readWeights,
  type WeightTable,
} from '@locavore/catalogue'
import { cosine } from '@locavore/encoders/towers'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { plainInverse } from '../../testing/dense.js'
import { randomLikes } from '../../testing/random-likes.js'
import { runWords } from '../../testing/run-words.js'
import { withFolder } from '../../testing/scratch.js'
import { buildPack } from '../build/build-pack.js'
import { openPack } from '../inspect/read-pack.js'
import { createLikes, itemsOf } from './people/likes.js'
import { alternatingLeastSquares } from './solve/als.js'
import { easeWeights, neighbourWeights } from './solve/item-weights.js'

vi.setConfig({ testTimeout: 240_000 })

const pause = async () => {}
const likesOf = (people: number, items: number, mean: number, seed: number) => {
  const own = Array.from({ length: people }, () => [] as number[])
  for (const [person, item] of randomLikes(people, items, mean, seed)) own[person]?.push(item)
  return createLikes(
    own.map((rows) => Int32Array.from(rows).sort()),
    items,
  )
}

const entriesOf = ({ rows, starts, columns, codes, scales }: WeightTable) =>
  Array.from({ length: rows }, (_, row) =>
    Array.from(columns.subarray(starts[row], starts[row + 1]), (column, at) => ({
      column,
      weight: (codes[(starts[row] ?? 0) + at] ?? 0) * (scales[row] ?? 0),
    })),
  )

test('EASE is what a plain inverse gives, cut to the strongest pairs that enough people stand behind', async () => {
  const likes = likesOf(150, 45, 8, 3)
  const counts = (a: number, b: number) =>
    Array.from({ length: likes.people }, (_, person) => itemsOf(likes, person)).filter(
      (own) => own.includes(a) && own.includes(b),
    ).length
  const weights = await easeWeights(likes, { leastPeople: 4, perRow: 10, onRows: pause })
  const warm = Array.from({ length: 45 }, (_, row) => row).filter((row) => counts(row, row) >= 4)
  const inverse = plainInverse(warm.map((a) => warm.map((b) => counts(a, b) + (a === b ? 200 : 0))))
  for (const [row, entries] of entriesOf(weights).entries()) {
    const h = warm.indexOf(row)
    const wanted = warm
      .flatMap((column, i) =>
        h < 0 || i === h || counts(row, column) < 4
          ? []
          : [{ column, weight: -(inverse[h]?.[i] ?? 0) / (inverse[i]?.[i] ?? 1) }],
      )
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, 10)
    const step = Math.abs(wanted[0]?.weight ?? 0) / 127
    const strong = wanted.filter(({ weight }) => Math.abs(weight) > step)
    for (const { column, weight } of strong) {
      const found = entries.find((entry) => entry.column === column)
      expect(Math.abs((found?.weight ?? 0) - weight)).toBeLessThan(step * 0.51)
    }
  }
})

test('no pair is published that fewer people like together, by either method', async () => {
  const people = fc.array(fc.uniqueArray(fc.nat(11), { maxLength: 8 }), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(people, fc.integer({ min: 1, max: 6 }), fc.boolean(), async (own, leastPeople, isDense) => {
      const likes = createLikes(
        own.map((rows) => Int32Array.from(rows).sort()),
        12,
      )
      const make = isDense ? easeWeights : neighbourWeights
      const table = entriesOf(await make(likes, { leastPeople, perRow: 12, onRows: pause }))
      for (const [row, entries] of table.entries()) {
        for (const { column } of entries) {
          expect(own.filter((rows) => rows.includes(row) && rows.includes(column)).length).toBeGreaterThanOrEqual(
            leastPeople,
          )
        }
      }
    }),
    { numRuns: 200 },
  )
})

test('factors: a stopped run ends where an unbroken one does, and the sweeps converge', async () => {
  const likes = likesOf(300, 60, 10, 5)
  const options = { dimensions: 6, alpha0: 0.3, lambda: 0.01, seed: 1, onRows: pause, onSweep: pause }
  const whole = await alternatingLeastSquares(likes, { ...options, sweeps: 9 })
  const half = await alternatingLeastSquares(likes, { ...options, sweeps: 4 })
  const resumed = await alternatingLeastSquares(likes, { ...options, sweeps: 9, from: { sweep: 4, items: half } })
  expect(resumed).toEqual(whole)
  // Converged: one more sweep changes little.
  const more = await alternatingLeastSquares(likes, { ...options, sweeps: 10 })
  const change = whole.reduce((most, value, at) => Math.max(most, Math.abs(value - (more[at] ?? 0))), 0)
  expect(change).toBeLessThan(0.2)
})

test('factors: items that the same people like lie together, others apart', async () => {
  // Two crowds; each person likes three of the ten items of a crowd.
  const own = Array.from({ length: 60 }, (_, person) =>
    [0, 3, 7].map((step) => (person % 2) * 10 + ((person + step) % 10)),
  )
  const likes = createLikes(
    own.map((rows) => Int32Array.from(rows).sort()),
    20,
  )
  const options = { dimensions: 2, alpha0: 0.3, lambda: 0.01, seed: 1, sweeps: 12, onRows: pause, onSweep: pause }
  const items = await alternatingLeastSquares(likes, options)
  const row = (at: number) => items.subarray(at * 2, at * 2 + 2)
  expect(Math.min(...[1, 4, 9].map((at) => cosine(row(0), row(at))))).toBeGreaterThan(0.5)
  expect(Math.max(...[10, 13, 19].map((at) => Math.abs(cosine(row(0), row(at)))))).toBeLessThan(0.3)
})

async function writeWorld(folder: string) {
  const items = join(folder, 'items.csv')
  const interactions = join(folder, 'likes.csv')
  await writeFile(items, `id,title\n${Array.from({ length: 60 }, (_, row) => `i${row},Item ${row}`).join('\n')}\n`)
  const rows = [...randomLikes(130, 64, 9, 7)].map(([person, item]) => `p${person},i${item},5`)
  await writeFile(interactions, `user,movie,rating\n${rows.join('\n')}\np1,i2,none\np1,i3,1\n`)
  return { items, interactions }
}

test('a pack with everything learnt verifies, holds back what few people stand behind, and goes on after a stop', async () => {
  await withFolder(async (folder) => {
    const { items, interactions } = await writeWorld(folder)
    const to = join(folder, 'pack')
    const learning = [
      '--interaction-columns',
      'person=user,item=movie,value=rating',
      '--least-value',
      '4',
      '--factor-dimensions',
      '6',
    ]
    const words = [
      'build',
      items,
      '--to',
      to,
      '--licence',
      'own',
      '--modalities',
      'text',
      '--shard-rows',
      '25',
      '--interactions',
      interactions,
      ...learning,
    ]
    const built = await runWords(words)
    expect(built.output).toContain('1 rows or media were left out')
    expect(built.told).toMatch(/likes are of items that are not in the pack/)
    expect((await runWords(['verify', to])).output).toContain('The pack is whole.')
    expect((await runWords(['inspect', to])).output).toMatch(/no pair of items of fewer than 20/)
    await checkThreshold(to, interactions)
    const learn = {
      paths: [interactions],
      columns: { person: 'user', item: 'movie', value: 'rating' },
      leastValue: 4,
      factorDimensions: 6,
    }
    const options = {
      items: [items],
      name: 'pack',
      licence: 'own',
      modalities: ['text'] as const,
      shardRows: 25,
      learn,
    }
    const stop = new AbortController()
    const again = join(folder, 'again')
    const onProgress = ({ note = '' }) => (note.startsWith('factors, sweep 5') ? stop.abort() : undefined)
    await expect(buildPack({ ...options, to: again, signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(await readdir(`${again}.work`)).toContain('factors.checkpoint')
    const notes: string[] = []
    await buildPack({
      ...options,
      to: again,
      onProgress: ({ note }) => void (note && notes.push(note)),
    })
    expect(notes).not.toContain('factors, sweep 5 of 16')
    expect(await readFile(join(again, 'manifest.json'))).toEqual(await readFile(join(to, 'manifest.json')))
  })
})

async function checkThreshold(to: string, interactions: string): Promise<void> {
  const pack = await openPack(to)
  const people = new Map<string, Set<string>>()
  for (const line of (await readFile(interactions, 'utf8')).trim().split('\n').slice(1)) {
    const [person = '', item = '', rating] = line.split(',')
    if (rating === '5') people.set(item, (people.get(item) ?? new Set()).add(person))
  }
  const { shards, learnt }: PackManifest = pack.manifest
  const d = learnt?.factorDimensions ?? 0
  let row = 0
  let hidden = 0
  for (const { rows, popularity, factors, weights } of shards) {
    if (popularity === undefined || factors === undefined || weights === undefined) return expect.unreachable()
    const likes = readPopularity(await pack.read(popularity), { file: '', rows })
    const { values } = readFactors(await pack.read(factors), { file: '', rows, dimensions: d })
    const table = readWeights(await pack.read(weights), { file: '', rows, allRows: 60 })
    for (let own = 0; own < rows; own += 1, row += 1) {
      const count = people.get(`i${row}`)?.size ?? 0
      expect(likes[own]).toBe(count >= 20 ? count : 0)
      expect(values.subarray(own * d, (own + 1) * d).some((value) => value !== 0)).toBe(count >= 20)
      if (count < 20) hidden += 1
      for (const column of table.columns.subarray(table.starts[own], table.starts[own + 1])) {
        const both = [...(people.get(`i${row}`) ?? [])].filter((person) => people.get(`i${column}`)?.has(person))
        expect(both.length).toBeGreaterThanOrEqual(20)
      }
    }
  }
  // Otherwise nothing was tried.
  expect(hidden).toBeGreaterThan(5)
  expect(hidden).toBeLessThan(55)
  const { shared } = learnt ?? {}
  if (shared === undefined) return expect.unreachable()
  const table = readShared(await pack.read(shared), { file: '', spaces: pack.manifest.spaces, factorDimensions: d })
  expect(table.contentMap?.modalities).toEqual(['text'])
  expect(table.factorMean?.some((value) => value !== 0)).toBe(true)
}
