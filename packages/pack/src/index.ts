export type { BroughtOptions, FactorSource, NeighbourSource, VectorSource } from './bring/bring-options.js'
export type {
  AssembleOptions,
  BuildOptions,
  CommonOptions,
  FactOptions,
  ItemOptions,
  MergeOptions,
  PartitionOptions,
} from './build/build-options.js'
export { buildPack, buildPartition } from './build/build-pack.js'
export type { BuildReport } from './build/finish-pack.js'
export { mergePartitions } from './build/merge-partitions.js'
export type { EncodedModality } from './encode/item-encoder.js'
export { diffPacks, type PackDifference } from './inspect/diff-packs.js'
export { type OpenPack, openPack } from './inspect/read-pack.js'
export { type PackServer, servePack } from './inspect/serve-pack.js'
export { createKey, signPack } from './inspect/sign-pack.js'
export { type Finding, type VerifyOptions, verifyPack } from './inspect/verify-pack.js'
export type { Fault } from './items/bad-rows.js'
export type { AttributeKind, ColumnMap, ItemField } from './items/column-map.js'
export { LEARN_DEFAULTS, type LearnOptions } from './learn/learn.js'
export type { InteractionSource } from './learn/people/read-interactions.js'
export type { BuildProgress } from './progress.js'
export type { Partition } from './work/work-folder.js'
