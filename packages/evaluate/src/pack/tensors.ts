import { packError } from './pack-error.js'
import type { Tensor } from './safetensors.js'

/** The tensors of one file, asked for by name and shape. What is not there is undefined; what is wrong is an error. */
export class TensorFile {
  readonly #tensors: ReadonlyMap<string, Tensor>
  readonly #file: string

  constructor(tensors: ReadonlyMap<string, Tensor>, file: string) {
    this.#tensors = tensors
    this.#file = file
  }

  /** @param shape -1 for a size that may be anything. @throws `catalogue-invalid` */
  floats(name: string, shape: readonly number[]): Float32Array | undefined {
    const data = this.#shaped(name, shape)
    if (data === undefined || data instanceof Float32Array) return data
    if (data instanceof Float64Array) return Float32Array.from(data)
    throw packError(this.#file, `the tensor "${name}" holds whole numbers in place of floats.`)
  }

  /** @throws `catalogue-invalid` */
  codes(name: string, shape: readonly number[]): Int8Array | undefined {
    const data = this.#shaped(name, shape)
    if (data === undefined || data instanceof Int8Array) return data
    throw packError(this.#file, `the tensor "${name}" should hold int8 codes.`)
  }

  /** @throws `catalogue-invalid` */
  integers(name: string, shape: readonly number[]): Int32Array | undefined {
    const data = this.#shaped(name, shape)
    if (data === undefined || data instanceof Int32Array) return data
    if (data instanceof Uint8Array) return Int32Array.from(data)
    throw packError(this.#file, `the tensor "${name}" should hold whole numbers.`)
  }

  /** Numbers per row of a table; undefined if there is no such tensor. */
  columns(name: string): number | undefined {
    return this.#tensors.get(name)?.shape[1]
  }

  #shaped(name: string, shape: readonly number[]): Tensor['data'] | undefined {
    const tensor = this.#tensors.get(name)
    if (tensor === undefined) return undefined
    const fits = tensor.shape.length === shape.length && shape.every((size, d) => size < 0 || size === tensor.shape[d])
    if (fits) return tensor.data
    const wanted = shape.map((size) => (size < 0 ? 'any' : size)).join(', ')
    throw packError(
      this.#file,
      `the tensor "${name}" has the shape [${tensor.shape.join(', ')}] in place of [${wanted}].`,
    )
  }
}
