import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatManifest,
  IdLedger,
  PACK_LIMITS,
  type PackManifest,
  packFiles,
  parseManifest,
  readFactors,
  readItems,
  readPopularity,
  readRemovals,
  readSafetensors,
  readShared,
  readVectors,
  readWeights,
  sha256,
  writeSafetensors,
} from './index.js'
import { FACTOR_DIMENSIONS, RANDOM_SPACE, randomItem, randomPack } from './testing/random-pack.js'

const encoder = new TextEncoder()
const bytesOf = (value: unknown) => encoder.encode(JSON.stringify(value))
const CODES = ['catalogue-invalid', 'space-mismatch']

type Json = Record<string, unknown>
type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>

const pack = await randomPack()
const patched = await randomPack({ patches: [{ items: [randomItem(2)], removals: ['i5'] }] })

/** Reads everything a pack has, as a device does, hashes aside. */
function readAll(files: Files, manifest: PackManifest): void {
  const allRows = manifest.shards.reduce((sum, { rows }) => sum + rows, 0)
  const ledger = new IdLedger()
  const read = (path: string | undefined) => files.get(path ?? '') ?? new Uint8Array()
  const { learnt, spaces } = manifest
  const ground = { file: 'shared', spaces, factorDimensions: learnt?.factorDimensions }
  if (learnt?.shared !== undefined) readShared(read(learnt.shared.path), ground)
  for (const shard of manifest.shards) {
    const { rows } = shard
    const items = shard.items === undefined ? [] : readItems(read(shard.items.path), { file: 'items', rows })
    const { removals } = shard
    const gone = removals === undefined ? [] : readRemovals(read(removals.path), { file: 'gone', rows: removals.count })
    ledger.apply(shard, items, gone)
    for (const { role, file, modality } of packFiles({ shards: [shard] })) {
      const own = { file: file.path, rows }
      if (modality !== undefined) {
        const space = spaces.find(({ modalities }) => modalities.includes(modality))
        if (space !== undefined) readVectors(read(file.path), { ...own, space, modality })
      }
      if (role === 'factors') readFactors(read(file.path), { ...own, dimensions: learnt?.factorDimensions ?? 0 })
      if (role === 'weights') readWeights(read(file.path), { ...own, allRows })
      if (role === 'popularity') readPopularity(read(file.path), own)
    }
  }
  expect(ledger.count).toBe(manifest.itemCount)
}

function refusedByCode(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch (error) {
    expect(CODES).toContain((error as { code?: string }).code)
    return true
  }
}

function edited(change: (manifest: Json & { shards: Json[]; spaces: Json[]; learnt: Json }) => void): Uint8Array {
  const manifest = structuredClone(patched.manifest) as unknown as Json & {
    shards: Json[]
    spaces: Json[]
    learnt: Json
  }
  change(manifest)
  return bytesOf(manifest)
}

const file = (bytes: number, path = 'x.bin') => ({ path, bytes, sha256: 'a'.repeat(64) })

describe('a hostile manifest', () => {
  test.each<[string, (manifest: Json & { shards: Json[]; spaces: Json[]; learnt: Json }) => void]>([
    ['another format', (m) => Object.assign(m, { format: 'locavore-pack@2' })],
    ['no revision', (m) => Object.assign(m, { revision: '' })],
    ['an unknown field', (m) => Object.assign(m, { extra: 1 })],
    ['an unknown field in a shard', (m) => Object.assign(m.shards[0] ?? {}, { extra: 1 })],
    ['a count no file could hold', (m) => Object.assign(m.shards[0] ?? {}, { rows: 100_000 })],
    ['more rows than are taken', (m) => Object.assign(m.shards[0] ?? {}, { rows: PACK_LIMITS.rowsPerShard + 1 })],
    ['another count of items', (m) => Object.assign(m, { itemCount: 17 })],
    ['more replaced than there are', (m) => Object.assign(m.shards[0] ?? {}, { replaced: 7 })],
    ['a file beyond all limits', (m) => Object.assign(m.shards[0] ?? {}, { items: file(2 ** 40) })],
    ['a negative size', (m) => Object.assign(m.shards[0] ?? {}, { items: file(-1) })],
    ['a broken size', (m) => Object.assign(m.shards[0] ?? {}, { items: file(100.5) })],
    ['a file that is too long for its rows', (m) => Object.assign(m.shards[0] ?? {}, { popularity: file(200_000) })],
    ['a file that is too short for its rows', (m) => Object.assign(m.shards[0] ?? {}, { weights: file(20) })],
    [
      'a hash that is none',
      (m) => Object.assign(m.shards[0] ?? {}, { items: { ...file(500), sha256: 'A'.repeat(64) } }),
    ],
    ['a path to another site', (m) => Object.assign(m.shards[0] ?? {}, { items: file(500, '//elsewhere.example/x') })],
    ['a path with a protocol', (m) => Object.assign(m.shards[0] ?? {}, { items: file(500, 'https://e.example/x') })],
    ['a path out of the folder', (m) => Object.assign(m.shards[0] ?? {}, { items: file(500, 'a/../../x') })],
    ['a path from the root', (m) => Object.assign(m.shards[0] ?? {}, { items: file(500, '/etc/x') })],
    ['rows without items', (m) => Reflect.deleteProperty(m.shards[0] ?? {}, 'items')],
    ['a shard of nothing', (m) => m.shards.push({ rows: 0 })],
    ['removals of nothing', (m) => Object.assign(m.shards[3] ?? {}, { removals: { ...file(10), count: 0 } })],
    ['more removals than bytes', (m) => Object.assign(m.shards[3] ?? {}, { removals: { ...file(10), count: 500 } })],
    ['vectors of an unknown medium', (m) => Object.assign(m.shards[0] ?? {}, { vectors: { smell: file(500) } })],
    ['vectors of no space', (m) => Object.assign(m.shards[0] ?? {}, { vectors: { audio: file(500) } })],
    ['a medium in two spaces', (m) => m.spaces.push({ id: 'other', dimensions: 3, modalities: ['text'] })],
    ['a space twice', (m) => m.spaces.push({ id: RANDOM_SPACE.id, dimensions: 3, modalities: ['audio'] })],
    ['negative dimensions', (m) => Object.assign(m.spaces[0] ?? {}, { dimensions: -12 })],
    ['factors without dimensions', (m) => Reflect.deleteProperty(m.learnt, 'factorDimensions')],
    ['constants that are none', (m) => Object.assign(m.learnt, { constants: { tau: 'x' } })],
    ['constants nobody knows', (m) => Object.assign(m.learnt, { constants: { tua: 1 } })],
    [
      'an unknown field in what was learnt',
      (m) => Object.assign(m.learnt, { statistics: { popularity: { mean: 1 } } }),
    ],
    ['a signature that is none', (m) => Object.assign(m, { signature: { algorithm: 'Ed25519', value: 'x' } })],
    ['another algorithm', (m) => Object.assign(m, { signature: { algorithm: 'none', value: '' } })],
    ['shards that are no list', (m) => Object.assign(m, { shards: { length: 1 } })],
    [
      'one path, two contents',
      (m) =>
        Object.assign(m.shards[0] ?? {}, { items: { ...(m.shards[1]?.['items'] as object), sha256: 'b'.repeat(64) } }),
    ],
  ])('%s', (_, change) => {
    expect(() => parseManifest(edited(change))).toThrow(expect.objectContaining({ code: 'catalogue-invalid' }))
  })

  test.each(['__proto__', 'constructor', 'prototype', 'hasOwnProperty'])('the key %s, wherever it stands', (key) => {
    const text = JSON.stringify(pack.manifest)
    for (const place of ['{', '"shards":[{', '"learnt":{', '"spaces":[{', '"constants":{', '"vectors":{']) {
      const wrong = text.replace(place, `${place}"${key}":{"x":1},`)
      expect(wrong).not.toBe(text)
      expect(refusedByCode(() => parseManifest(encoder.encode(wrong)))).toBe(true)
    }
    expect(({} as Json)['x']).toBeUndefined()
  })

  test('that is no JSON, or too long to be one', () => {
    for (const text of ['', '<!doctype html>', 'null', '[]', '{}', '"x"', '{"format":']) {
      expect(refusedByCode(() => parseManifest(encoder.encode(text)))).toBe(true)
    }
    expect(refusedByCode(() => parseManifest(Uint8Array.of(0xff, 0xfe)))).toBe(true)
    expect(refusedByCode(() => parseManifest(new Uint8Array(PACK_LIMITS.manifestBytes + 1)))).toBe(true)
  })
})

const header = (json: unknown, body: number) => {
  const text = typeof json === 'string' ? encoder.encode(json) : bytesOf(json)
  const bytes = new Uint8Array(8 + text.length + body)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  return bytes
}
const tensor = (begin: number, end: number, shape = [end - begin], dtype = 'U8') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

describe('hostile tensors', () => {
  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a header longer than the file', header({ a: tensor(0, 4) }, 4).fill(0xff, 0, 8)],
    ['a header that is no JSON', header('{"a":', 4)],
    ['a header that is a list', header('[1,2,3]', 0)],
    ['offsets beyond the file', header({ a: tensor(0, 400) }, 4)],
    ['offsets that overflow', header({ a: tensor(0, 2 ** 53, [2 ** 53]) }, 4)],
    ['a shape whose product overflows', header({ a: tensor(0, 4, [2 ** 40, 2 ** 40]) }, 4)],
    ['a shape of another size', header({ a: tensor(0, 4, [5]) }, 4)],
    ['negative sizes', header({ a: tensor(0, 4, [-2, -2]) }, 4)],
    ['two tensors on one place', header({ a: tensor(0, 4), b: tensor(0, 4) }, 4)],
    ['tensors that overlap', header({ a: tensor(0, 4), b: tensor(2, 6) }, 6)],
    ['a gap', header({ a: tensor(0, 2), b: tensor(3, 6) }, 6)],
    ['bytes behind the last', header({ a: tensor(0, 4) }, 6)],
    ['an unknown type', header({ a: tensor(0, 4, [4], 'U7') }, 4)],
    ['a type of the prototype', header({ a: tensor(0, 4, [4], 'constructor') }, 4)],
    ['a name of the prototype', header(`{"__proto__":${JSON.stringify(tensor(0, 4))}}`, 4)],
    ['metadata that are no texts', header({ __metadata__: { a: 1 }, b: tensor(0, 4) }, 4)],
    ['an entry that is null', header({ a: null }, 0)],
  ])('%s', (_, bytes) => {
    expect(() => readSafetensors(bytes, { file: 'x' })).toThrow(expect.objectContaining({ code: 'catalogue-invalid' }))
  })

  test('numbers that are not finite, columns that are none, vectors of another space', () => {
    const f32 = (...values: number[]) => ({
      type: 'F32' as const,
      shape: [values.length],
      data: Float32Array.from(values),
    })
    const i8 = (shape: number[], fill = 1) => ({
      type: 'I8' as const,
      shape,
      data: new Int8Array(shape.reduce((a, b) => a * b, 1)).fill(fill),
    })
    const i32 = (...values: number[]) => ({
      type: 'I32' as const,
      shape: [values.length],
      data: Int32Array.from(values),
    })
    const ground = { file: 'x', rows: 2, space: { ...RANDOM_SPACE, dimensions: 2 }, modality: 'text' as const }
    const own = { space: RANDOM_SPACE.id, modality: 'text' }
    for (const scale of [Number.NaN, Infinity, -1]) {
      const bytes = writeSafetensors({ codes: i8([2, 2]), scales: f32(1, scale) }, own)
      expect(() => readVectors(bytes, ground)).toThrow(expect.objectContaining({ code: 'catalogue-invalid' }))
    }
    const lowest = writeSafetensors({ codes: i8([2, 2], -128), scales: f32(1, 1) }, own)
    expect(refusedByCode(() => readVectors(lowest, ground))).toBe(true)
    for (const other of [{ ...own, space: 'other' }, { ...own, modality: 'image' }, {}]) {
      const bytes = writeSafetensors({ codes: i8([2, 2]), scales: f32(1, 1) }, other)
      expect(() => readVectors(bytes, ground)).toThrow(expect.objectContaining({ code: 'space-mismatch' }))
    }
    const weights = (starts: number[], columns: number[], scales = [1, 1]) =>
      writeSafetensors({
        starts: i32(...starts),
        columns: i32(...columns),
        codes: i8([columns.length]),
        scales: f32(...scales),
      })
    const read = (bytes: Uint8Array) => readWeights(bytes, { file: 'x', rows: 2, allRows: 5 })
    expect(read(weights([0, 2, 3], [0, 4, 4])).rows).toBe(2)
    for (const wrong of [
      weights([0, 2, 3], [0, 4, 5]),
      weights([0, 2, 3], [0, -1, 4]),
      weights([0, 2, 3], [4, 4, 0]),
      weights([0, 3, 2], [0, 1, 2]),
      weights([1, 2, 3], [0, 1, 2]),
      weights([0, 1, 2], [0, 1, 2]),
      weights([0, 2 ** 31 - 1, 3], [0, 1, 2]),
      weights([0, 2, 3], [0, 1, 2], [1, Number.NaN]),
    ])
      expect(refusedByCode(() => read(wrong))).toBe(true)
    const factors = writeSafetensors({
      factors: { type: 'F32', shape: [1, FACTOR_DIMENSIONS], data: Float32Array.of(1, Infinity, 0, 0) },
    })
    expect(refusedByCode(() => readFactors(factors, { file: 'x', rows: 1, dimensions: FACTOR_DIMENSIONS }))).toBe(true)
  })
})

describe('hostile items', () => {
  const lines = (...values: unknown[]) =>
    encoder.encode(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n'))

  test.each<[string, Uint8Array, number]>([
    ['an id twice', lines({ id: 'a' }, { id: 'a' }), 2],
    ['fewer lines than rows', lines({ id: 'a' }), 2],
    ['nothing but line ends', new Uint8Array(100_000).fill(0x0a), 2],
    ['a line that is no JSON', lines('{"id":"a"', { id: 'b' }), 2],
    ['a line that is no item', lines([1], { id: 'b' }), 2],
    ['an empty id', lines({ id: '' }), 1],
    ['an unknown field', lines({ id: 'a', owner: 'x' }), 1],
    ['a prototype key', lines('{"id":"a","__proto__":{"x":1}}'), 1],
    ['a prototype key among attributes', lines('{"id":"a","attributes":{"constructor":"x"}}'), 1],
    ['an address that acts', lines({ id: 'a', image: 'javascript:alert(1)' }), 1],
    ['an address that is none', lines({ id: 'a', clip: 'https://[' }), 1],
    ['a popularity below nothing', lines({ id: 'a', popularity: -1 }), 1],
    ['other bytes than UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 1],
  ])('%s', (_, bytes, rows) => {
    expect(() => readItems(bytes, { file: 'x', rows })).toThrow(expect.objectContaining({ code: 'catalogue-invalid' }))
  })

  test('removals that name an id twice, or something else', () => {
    for (const bytes of [lines('"a"', '"a"'), lines('"a"', '5'), lines('"a"', '""')]) {
      expect(refusedByCode(() => readRemovals(bytes, { file: 'x', rows: 2 }))).toBe(true)
    }
  })
})

describe('any mutation', () => {
  const anyBytes = (bytes: Uint8Array) =>
    fc.oneof(
      fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) }).map(({ at, to }) => {
        const copy = Uint8Array.from(bytes)
        copy[at] = to
        return copy
      }),
      fc.nat(bytes.length - 1).map((length) => Uint8Array.from(bytes.subarray(0, length))),
      fc.uint8Array({ minLength: 1, maxLength: 40 }).map((tail) => Uint8Array.from([...bytes, ...tail])),
      fc
        .record({
          from: fc.nat(bytes.length - 1),
          to: fc.nat(bytes.length - 1),
          length: fc.integer({ min: 1, max: 64 }),
        })
        .map(({ from, to, length }) => {
          const copy = Uint8Array.from(bytes)
          copy.copyWithin(to, from, from + length)
          return copy
        }),
    )

  test('of the manifest is refused by code or read as a manifest that is whole; quickly', () => {
    const bytes = formatManifest(patched.manifest)
    fc.assert(
      fc.property(anyBytes(bytes), (mutated) => {
        if (refusedByCode(() => parseManifest(mutated))) return
        const read = parseManifest(mutated)
        expect(parseManifest(formatManifest(read))).toEqual(read)
      }),
      { numRuns: 2_000, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
    )
  }, 90_000)

  test('of a file has another hash, and what a reader takes of it all the same is whole', async () => {
    const paths = [...pack.files.keys()].filter((path) => path !== 'manifest.json')
    const mutation = fc
      .constantFrom(...paths)
      .chain((path) => fc.tuple(fc.constant(path), anyBytes(pack.files.get(path) ?? new Uint8Array())))
    await fc.assert(
      fc.asyncProperty(mutation, async ([path, mutated]) => {
        const original = pack.files.get(path) ?? new Uint8Array()
        const same = mutated.length === original.length && mutated.every((byte, at) => byte === original[at])
        expect((await sha256(new Uint8Array(mutated))) === (await sha256(new Uint8Array(original)))).toBe(same)
        const files = new Map([...pack.files, [path, new Uint8Array(mutated)]])
        if (!refusedByCode(() => readAll(files, pack.manifest))) return
        expect(same).toBe(false)
      }),
      { numRuns: 1_000, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
    )
  }, 90_000)

  test('of nothing is read', () => {
    readAll(pack.files, parseManifest(formatManifest(pack.manifest)))
    readAll(patched.files, parseManifest(formatManifest(patched.manifest)))
  })
})
