import { LocavoreError } from '@locavore/core'
import { TENSOR_TYPES, type Tensor } from './tensor.js'

/**
 * A safetensors file, the same bytes for the same tensors: those of wider elements first, so that each is aligned, then by
 * name; the header is padded with spaces to a multiple of 8.
 * @throws `invalid-argument` if a shape is not that of its data
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const sorted = Object.entries(tensors).sort(
    ([a, { data: left }], [b, { data: right }]) =>
      right.BYTES_PER_ELEMENT - left.BYTES_PER_ELEMENT || (a < b ? -1 : a > b ? 1 : 0),
  )
  const header: Record<string, unknown> = Object.keys(metadata).length === 0 ? {} : { __metadata__: metadata }
  let end = 0
  for (const [name, tensor] of sorted) {
    checkTensor(name, tensor)
    const begin = end
    end += tensor.data.byteLength
    header[name] = { dtype: tensor.type, shape: tensor.shape, data_offsets: [begin, end] }
  }
  return join(
    JSON.stringify(header),
    sorted.map(([, { data }]) => data),
    end,
  )
}

function join(header: string, datas: readonly Tensor['data'][], bodyBytes: number): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header)
  const headerBytes = Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(8 + headerBytes + bodyBytes).fill(0x20, 8, 8 + headerBytes)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true)
  bytes.set(text, 8)
  let offset = 8 + headerBytes
  for (const data of datas) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset)
    offset += data.byteLength
  }
  return bytes
}

function checkTensor(name: string, { type, shape, data }: Tensor): void {
  const due = shape.reduce((product, size) => product * size, 1)
  if (data.length === due && data instanceof TENSOR_TYPES[type] && !(name in {})) return
  throw new LocavoreError(
    'invalid-argument',
    `The tensor "${name}" has ${data.length} numbers for the shape [${shape.join(', ')}] of ${type}.`,
  )
}
