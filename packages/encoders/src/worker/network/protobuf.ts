/** One field of a protocol buffer: its number, and a number or bytes. */
export interface Field {
  readonly number: number
  readonly value: number
  readonly bytes: Uint8Array
}

const NOTHING = new Uint8Array(0)
/** Of the ten bytes that a number may have, those that a float64 holds exactly. */
const EXACT_BYTES = 7

/** Reads numbers of 7 bits a byte, one after the other. Of the largest, the lowest 49 bits. */
class VarintReader {
  readonly #bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  read(): number {
    let value = 0
    for (let count = 0; ; count += 1) {
      const byte = this.#bytes[this.at]
      if (byte === undefined) throw new RangeError('the message ends too early')
      this.at += 1
      if (count < EXACT_BYTES) value += (byte & 127) * 128 ** count
      if (byte < 128) return value
    }
  }
}

/**
 * The fields of a message, in their order. Groups, which nothing writes any more, are not read.
 *
 * @throws RangeError where the message ends too early
 */
export function* readFields(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
  const reader = new VarintReader(message)
  const skip = (count: number) => {
    const start = reader.at
    reader.at += count
    if (reader.at > message.length) throw new RangeError('the message ends too early')
    return start
  }
  while (reader.at < message.length) {
    const key = reader.read()
    const number = Math.floor(key / 8)
    const kind = key % 8
    if (kind === 0) yield { number, value: reader.read(), bytes: NOTHING }
    else if (kind === 1) yield { number, value: view.getFloat64(skip(8), true), bytes: NOTHING }
    else if (kind === 5) yield { number, value: view.getFloat32(skip(4), true), bytes: NOTHING }
    else if (kind === 2) {
      const length = reader.read()
      const start = skip(length)
      yield { number, value: 0, bytes: message.subarray(start, start + length) }
    } else throw new RangeError(`a field of kind ${kind}`)
  }
}

/** A repeated whole number, which may stand in one piece or one by one. */
export function numbersOf({ value, bytes }: Field): readonly number[] {
  if (bytes.length === 0) return [value]
  const reader = new VarintReader(bytes)
  const numbers: number[] = []
  while (reader.at < bytes.length) numbers.push(reader.read())
  return numbers
}
