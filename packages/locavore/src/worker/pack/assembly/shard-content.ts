import {
  type FactorTable,
  type PackEntry,
  type PackedColumns,
  PackedItems,
  type PackShard,
  readFactors,
  readPopularity,
  readRemovals,
  readVectors,
  readWeights,
  type WeightTable,
} from '@locavore/catalogue'
import { LocavoreError, type Modality, type QuantisedRows } from '@locavore/core'
import type { PackGround } from '../pack-ground.js'

/** The vectors of a shard in one medium, a row for each item. */
export interface ShardVectors {
  readonly modality: Modality
  readonly rows: QuantisedRows
}

/** One shard, read and checked: every table has a row for each item. */
export interface ShardContent {
  readonly shard: PackShard
  readonly items: PackedItems
  readonly removals: readonly string[]
  readonly vectors: readonly ShardVectors[]
  readonly factors: FactorTable | undefined
  readonly weights: WeightTable | undefined
  readonly transitions: WeightTable | undefined
}

/** The verified bytes of a file of the pack. */
export type FileBytes = (entry: PackEntry) => Uint8Array<ArrayBuffer>

/**
 * @param known `new`: everything is read and checked. `known`: the same bytes were checked before; vectors are left out. Or what
 * was kept of reading the items then.
 * @throws `catalogue-invalid`, `space-mismatch`
 */
export function readShardContent(
  { manifest, files, base, space }: PackGround,
  index: number,
  bytesOf: FileBytes,
  known: 'new' | 'known' | PackedColumns,
): ShardContent {
  const shard = manifest.shards[index]
  if (shard === undefined) throw new LocavoreError('internal', `The pack has no shard ${index}.`)
  const entries = files.filter((entry) => entry.shard === index)
  const { rows } = shard
  const read = <Content>(role: PackEntry['role'], parse: (bytes: Uint8Array, file: string) => Content) => {
    const entry = entries.find((one) => one.role === role)
    return entry && parse(bytesOf(entry), entry.file.path)
  }
  const popularity = read('popularity', (bytes, file) => readPopularity(bytes, { file, rows }))
  const itemsOf = (bytes: Uint8Array, file: string) => {
    const ground = { file, rows, base, popularity }
    if (known === 'new') return PackedItems.checked(bytes, ground)
    return known === 'known' ? PackedItems.known(bytes, ground) : PackedItems.indexed(bytes, ground, known)
  }
  const allRows = manifest.shards.reduce((sum, one) => sum + one.rows, 0)
  const dimensions = manifest.learnt?.factorDimensions ?? 0
  return {
    shard,
    removals: read('removals', (bytes, file) => readRemovals(bytes, { file, rows: shard.removals?.count ?? 0 })) ?? [],
    items: read('items', itemsOf) ?? itemsOf(new Uint8Array(0), ''),
    vectors: entries.flatMap((entry) => {
      const { modality } = entry
      if (modality === undefined || space === undefined || known !== 'new') return []
      return [{ modality, rows: readVectors(bytesOf(entry), { file: entry.file.path, rows, space, modality }) }]
    }),
    factors: read('factors', (bytes, file) => readFactors(bytes, { file, rows, dimensions })),
    weights: read('weights', (bytes, file) => readWeights(bytes, { file, rows, allRows })),
    transitions: read('transitions', (bytes, file) => readWeights(bytes, { file, rows, allRows })),
  }
}
