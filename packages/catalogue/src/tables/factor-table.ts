import { PACK_LIMITS } from '../manifest/limits.js'
import { packError } from '../pack-error.js'
import { writeSafetensors } from '../safetensors/write-safetensors.js'
import { checkNumbers, NamedTensors } from './named-tensors.js'

/** Item factors of a shard: numbers, or int8 codes whose scales, one per column, are in the shared table. */
export interface FactorTable {
  readonly rows: number
  readonly dimensions: number
  /** `[rows, dimensions]`, row-major; a row of zeros for an item nothing was learnt about. */
  readonly values: Int8Array | Float32Array
}

export interface FactorGround {
  readonly file: string
  readonly rows: number
  readonly dimensions: number
}

/** @throws `catalogue-invalid` */
export function readFactors(bytes: Uint8Array, { file, rows, dimensions }: FactorGround): FactorTable {
  const tensors = new NamedTensors(bytes, file, PACK_LIMITS.headerBytes)
  const shape = [rows, dimensions]
  const codes = tensors.find('factors', 'I8', shape)
  const numbers = tensors.find('factors', 'F32', shape)
  const values = codes ?? (numbers === undefined ? undefined : checkNumbers(numbers, `${file}, tensor "factors"`))
  if (values === undefined) throw packError(file, 'the tensor "factors" of I8 or F32 is not there')
  return { rows, dimensions, values }
}

export function writeFactors({ rows, dimensions, values }: FactorTable): Uint8Array<ArrayBuffer> {
  const shape = [rows, dimensions]
  return writeSafetensors({
    factors: values instanceof Int8Array ? { type: 'I8', shape, data: values } : { type: 'F32', shape, data: values },
  })
}
