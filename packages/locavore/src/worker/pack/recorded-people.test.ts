import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readSafetensors, type ShardInput, type TensorType, writePack } from '@locavore/catalogue'
import {
  ItemFactors,
  ItemWeights,
  likedHistory,
  type Modality,
  PIPELINE_CONSTANTS,
  pipelineConstants,
  type QuantisedRows,
  quantise,
  scoreArtefacts,
} from '@locavore/core'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { serveFiles } from '../../../testing/catalogue-server.js'
import { callerOf, type EngineCall, ids } from '../../../testing/open-engine.js'
import { PROTOCOL_VERSION } from '../../shared/protocol.js'
import { createEngine } from '../engine.js'

vi.setConfig({ testTimeout: 600_000 })

/** Recorded ratings for research, beside the workspace where there are any; nothing of them is kept. */
const packs =
  process.env['LOCAVORE_RANKING_PACKS'] ?? fileURLToPath(new URL('../../../../../../shared/ranking', import.meta.url))
const folder = `${packs}/ml-100k/`
const here = existsSync(`${folder}manifest.json`)
if (!here) console.log('Skipped: there are no recorded people beside this workspace (../shared/ranking/ml-100k).')

interface Person {
  readonly likes: readonly number[]
  readonly seen: ReadonlySet<number>
  readonly targets: ReadonlySet<number>
}

/** How many people are asked: each costs a second on a busy machine. */
const PEOPLE = Number(process.env['LOCAVORE_RECORDED_PEOPLE'] ?? 20)
const CONTENT_SPACE = { id: 'recorded@1', dimensions: 256, modalities: ['text', 'image'] as const }
/** The two kinds of content there are, both of words; the second stands where pictures would, filled up with zeros. */
const CONTENT = { text: 'content_llm_raw', image: 'content_meta_raw' } as const

function readFold() {
  const read = (name: string) => readFileSync(`${folder}${name}`)
  const manifest = JSON.parse(read('manifest.json').toString()) as {
    itemCount: number
    likeThreshold: number
    pipeline: Record<string, number>
  }
  const tensors = readSafetensors(read('fold0.safetensors'), { file: 'fold0' }).tensors
  const content = readSafetensors(read('items.safetensors'), { file: 'items' }).tensors
  const data = (map: typeof tensors, name: string, type: TensorType) => {
    const tensor = map.get(name)
    if (tensor?.type !== type) throw new Error(`no tensor ${name} of ${type}`)
    return tensor.data
  }
  const people = read('fold0.users.jsonl')
    .toString()
    .trim()
    .split('\n')
    .slice(0, PEOPLE)
    .map((line): Person => {
      const { history, targets } = JSON.parse(line) as { history: [number, number, number][]; targets: number[] }
      return {
        likes: history.filter(([, rating]) => rating >= manifest.likeThreshold).map(([item]) => item),
        seen: new Set(history.map(([item]) => item)),
        targets: new Set(targets),
      }
    })
  const constants = Object.fromEntries(Object.entries(manifest.pipeline).filter(([key]) => key in PIPELINE_CONSTANTS))
  return {
    items: manifest.itemCount,
    constants,
    people,
    codes: data(tensors, 'factors_int8', 'I8') as Int8Array,
    scales: data(tensors, 'factors_scale', 'F32') as Float32Array,
    mean: data(tensors, 'factor_mean', 'F32') as Float32Array,
    neighbours: data(tensors, 'neighbour_ids', 'I32') as Int32Array,
    weights: data(tensors, 'neighbour_weights_int8', 'I8') as Int8Array,
    weightScales: data(tensors, 'neighbour_scale', 'F32') as Float32Array,
    popularity: data(tensors, 'popularity', 'I32') as Int32Array,
    content: {
      text: widened(data(content, CONTENT.text, 'F32') as Float32Array, manifest.itemCount),
      image: widened(data(content, CONTENT.image, 'F32') as Float32Array, manifest.itemCount),
    },
  }
}

type Fold = ReturnType<typeof readFold>

/** The same rows with as many dimensions as the space has. */
function widened(rows: Float32Array, items: number): Float32Array {
  const { dimensions } = CONTENT_SPACE
  const columns = rows.length / items
  const out = new Float32Array(items * dimensions)
  for (let item = 0; item < items; item += 1) {
    out.set(rows.subarray(item * columns, (item + 1) * columns), item * dimensions)
  }
  return out
}

/** The tables of a fold as shards of a pack. Unused slots of the rows name the row itself, with weight 0: they stay out. */
function shardsOf(fold: Fold, shardRows: number, withContent: boolean): ShardInput[] {
  const dimensions = fold.mean.length
  const perRow = fold.neighbours.length / fold.items
  return Array.from({ length: Math.ceil(fold.items / shardRows) }, (_, shard) => {
    const first = shard * shardRows
    const rows = Math.min(shardRows, fold.items - first)
    const entries = Array.from({ length: rows }, (_, row) =>
      Array.from({ length: perRow }, (_, k) => (first + row) * perRow + k).filter((at) => fold.weights[at] !== 0),
    )
    const starts = Int32Array.from({ length: rows + 1 }, (_, row) =>
      entries.slice(0, row).reduce((sum, { length }) => sum + length, 0),
    )
    return {
      items: Array.from({ length: rows }, (_, row) => ({ id: `f${String(first + row).padStart(4, '0')}` })),
      ...(withContent
        ? {
            vectors: {
              text: contentRows(fold.content.text, first, rows),
              image: contentRows(fold.content.image, first, rows),
            } satisfies Partial<Record<Modality, QuantisedRows>>,
          }
        : {}),
      popularity: Uint32Array.from(fold.popularity.subarray(first, first + rows)),
      factors: { rows, dimensions, values: fold.codes.slice(first * dimensions, (first + rows) * dimensions) },
      weights: {
        rows,
        starts,
        columns: Int32Array.from(entries.flat(), (at) => fold.neighbours[at] as number),
        codes: Int8Array.from(entries.flat(), (at) => fold.weights[at] as number),
        scales: fold.weightScales.slice(first, first + rows),
      },
    }
  })
}

function contentRows(content: Float32Array, first: number, count: number): QuantisedRows {
  const { dimensions } = CONTENT_SPACE
  const codes = new Int8Array(count * dimensions)
  const scales = new Float32Array(count)
  for (let row = 0; row < count; row += 1) {
    const vector = content.subarray((first + row) * dimensions, (first + row + 1) * dimensions)
    if (vector.every((value) => value === 0)) continue
    const quantised = quantise(vector, dimensions)
    codes.set(quantised.codes, row * dimensions)
    scales[row] = quantised.scale
  }
  return { dimensions, count, codes, scales }
}

async function openOn(fold: Fold, withContent: boolean): Promise<EngineCall> {
  const { files } = await writePack({
    name: 'recorded',
    licence: 'research only; made for one test and kept nowhere',
    spaces: withContent ? [CONTENT_SPACE] : [],
    shards: shardsOf(fold, 500, withContent),
    shared: {
      factorScales: Float64Array.from(fold.scales),
      factorMean: Float64Array.from(fold.mean),
      contentMeans: {},
    },
    learnt: { factorDimensions: fold.mean.length, constants: fold.constants },
  })
  const server = await serveFiles(new Map(files))
  onTestFinished(server.close)
  const call = callerOf(createEngine({ openStore, createKernels }))
  await call('open', { protocol: PROTOCOL_VERSION, name: 'recorded', storage: 'memory', catalogue: server.url })
  await call('load', {})
  await call('refresh', {})
  return call
}

const idOf = (item: number) => `f${String(item).padStart(4, '0')}`
const itemOf = (id: string) => Number(id.slice(1))

/** Everything a person may be shown, best first, as the recommender ranks it. */
async function rankedFor(call: EngineCall, { likes, seen }: Person): Promise<number[]> {
  const before = await call('history', {})
  await call('forget', { sequences: before.map(({ sequence }) => sequence) })
  for (const item of likes) await call('record', { interaction: { type: 'like', itemId: idOf(item) } })
  const page = await call('recommend', { limit: 500, diversity: 0 })
  return ids(page)
    .map(itemOf)
    .filter((item) => !seen.has(item))
}

function ndcg10(ranked: readonly number[], targets: ReadonlySet<number>): number {
  const gain = (place: number) => 1 / Math.log2(place + 2)
  const found = ranked.slice(0, 10).reduce((sum, item, place) => sum + (targets.has(item) ? gain(place) : 0), 0)
  return (
    found / Array.from({ length: Math.min(10, targets.size) }, (_, place) => gain(place)).reduce((a, b) => a + b, 0)
  )
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe.skipIf(!here)('a pack of recorded people', () => {
  test('ranks in the recommender as the score on artefacts does', async () => {
    const fold = readFold()
    const call = await openOn(fold, false)
    const constants = pipelineConstants(fold.constants)
    const artefacts = {
      itemWeights: new ItemWeights({
        perItem: fold.neighbours.length / fold.items,
        ids: fold.neighbours,
        weights: fold.weights,
        scales: fold.weightScales,
      }),
      factors: new ItemFactors({ dimensions: fold.mean.length, values: fold.codes, scales: fold.scales }),
      factorMean: Float64Array.from(fold.mean),
      logPopularity: Float32Array.from(fold.popularity, Math.log1p),
    }
    let equal = 0
    for (const person of fold.people) {
      const { likes, seen } = person
      const candidates = Int32Array.from({ length: fold.items }, (_, item) => item).filter(
        (item) => !likes.includes(item),
      )
      const history = likedHistory(Int32Array.from(likes), constants)
      const { scores } = scoreArtefacts({ artefacts, history, candidates, constants })
      const order = Array.from(candidates, (item, j) => ({ item, score: scores[j] as number })).sort(
        (a, b) => b.score - a.score || a.item - b.item,
      )
      const expected = order
        .map(({ item }) => item)
        .slice(0, 500)
        .filter((item) => !seen.has(item))
      const ranked = await rankedFor(call, person)
      if (ranked.slice(0, 20).every((item, place) => item === expected[place])) equal += 1
    }
    console.log(`Lists of 20 equal to the score on artefacts: ${equal} of ${fold.people.length}`)
    expect(equal / fold.people.length).toBeGreaterThanOrEqual(0.99)
  })

  test('finds what people liked later better than popularity does, and no worse for having content', async () => {
    const fold = readFold()
    const popular = Array.from(fold.popularity.keys()).sort(
      (a, b) => (fold.popularity[b] ?? 0) - (fold.popularity[a] ?? 0) || a - b,
    )
    const by = { popularity: [] as number[], tables: [] as number[], hybrid: [] as number[] }
    const [tables, hybrid] = [await openOn(fold, false), await openOn(fold, true)]
    for (const person of fold.people) {
      by.popularity.push(
        ndcg10(
          popular.filter((item) => !person.seen.has(item)),
          person.targets,
        ),
      )
      by.tables.push(ndcg10(await rankedFor(tables, person), person.targets))
      by.hybrid.push(ndcg10(await rankedFor(hybrid, person), person.targets))
    }
    console.log(
      `NDCG@10: popularity ${mean(by.popularity).toFixed(4)}, tables ${mean(by.tables).toFixed(4)}, with content ${mean(by.hybrid).toFixed(4)}`,
    )
    expect(mean(by.tables)).toBeGreaterThan(1.3 * mean(by.popularity))
    expect(mean(by.hybrid)).toBeGreaterThan(0.97 * mean(by.tables))
  })
})
