import { packError } from '../pack-error.js'
import { readSafetensors } from '../safetensors/read-safetensors.js'
import type { TensorData, TensorType } from '../safetensors/tensor.js'

/** The tensors of one file of a pack, asked for by name, type and shape. */
export class NamedTensors {
  readonly #tensors
  readonly metadata: ReadonlyMap<string, string>
  readonly file: string

  /** @throws `catalogue-invalid` */
  constructor(bytes: Uint8Array, file: string, mostHeaderBytes: number) {
    const { tensors, metadata } = readSafetensors(bytes, { file, mostHeaderBytes })
    this.#tensors = tensors
    this.metadata = metadata
    this.file = file
  }

  /** @param shape -1 for a size that may be anything. @throws `catalogue-invalid` */
  get<Type extends TensorType>(name: string, type: Type, shape: readonly number[]): TensorData<Type> {
    const data = this.find(name, type, shape)
    if (data === undefined) throw packError(this.file, `the tensor "${name}" of ${type} is not there`)
    return data
  }

  /** Undefined if there is no such tensor of this type. @throws `catalogue-invalid` if it has another shape */
  find<Type extends TensorType>(name: string, type: Type, shape: readonly number[]): TensorData<Type> | undefined {
    const tensor = this.#tensors.get(name)
    if (tensor?.type !== type) return undefined
    const fits = tensor.shape.length === shape.length && shape.every((size, d) => size < 0 || size === tensor.shape[d])
    if (fits) return tensor.data as TensorData<Type>
    throw packError(
      this.file,
      `the tensor "${name}" has the shape [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`,
    )
  }

  /** Numbers that may be stored in more than one precision, as float64. */
  findNumbers(name: string, shape: readonly number[]): Float64Array | undefined {
    const data = this.find(name, 'F64', shape) ?? this.find(name, 'F32', shape)
    if (data === undefined) return undefined
    return checkNumbers(Float64Array.from(data), `${this.file}, tensor "${name}"`)
  }
}

/** @throws `catalogue-invalid` if a number is not finite */
export function checkNumbers<Numbers extends Float32Array | Float64Array>(numbers: Numbers, where: string): Numbers {
  const wrong = numbers.findIndex((value) => !Number.isFinite(value))
  if (wrong < 0) return numbers
  throw packError(where, `it holds ${numbers[wrong]} in place ${wrong}; every number must be finite`)
}

/** @throws `catalogue-invalid` if a scale is negative or not finite */
export function checkScales(scales: Float32Array, where: string): Float32Array {
  const wrong = scales.findIndex((scale) => !(scale >= 0 && scale < Infinity))
  if (wrong < 0) return scales
  throw packError(where, `the scale of row ${wrong} is ${scales[wrong]}`)
}
