import { packError } from './pack-error.js'

export type TensorData = Float64Array | Float32Array | Int32Array | Int8Array | Uint8Array

export interface Tensor {
  readonly shape: readonly number[]
  /** Row-major. */
  readonly data: TensorData
}

/** The JSON of a header is parsed whole, so it is bounded before it is. */
const MOST_HEADER_BYTES = 2 ** 20
const MOST_DIMENSIONS = 4

const KINDS: Readonly<Record<string, { readonly bytes: number; readonly view: (buffer: ArrayBuffer) => TensorData }>> =
  {
    F64: { bytes: 8, view: (buffer) => new Float64Array(buffer) },
    F32: { bytes: 4, view: (buffer) => new Float32Array(buffer) },
    I32: { bytes: 4, view: (buffer) => new Int32Array(buffer) },
    I8: { bytes: 1, view: (buffer) => new Int8Array(buffer) },
    U8: { bytes: 1, view: (buffer) => new Uint8Array(buffer) },
  }

/**
 * Reads a safetensors file: 8 bytes with the length of the header, a JSON header, then the tensors, all little-endian (which
 * every machine Node runs on is). Each tensor is copied out, so that it is aligned and does not keep the file in memory.
 * @param file its name, for messages.
 * @throws `catalogue-invalid`
 */
export function readSafetensors(bytes: Uint8Array, file: string): Map<string, Tensor> {
  if (bytes.length < 8) throw packError(file, `${bytes.length} bytes are too short for a safetensors file.`)
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  if (length > BigInt(Math.min(MOST_HEADER_BYTES, bytes.length - 8))) {
    throw packError(
      file,
      `the header claims ${length} bytes; there is room for ${bytes.length - 8}, and ${MOST_HEADER_BYTES} are allowed.`,
    )
  }
  const start = 8 + Number(length)
  const header = parseHeader(bytes.subarray(8, start), file)
  const body = bytes.subarray(start)
  const tensors = new Map<string, Tensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__') tensors.set(name, readTensor(entry, body, `${file}, tensor "${name}"`))
  }
  return tensors
}

function parseHeader(bytes: Uint8Array, file: string): object {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw packError(file, `the header is no JSON (${error instanceof Error ? error.message : error}).`)
  }
  if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header
  throw packError(file, 'the header is no JSON object.')
}

function readTensor(entry: unknown, body: Uint8Array, where: string): Tensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>
  const kind = typeof dtype === 'string' && Object.hasOwn(KINDS, dtype) ? KINDS[dtype] : undefined
  if (kind === undefined) throw packError(where, `the type ${dtype} is none of ${Object.keys(KINDS).join(', ')}.`)
  if (!isSizes(shape) || shape.length > MOST_DIMENSIONS) throw packError(where, `the shape ${shape} is none.`)
  const [begin = -1, end = -1] = isSizes(offsets) && offsets.length === 2 ? offsets : []
  if (begin < 0 || begin > end || end > body.length) {
    throw packError(where, `its place ${begin} to ${end} is not in the ${body.length} bytes of the file.`)
  }
  const needed = shape.reduce((product, size) => product * size, kind.bytes)
  if (needed !== end - begin) {
    throw packError(where, `the shape [${shape.join(', ')}] needs ${needed} bytes and has ${end - begin}.`)
  }
  // A copy by the constructor: the `slice` of Node's own Buffer would share the memory of the file.
  return { shape, data: kind.view(new Uint8Array(body.subarray(begin, end)).buffer) }
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}
