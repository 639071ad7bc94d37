import { join } from 'node:path'
import {
  canonicalManifest,
  PACK_FORMAT,
  type PackFile,
  type PackManifest,
  type PackShard,
  readItems,
  writeFactors,
  writePopularity,
  writeShared,
  writeWeights,
} from '@locavore/catalogue'
import type { EmbeddingSpace } from '@locavore/core'
import { checkAborted } from '../failure.js'
import type { Learnt } from '../learn/learnt.js'
import type { OnProgress } from '../progress.js'
import { readPackFile, sha256Of, writeHashed } from '../work/disk.js'

/** A shard whose items and vectors are there. */
export interface ReadyShard {
  /** What the manifest says of it so far. */
  readonly shard: PackShard
  /** Folder that its files lie in. */
  readonly folder: string
}

/** What an earlier revision learnt goes on standing for its rows; later rows have none of it. */
export interface KeptLearnt {
  readonly kept: PackManifest['learnt']
  /** Where its files lie. */
  readonly folder: string
}

export interface PackFacts {
  readonly name: string
  readonly licence: string
  readonly about: Readonly<Record<string, string>>
  readonly spaces: readonly EmbeddingSpace[]
}

export interface Assembled {
  readonly manifest: PackManifest
  /** Where each file lies, by its path. */
  readonly places: ReadonlyMap<string, string>
}

/** The ids of all rows in order; those of rows that a later shard replaced or removed are undefined. */
export async function readIds(shards: readonly ReadyShard[]): Promise<readonly (string | undefined)[]> {
  const ids: (string | undefined)[] = []
  const rowOf = new Map<string, number>()
  const end = (id: string) => {
    const row = rowOf.get(id)
    if (row !== undefined) ids[row] = undefined
    rowOf.delete(id)
  }
  for (const { shard, folder } of shards) {
    const { items, removals, rows } = shard
    if (removals !== undefined) {
      const text = (await readPackFile(folder, removals)).toString('utf8')
      for (const line of text.split('\n')) if (line !== '') end(String(JSON.parse(line)))
    }
    if (items === undefined) continue
    for (const { id } of readItems(await readPackFile(folder, items), { file: items.path, rows })) {
      end(id)
      rowOf.set(id, ids.push(id) - 1)
    }
  }
  return ids
}

/**
 * Writes what was learnt beside the shards, and the manifest of all of it.
 *
 * @param into folder for the files that are written
 */
export async function assemble(
  shards: readonly ReadyShard[],
  itemCount: number,
  learnt: Learnt | KeptLearnt,
  facts: PackFacts,
  options: { readonly into: string; readonly signal: AbortSignal | undefined; readonly onProgress: OnProgress },
): Promise<Assembled> {
  const places = new Map<string, string>()
  const keep = (file: PackFile | undefined, folder: string) => {
    if (file !== undefined) places.set(file.path, join(folder, file.path))
  }
  const finished: PackShard[] = []
  let row = 0
  for (const [index, { shard, folder }] of shards.entries()) {
    checkAborted(options.signal)
    for (const file of [shard.items, shard.removals, ...Object.values(shard.vectors)]) keep(file, folder)
    if ('kept' in learnt) {
      for (const file of [shard.factors, shard.weights, shard.popularity]) keep(file, folder)
      finished.push(shard)
    } else {
      const added = await writeLearntRows(learnt, row, shard.rows, index, options.into)
      for (const file of Object.values(added)) keep(file, options.into)
      const { factors: _, weights: __, popularity: ___, ...content } = shard
      finished.push({ ...content, ...added })
    }
    row += shard.rows
    options.onProgress({ phase: 'write', done: index + 1, total: shards.length })
  }
  const about = 'kept' in learnt ? learnt.kept : await describeLearnt(learnt, options.into)
  keep(about?.shared, 'kept' in learnt ? learnt.folder : options.into)
  const manifest = withRevision({
    format: PACK_FORMAT,
    name: facts.name,
    revision: '',
    licence: facts.licence,
    about: facts.about,
    spaces: facts.spaces,
    itemCount,
    shards: finished,
    ...(about === undefined ? {} : { learnt: about }),
  })
  return { manifest, places }
}

type LearntFiles = { factors?: PackFile; weights?: PackFile; popularity?: PackFile }

async function writeLearntRows(
  { factors, weights, likes }: Learnt,
  start: number,
  rows: number,
  index: number,
  into: string,
): Promise<LearntFiles> {
  const stem = (what: string) => `${what}-${String(index).padStart(5, '0')}`
  const files: LearntFiles = {}
  if (rows === 0) return files
  if (likes !== undefined) {
    const bytes = writePopularity(likes.slice(start, start + rows))
    files.popularity = await writeHashed(into, stem('popularity'), 'safetensors', bytes)
  }
  if (factors !== undefined) {
    const { dimensions } = factors
    const values = factors.codes.slice(start * dimensions, (start + rows) * dimensions)
    files.factors = await writeHashed(into, stem('factors'), 'safetensors', writeFactors({ rows, dimensions, values }))
  }
  if (weights !== undefined) {
    const first = weights.starts[start] as number
    const starts = weights.starts.slice(start, start + rows + 1).map((at) => at - first)
    const end = first + (starts[rows] as number)
    const bytes = writeWeights({
      rows,
      starts,
      columns: weights.columns.slice(first, end),
      codes: weights.codes.slice(first, end),
      scales: weights.scales.slice(start, start + rows),
    })
    files.weights = await writeHashed(into, stem('weights'), 'safetensors', bytes)
  }
  return files
}

async function describeLearnt(learnt: Learnt, into: string): Promise<PackManifest['learnt']> {
  const { factors, shared, constants, evidence } = learnt
  if (Object.values(learnt).every((part) => part === undefined)) return undefined
  const file = shared && (await writeHashed(into, 'shared', 'safetensors', writeShared(shared)))
  return {
    ...(factors === undefined ? {} : { factorDimensions: factors.dimensions }),
    ...(file === undefined ? {} : { shared: file }),
    ...(constants === undefined ? {} : { constants }),
    ...(evidence === undefined ? {} : { evidence }),
  }
}

/** The same content has the same revision, whenever and wherever it is built. */
function withRevision(manifest: PackManifest): PackManifest {
  return { ...manifest, revision: sha256Of(canonicalManifest(manifest)).slice(0, 16) }
}
