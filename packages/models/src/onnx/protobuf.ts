import { LocavoreError } from '@locavore/core'

/** One field of a protobuf message: where it lies as a whole, and its value. */
export interface Field {
  readonly number: number
  /** 0 varint, 1 eight bytes, 2 bytes with their length, 5 four bytes. */
  readonly wire: number
  readonly start: number
  readonly end: number
  /** Of wire 2: where the bytes begin. */
  readonly valueStart: number
  /** Of wire 0; exact up to 2^53. */
  readonly varint: number
}

const broken = () =>
  new LocavoreError('model-invalid', 'An ONNX file of the model is damaged: it is no protobuf message.')

/** The fields of the message in `[start, end)`, in order. @throws LocavoreError `model-invalid` */
export function* readFields(bytes: Uint8Array, start: number, end: number): Generator<Field> {
  let at = start
  const varint = () => {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = at < end ? bytes[at++] : undefined
      if (byte === undefined) throw broken()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw broken()
  }
  while (at < end) {
    const first = at
    const key = varint()
    const [number, wire] = [Math.floor(key / 8), key % 8]
    let [valueStart, value] = [at, 0]
    if (wire === 0) value = varint()
    else if (wire === 2) {
      const length = varint()
      valueStart = at
      at += length
    } else if (wire === 1 || wire === 5) at += wire === 1 ? 8 : 4
    else throw broken()
    if (at > end || number === 0) throw broken()
    yield { number, wire, start: first, end: at, valueStart, varint: value }
  }
}

export function textOf(bytes: Uint8Array, field: Field): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + field.valueStart, field.end - field.valueStart).toString('utf8')
}

/** A field of wire 2 with new content. */
export function writeField(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([writeVarint(number * 8 + 2), writeVarint(content.length), content])
}

function writeVarint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}
