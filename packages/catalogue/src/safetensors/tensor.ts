/** The element types that are read and written, with the array that holds them. F16 and BF16 stay raw bits. */
export const TENSOR_TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const

interface TensorArrays {
  readonly F64: Float64Array
  readonly F32: Float32Array
  readonly F16: Uint16Array
  readonly BF16: Uint16Array
  readonly I64: BigInt64Array
  readonly I32: Int32Array
  readonly U32: Uint32Array
  readonly I16: Int16Array
  readonly U16: Uint16Array
  readonly I8: Int8Array
  readonly U8: Uint8Array
}

export type TensorType = keyof TensorArrays

export type TensorData<Type extends TensorType = TensorType> = TensorArrays[Type]

/** One tensor: `data` is row-major, as many elements as the product of `shape`. */
export type Tensor = {
  readonly [Type in TensorType]: {
    readonly type: Type
    readonly shape: readonly number[]
    readonly data: TensorData<Type>
  }
}[TensorType]

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>
  readonly metadata: ReadonlyMap<string, string>
}

export function isTensorType(value: unknown): value is TensorType {
  return typeof value === 'string' && Object.hasOwn(TENSOR_TYPES, value)
}
