import { MODALITIES, type Modality } from '@locavore/core'
import type { PackFile, PackManifest } from './pack-manifest.js'

export type PackFileRole =
  | 'shared'
  | 'items'
  | 'removals'
  | 'vectors'
  | 'popularity'
  | 'factors'
  | 'weights'
  | 'transitions'

export interface PackEntry {
  readonly file: PackFile
  readonly role: PackFileRole
  /** Index of the shard; undefined for what belongs to the whole pack. */
  readonly shard?: number
  /** Of vectors. */
  readonly modality?: Modality
}

/** Every file of a pack in the order in which they are of use: what belongs to all, then shard by shard. */
export function packFiles({ shards, learnt }: Pick<PackManifest, 'shards' | 'learnt'>): readonly PackEntry[] {
  const shared: PackEntry[] = learnt?.shared === undefined ? [] : [{ file: learnt.shared, role: 'shared' }]
  return [...shared, ...shards.flatMap((_, index) => shardFiles(shards, index))]
}

function shardFiles(shards: PackManifest['shards'], index: number): PackEntry[] {
  const shard = shards[index]
  if (shard === undefined) return []
  const vectors = MODALITIES.map((modality) => ({ role: 'vectors' as const, modality, file: shard.vectors[modality] }))
  const named: readonly { role: PackFileRole; modality?: Modality; file: PackFile | undefined }[] = [
    { role: 'removals', file: shard.removals },
    { role: 'items', file: shard.items },
    ...vectors,
    { role: 'popularity', file: shard.popularity },
    { role: 'factors', file: shard.factors },
    { role: 'weights', file: shard.weights },
    { role: 'transitions', file: shard.transitions },
  ]
  return named.flatMap(({ file, ...rest }) => (file === undefined ? [] : [{ ...rest, file, shard: index }]))
}
