import { parseManifest, readItems, readVectors, sha256 } from '@locavore/catalogue'
import { createScene, PLACES, type Scene } from '@locavore/postcards'
import { expect, test } from 'vitest'
import { PackMaker } from './pack-maker.js'
import { ATTRIBUTES, WordVectors } from './word-vectors.js'

const DIMENSIONS = 64
const SPACE = { id: 'test@1', dimensions: DIMENSIONS, modalities: ['text'] }

/** Every value that seeds draw, each in a direction of its own. */
function wordsFile(): string {
  const words: Record<string, Record<string, number[]>> = {}
  let state = 1
  for (const attribute of ATTRIBUTES) {
    const values = new Set(Array.from({ length: 4_000 }, (_, seed) => createScene(seed)[attribute]))
    words[attribute] = Object.fromEntries(
      [...values].sort().map((value) => {
        const vector = Array.from({ length: DIMENSIONS }, () => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
          return state / 2 ** 31 - 1
        })
        const length = Math.hypot(...vector)
        return [value, vector.map((number) => number / length)]
      }),
    )
  }
  return JSON.stringify({ space: SPACE, words })
}

const FILE = wordsFile()
const makerOf = (count: number) => new PackMaker(count, new WordVectors(FILE))

async function made(count: number) {
  const maker = makerOf(count)
  const told: number[] = []
  const { manifest, facets } = await maker.make((done) => told.push(done))
  return { maker, bytes: manifest, manifest: parseManifest(manifest), facets, told }
}

test('a pack is what its manifest says, to the last shard', async () => {
  const { maker, manifest, facets, told } = await made(5_000)
  expect(manifest.itemCount).toBe(5_000)
  expect(told).toEqual([4_096, 5_000])
  const ids = new Set<string>()
  for (const { rows, items, vectors } of manifest.shards) {
    for (const file of [items, vectors.text]) {
      if (file === undefined) throw new Error('A shard lacks a file.')
      const bytes = await maker.file(file.path)
      expect(await sha256(bytes)).toBe(file.sha256)
      if (file === vectors.text) {
        const ground = {
          file: file.path,
          rows,
          space: { ...SPACE, modalities: ['text'] as const },
          modality: 'text',
        } as const
        expect(readVectors(bytes, ground).scales.every((scale) => scale > 0)).toBe(true)
      } else for (const { id } of readItems(bytes, { file: file.path, rows })) ids.add(id)
    }
  }
  expect(ids.size).toBe(5_000)
  expect(ids).toContain('pc-000000')
  for (const { values } of facets) expect(values.reduce((sum, { count }) => sum + count, 0)).toBe(5_000)
  expect(facets.find(({ attribute }) => attribute === 'place')?.values).toHaveLength(PLACES.length)
})

test('the same count gives the same bytes, and a file that was given away is made again', async () => {
  const [one, other] = [await made(1_000), await made(1_000)]
  expect(one.bytes).toEqual(other.bytes)
  const path = one.manifest.shards[0]?.vectors.text?.path ?? ''
  const first = await one.maker.file(path)
  expect(await one.maker.file(path)).toEqual(first)
  expect(await one.maker.file(path)).toEqual(first)
})

test('what is no file of the pack is refused', async () => {
  const maker = makerOf(1_000)
  await expect(maker.file('items-0001.000000000000.jsonl')).rejects.toThrow('items-0001')
  await expect(maker.file('../manifest.json')).rejects.toThrow('There is no file')
})

test('postcards with more in common lie nearer', () => {
  const words = new WordVectors(FILE)
  const vectorOf = (scene: Scene) => {
    const vector = new Float32Array(DIMENSIONS)
    words.write(scene, vector)
    return vector
  }
  const cosine = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0) / (Math.hypot(...a) * Math.hypot(...b))
  const scene = createScene(7)
  const twin = { ...scene, seed: 8 }
  const sibling = { ...createScene(9), place: scene.place, subject: scene.subject }
  const stranger = Array.from({ length: 500 }, (_, seed) => createScene(seed)).find((other) =>
    ATTRIBUTES.every((attribute) => other[attribute] !== scene[attribute]),
  )
  if (stranger === undefined) throw new Error('Nothing is unlike the scene.')
  const own = vectorOf(scene)
  expect(vectorOf(twin)).not.toEqual(own)
  expect(cosine(own, vectorOf(twin))).toBeGreaterThan(cosine(own, vectorOf(sibling)))
  expect(cosine(own, vectorOf(sibling))).toBeGreaterThan(cosine(own, vectorOf(stranger)))
})
