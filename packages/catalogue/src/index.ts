export { type LinesGround, readItems, readRemovals, writeItems, writeRemovals } from './items/item-lines.js'
export { type PackedColumns, type PackedGround, PackedItems } from './items/packed-items.js'
export { canonicalManifest, formatManifest } from './manifest/canonical-manifest.js'
export { describeDelta, type PackDelta } from './manifest/describe-delta.js'
export { PACK_LIMITS } from './manifest/limits.js'
export { type PackEntry, type PackFileRole, packFiles } from './manifest/pack-files.js'
export {
  PACK_FORMAT,
  type PackEvidence,
  type PackFile,
  type PackLearnt,
  type PackManifest,
  type PackRemovals,
  type PackShard,
  type PackSignature,
} from './manifest/pack-manifest.js'
export { parseManifest } from './manifest/parse-manifest.js'
export { importPublicKey, signManifest, verifySignature } from './manifest/signature.js'
export { type ReadTensorOptions, readSafetensors } from './safetensors/read-safetensors.js'
export { TENSOR_TYPES, type Tensor, type TensorData, type TensorFile, type TensorType } from './safetensors/tensor.js'
export { writeSafetensors } from './safetensors/write-safetensors.js'
export { sha256 } from './sha256.js'
export { type FactorGround, type FactorTable, readFactors, writeFactors } from './tables/factor-table.js'
export { demandChanges, IdLedger, type ShardChanges } from './tables/id-ledger.js'
export { readPopularity, writePopularity } from './tables/popularity-table.js'
export {
  type PackContentMap,
  readShared,
  type SharedGround,
  type SharedTable,
  writeShared,
} from './tables/shared-table.js'
export { readVectors, type VectorGround, writeVectors } from './tables/vector-table.js'
export { readWeights, type WeightGround, type WeightTable, writeWeights } from './tables/weight-table.js'
export { type PackInput, type ShardInput, type WrittenPack, writePack } from './write-pack.js'
