import { packError } from '../pack-error.js'
import { isTensorType, TENSOR_TYPES, type Tensor, type TensorFile, type TensorType } from './tensor.js'

export interface ReadTensorOptions {
  /** Name of the file, for messages. */
  readonly file: string
  /** The JSON of a header is parsed whole, so it is bounded before it is. Default 1 MiB. */
  readonly mostHeaderBytes?: number
  /** `views`: tensors that are aligned are not copied, for bytes that nobody writes to again. */
  readonly as?: 'copies' | 'views'
}

const MOST_DIMENSIONS = 8
const LONGEST_NAME = 500

/**
 * Reads a safetensors file: 8 bytes with the length of the header, a JSON header, then the tensors, all little-endian, as
 * every machine a browser runs on is. Strict: tensors follow one another without gap or overlap up to the last byte, each as
 * long as its shape says, and no name reaches an object's prototype. Each is copied out, so that it is aligned, but for int8
 * codes, which are views: they are nearly all of a file, and need no alignment.
 * @throws `catalogue-invalid`
 */
export function readSafetensors(bytes: Uint8Array, options: ReadTensorOptions): TensorFile {
  const { file } = options
  const start = headerEnd(bytes, options)
  const header = parseHeader(bytes.subarray(8, start), file)
  const places: { readonly name: string; readonly place: Place }[] = []
  let metadata: ReadonlyMap<string, string> = new Map()
  for (const [name, entry] of Object.entries(header)) {
    checkName(name, file)
    if (name === '__metadata__') metadata = readMetadata(entry, file)
    else places.push({ name, place: readPlace(entry, `${file}, tensor "${name}"`) })
  }
  checkOrder(
    places.map(({ place }) => place).sort((a, b) => a.begin - b.begin || a.end - b.end),
    bytes.length - start,
    file,
  )
  const tensors = new Map(places.map(({ name, place }) => [name, cutOut(bytes, start, place, options.as)]))
  return { tensors, metadata }
}

function headerEnd(bytes: Uint8Array, { file, mostHeaderBytes = 2 ** 20 }: ReadTensorOptions): number {
  if (bytes.length < 10) throw packError(file, `${bytes.length} bytes are too short for a safetensors file`)
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
  if (length <= BigInt(Math.min(mostHeaderBytes, bytes.length - 8))) return 8 + Number(length)
  throw packError(
    file,
    `the header claims ${length} bytes; there is room for ${bytes.length - 8}, and ${mostHeaderBytes} are taken`,
  )
}

function parseHeader(bytes: Uint8Array, file: string): object {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw packError(file, 'the header is no JSON')
  }
  if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header
  throw packError(file, 'the header is no JSON object')
}

/** `in {}` is true for `__proto__`, `constructor` and whatever else every object inherits. */
function checkName(name: string, file: string): void {
  if (name.length <= LONGEST_NAME && !(name in {})) return
  throw packError(file, `${JSON.stringify(name.slice(0, 60))} is no name for a tensor`)
}

function readMetadata(entry: unknown, file: string): ReadonlyMap<string, string> {
  const pairs = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? Object.entries(entry) : undefined
  if (pairs === undefined) throw packError(file, 'its metadata are no object')
  return new Map(
    pairs.map(([key, value]) => {
      checkName(key, file)
      if (typeof value === 'string') return [key, value]
      throw packError(file, `its metadata ${JSON.stringify(key)} are no text`)
    }),
  )
}

interface Place {
  readonly type: TensorType
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

function readPlace(entry: unknown, where: string): Place {
  const { dtype: type, shape, data_offsets: offsets } = Object(entry) as Readonly<Record<string, unknown>>
  if (!isTensorType(type)) throw packError(where, `its type is none of ${Object.keys(TENSOR_TYPES).join(', ')}`)
  if (!isSizes(shape) || shape.length > MOST_DIMENSIONS) throw packError(where, 'its shape is none')
  const [begin = -1, end = -1] = isSizes(offsets) && offsets.length === 2 ? offsets : []
  if (begin < 0 || end < begin) throw packError(where, 'its offsets are none')
  // A product beyond 2^53 is rounded, but no rounded one equals the size of a file.
  const due = shape.reduce((product, size) => product * size, TENSOR_TYPES[type].BYTES_PER_ELEMENT)
  if (due === end - begin) return { type, shape, begin, end }
  throw packError(where, `the shape [${shape.join(', ')}] needs ${due} bytes and has ${end - begin}`)
}

/** @param places sorted by where they begin */
function checkOrder(places: readonly Place[], bodyBytes: number, file: string): void {
  let end = 0
  for (const place of places) {
    if (place.begin !== end) throw packError(file, `its tensors leave a gap or overlap at byte ${place.begin}`)
    end = place.end
  }
  if (end !== bodyBytes) throw packError(file, `its tensors end at byte ${end}, the file at ${bodyBytes}`)
}

function cutOut(
  bytes: Uint8Array,
  start: number,
  { type, shape, begin, end }: Place,
  as: ReadTensorOptions['as'],
): Tensor {
  const own = bytes.subarray(start + begin, start + end)
  if (type === 'I8') return { type, shape, data: new Int8Array(own.buffer, own.byteOffset, own.byteLength) }
  const size = TENSOR_TYPES[type].BYTES_PER_ELEMENT
  if (as === 'views' && own.byteOffset % size === 0) {
    // The array is the type's own; the compiler cannot follow a union that far.
    return {
      type,
      shape,
      data: new TENSOR_TYPES[type](own.buffer as ArrayBuffer, own.byteOffset, own.byteLength / size),
    } as Tensor
  }
  // A copy by the constructor: the `slice` of Node's own Buffer would share the memory of the file.
  const { buffer } = new Uint8Array(own)
  return { type, shape, data: new TENSOR_TYPES[type](buffer) } as Tensor
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}
