import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandom, gaussian, type Random } from '@locavore/core'

export type Numbers = Float32Array | Int32Array | Int8Array | Uint8Array

/** A safetensors file of these tensors. */
export function safetensors(
  tensors: Readonly<Record<string, { shape: readonly number[]; data: Numbers }>>,
): Uint8Array {
  const kinds = new Map<unknown, string>([
    [Float32Array, 'F32'],
    [Int32Array, 'I32'],
    [Int8Array, 'I8'],
    [Uint8Array, 'U8'],
  ])
  let offset = 0
  const header: Record<string, unknown> = { __metadata__: { made: 'by a test' } }
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: kinds.get(data.constructor), shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + offset)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  let start = 8 + json.length
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start)
    start += data.byteLength
  }
  return bytes
}

export interface SyntheticOptions {
  readonly seed?: number
  readonly items?: number
  readonly people?: number
  /** Parts the pack goes without. */
  readonly without?: readonly (
    | 'labels'
    | 'cold'
    | 'times'
    | 'ratings'
    | 'llm'
    | 'content'
    | 'factors'
    | 'neighbours'
    | 'popularity'
  )[]
  /** Keys of the manifest to be set or, with undefined, taken out. */
  readonly manifest?: Readonly<Record<string, unknown>>
}

const TASTES = 4
const DIMENSIONS = 4

/**
 * A small imaginary world written as a pack: items have one of four tastes, people like one or two of them, and what the
 * publisher ships follows the tastes. Nothing in it comes from recorded people. Remove it with `remove`.
 */
export function writeSyntheticPack(options: SyntheticOptions = {}): { readonly folder: string; remove(): void } {
  const { seed = 1, items = 60, people = 40, without = [], manifest = {} } = options
  const random = createRandom(seed)
  const folder = mkdtempSync(join(tmpdir(), 'locavore-pack-'))
  const has = (part: (typeof without)[number]) => !without.includes(part)
  const content = has('content') ? ['llm', 'meta'].filter((name) => name !== 'llm' || has('llm')) : []
  const write = (name: string, data: string | Uint8Array) => writeFileSync(join(folder, name), data)
  if (content.length > 0) write('items.safetensors', safetensors(contentTensors(items, content, random)))
  if (has('labels')) {
    write(
      'items.jsonl',
      rows(items, (id) => ({ id, title: `Item ${id}`, genres: [`taste ${tasteOf(id)}`] })),
    )
  }
  const folds = [0, 1].map((fold) => {
    write(`fold${fold}.safetensors`, safetensors(publisherTensors(items, options, random)))
    if (has('cold')) write(`fold${fold}.cold.safetensors`, safetensors(coldTensors(items, content.length, random)))
    write(
      `fold${fold}.users.jsonl`,
      rows(people / 2, (k) => person(2 * k + fold, items, options, random)),
    )
    const cold = has('cold') ? { cold: `fold${fold}.cold.safetensors` } : {}
    return {
      fold,
      publisher: `fold${fold}.safetensors`,
      users: `fold${fold}.users.jsonl`,
      publisherUsers: 100,
      ...cold,
    }
  })
  write(
    'manifest.json',
    JSON.stringify({
      format: 'ranking-pack/1',
      name: 'synthetic',
      itemCount: items,
      likeThreshold: 4,
      dislikeThreshold: 2,
      historyLengths: [1, 3, 'all'],
      pipeline: { tau: 1, dimensions: DIMENSIONS },
      items: { vectors: 'items.safetensors', text: 'items.jsonl', content: content.map((name) => ({ name })) },
      folds,
      ...manifest,
    }),
  )
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function tasteOf(item: number): number {
  return item % TASTES
}

function contentTensors(items: number, names: readonly string[], random: Random) {
  const raw = () => Float32Array.from(unitRows(items, random).flat())
  return Object.fromEntries([
    ...names.map((name) => [`content_${name}_raw`, { shape: [items, DIMENSIONS], data: raw() }] as const),
    [
      'missing30',
      { shape: [items], data: Uint8Array.from({ length: items }, (_, i) => (i % 3 === 0 ? 1 : 0)) },
    ] as const,
  ])
}

/** A common direction, as encoders have it, the taste, and noise. */
function unitRows(items: number, random: Random): number[][] {
  return Array.from({ length: items }, (_, item) => {
    const row = Array.from({ length: DIMENSIONS }, (_, d) => 1 + (d === tasteOf(item) ? 1 : 0) + 0.3 * gaussian(random))
    const length = Math.hypot(...row)
    return row.map((value) => value / length)
  })
}

function publisherTensors(items: number, { without = [] }: SyntheticOptions, random: Random) {
  const perItem = 6
  const codes = Int8Array.from({ length: items * DIMENSIONS }, (_, k) =>
    Math.round((k % DIMENSIONS === tasteOf(Math.floor(k / DIMENSIONS)) ? 80 : 0) + 15 * gaussian(random)),
  )
  const scales = new Float32Array(DIMENSIONS).fill(0.01)
  const ids = Int32Array.from({ length: items * perItem }, (_, k) => {
    const from = Math.floor(k / perItem)
    return (from + TASTES * (1 + (k % perItem))) % items
  })
  const weights = Int8Array.from(ids, () => Math.round(100 * random() - 10))
  const popularity = Int32Array.from({ length: items }, () => Math.floor(60 * random()))
  const vector = (data: Numbers) => ({ shape: [data.length], data })
  return {
    ...(without.includes('factors')
      ? {}
      : {
          factors_int8: { shape: [items, DIMENSIONS], data: codes },
          factors_scale: vector(scales),
          factors: { shape: [items, DIMENSIONS], data: Float32Array.from(codes, (code) => 0.01 * code) },
          factor_mean: vector(new Float32Array(DIMENSIONS).fill(0.2)),
        }),
    ...(without.includes('neighbours')
      ? {}
      : {
          neighbour_ids: { shape: [items, perItem], data: ids },
          neighbour_weights_int8: { shape: [items, perItem], data: weights },
          neighbour_scale: vector(new Float32Array(items).fill(0.01)),
        }),
    ...(without.includes('popularity') ? {} : { popularity: vector(popularity) }),
  }
}

function coldTensors(items: number, modalities: number, random: Random) {
  const heldOut = Int32Array.from({ length: Math.floor(items / 5) }, (_, k) => 5 * k)
  const factors = Float32Array.from({ length: items * DIMENSIONS }, (_, k) => {
    const item = Math.floor(k / DIMENSIONS)
    return item % 5 === 0 ? 0 : (k % DIMENSIONS === tasteOf(item) ? 0.8 : 0) + 0.1 * gaussian(random)
  })
  const columns = DIMENSIONS * Math.max(1, modalities)
  const weight = Float32Array.from({ length: columns * DIMENSIONS }, (_, k) =>
    Math.floor(k / DIMENSIONS) % DIMENSIONS === k % DIMENSIONS ? 1 : 0,
  )
  return {
    cold_factors: { shape: [items, DIMENSIONS], data: factors },
    map_weight: { shape: [columns, DIMENSIONS], data: weight },
    map_bias: { shape: [DIMENSIONS], data: new Float32Array(DIMENSIONS).fill(0.1) },
    held_out: { shape: [heldOut.length], data: heldOut },
  }
}

/** Likes items of a taste, dislikes some of another; the last fifth of the likes are targets. */
function person(user: number, items: number, { without = [] }: SyntheticOptions, random: Random) {
  const taste = user % TASTES
  const own = shuffled(
    Array.from({ length: items }, (_, i) => i).filter((i) => tasteOf(i) === taste),
    random,
  )
  const other = shuffled(
    Array.from({ length: items }, (_, i) => i).filter((i) => tasteOf(i) !== taste),
    random,
  )
  const event = (item: number, rating: number, k: number) => {
    if (without.includes('ratings')) return [item]
    return without.includes('times') ? [item, rating] : [item, rating, 1000 + k]
  }
  const liked = own.slice(0, 1 + (user % 7))
  const disliked = without.includes('ratings') ? [] : other.slice(0, 3)
  return {
    user,
    history: [...liked.map((item, k) => event(item, 5, k)), ...disliked.map((item, k) => event(item, 1, 50 + k))],
    targets: own.slice(8, 12),
    dislikedLater: other.slice(3, 6),
    cold: null,
  }
}

function shuffled(values: number[], random: Random): number[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value)
}

function rows(count: number, make: (k: number) => unknown): string {
  return `${Array.from({ length: count }, (_, k) => JSON.stringify(make(k))).join('\n')}\n`
}
