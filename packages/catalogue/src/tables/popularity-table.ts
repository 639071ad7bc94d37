import { PACK_LIMITS } from '../manifest/limits.js'
import { writeSafetensors } from '../safetensors/write-safetensors.js'
import { NamedTensors } from './named-tensors.js'

/** How many people liked each row of a shard, `[rows]`. @throws `catalogue-invalid` */
export function readPopularity(bytes: Uint8Array, { file, rows }: { file: string; rows: number }): Uint32Array {
  return new NamedTensors(bytes, file, PACK_LIMITS.headerBytes).get('likes', 'U32', [rows])
}

export function writePopularity(likes: Uint32Array): Uint8Array<ArrayBuffer> {
  return writeSafetensors({ likes: { type: 'U32', shape: [likes.length], data: likes } })
}
