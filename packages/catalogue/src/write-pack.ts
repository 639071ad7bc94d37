import {
  type EmbeddingSpace,
  type Item,
  LocavoreError,
  MODALITIES,
  type Modality,
  type QuantisedRows,
} from '@locavore/core'
import { writeItems, writeRemovals } from './items/item-lines.js'
import { formatManifest } from './manifest/canonical-manifest.js'
import {
  PACK_FORMAT,
  type PackFile,
  type PackLearnt,
  type PackManifest,
  type PackShard,
} from './manifest/pack-manifest.js'
import { sha256 } from './sha256.js'
import { type FactorTable, writeFactors } from './tables/factor-table.js'
import { IdLedger } from './tables/id-ledger.js'
import { writePopularity } from './tables/popularity-table.js'
import { type SharedTable, writeShared } from './tables/shared-table.js'
import { writeVectors } from './tables/vector-table.js'
import { type WeightTable, writeWeights } from './tables/weight-table.js'

/** What one shard is to hold; every table has a row for each item, in their order. */
export interface ShardInput {
  readonly items: readonly Item[]
  /** Ids of items of earlier shards that are to go. */
  readonly removals?: readonly string[]
  readonly vectors?: Readonly<Partial<Record<Modality, QuantisedRows>>>
  readonly factors?: FactorTable
  readonly weights?: WeightTable
  /** What tends to follow what (`learnTransitions` of core). */
  readonly transitions?: WeightTable
  /** `[rows]` */
  readonly popularity?: Uint32Array
}

export interface PackInput {
  readonly name: string
  readonly licence: string
  readonly about?: Readonly<Record<string, string>>
  readonly spaces: readonly EmbeddingSpace[]
  readonly shards: readonly ShardInput[]
  readonly shared?: SharedTable
  readonly learnt?: Omit<PackLearnt, 'shared'>
  /** Default: made from the hashes of the files, so that it changes whenever one of them does. */
  readonly revision?: string
}

export interface WrittenPack {
  readonly manifest: PackManifest
  /** By path, `manifest.json` last: put there in this order, no device ever reads a manifest before its files. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/**
 * A pack as files in memory, the same bytes for the same input. File names hold hashes, so that revisions share what they
 * have in common and stand side by side.
 * @throws `invalid-argument` if tables do not fit their items; `catalogue-invalid` if a removal names nothing
 */
export async function writePack(input: PackInput): Promise<WrittenPack> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  const put = async (stem: string, ending: string, bytes: Uint8Array<ArrayBuffer>): Promise<PackFile> => {
    const hash = await sha256(bytes)
    const path = `${stem}.${hash.slice(0, 12)}.${ending}`
    files.set(path, bytes)
    return { path, bytes: bytes.length, sha256: hash }
  }
  const ledger = new IdLedger()
  const shards: PackShard[] = []
  for (const [index, shard] of input.shards.entries())
    shards.push(await writeShard(shard, index, { input, put, ledger }))
  const shared =
    input.shared === undefined ? {} : { shared: await put('shared', 'safetensors', writeShared(input.shared)) }
  const learnt = { ...shared, ...input.learnt }
  const hashes = JSON.stringify([input.name, input.licence, input.about, input.spaces, input.learnt, [...files.keys()]])
  const manifest: PackManifest = {
    format: PACK_FORMAT,
    name: input.name,
    revision: input.revision ?? (await sha256(new Uint8Array(new TextEncoder().encode(hashes)))).slice(0, 16),
    licence: input.licence,
    ...(input.about === undefined ? {} : { about: input.about }),
    spaces: input.spaces,
    itemCount: ledger.count,
    shards,
    ...(Object.keys(learnt).length === 0 ? {} : { learnt }),
  }
  files.set('manifest.json', formatManifest(manifest))
  return { manifest, files }
}

interface WriteContext {
  readonly input: PackInput
  readonly put: (stem: string, ending: string, bytes: Uint8Array<ArrayBuffer>) => Promise<PackFile>
  readonly ledger: IdLedger
}

async function writeShard(shard: ShardInput, index: number, { input, put, ledger }: WriteContext): Promise<PackShard> {
  const { items, removals = [], factors, weights, transitions, popularity } = shard
  const stem = (what: string) => `${what}-${String(index).padStart(4, '0')}`
  const rows = items.length
  checkRows(stem('shard'), rows, shard)
  const tensors = (what: string, bytes: Uint8Array<ArrayBuffer>) => put(stem(what), 'safetensors', bytes)
  const vectors: Partial<Record<Modality, PackFile>> = {}
  for (const modality of MODALITIES) {
    const table = shard.vectors?.[modality]
    if (table === undefined) continue
    const space = input.spaces.find(({ modalities }) => modalities.includes(modality))
    if (space?.dimensions !== table.dimensions) throw misfit(stem(modality), `is of no space with that modality`)
    vectors[modality] = await tensors(modality, writeVectors(table, { space, modality }))
  }
  const written: Omit<PackShard, 'replaced'> = {
    rows,
    ...(rows === 0 ? {} : { items: await put(stem('items'), 'jsonl', writeItems(items)) }),
    ...(removals.length === 0 ? {} : { removals: await writeRemoved(removals, stem('removals'), put) }),
    vectors,
    ...(factors === undefined ? {} : { factors: await tensors('factors', writeFactors(factors)) }),
    ...(weights === undefined ? {} : { weights: await tensors('weights', writeWeights(weights)) }),
    ...(transitions === undefined ? {} : { transitions: await tensors('transitions', writeWeights(transitions)) }),
    ...(popularity === undefined ? {} : { popularity: await tensors('popularity', writePopularity(popularity)) }),
  }
  const removed = new Set(removals)
  const replaced = items.filter(({ id }) => ledger.has(id) && !removed.has(id)).length
  const complete = { ...written, replaced }
  ledger.apply(complete, items, removals)
  return complete
}

async function writeRemoved(ids: readonly string[], stem: string, put: WriteContext['put']) {
  return { ...(await put(stem, 'jsonl', writeRemovals(ids))), count: ids.length }
}

function checkRows(where: string, rows: number, shard: ShardInput): void {
  const { vectors = {}, factors, weights, transitions, popularity } = shard
  const counts = [
    ...MODALITIES.map((modality) => vectors[modality]?.count),
    factors?.rows,
    weights?.rows,
    transitions?.rows,
    popularity?.length,
  ]
  const wrong = counts.find((count) => count !== undefined && count !== rows)
  if (wrong !== undefined) throw misfit(where, `has a table of ${wrong} rows for ${rows} items`)
}

function misfit(where: string, problem: string): LocavoreError {
  return new LocavoreError('invalid-argument', `writePack: ${where} ${problem}. Give each table one row per item.`)
}
