import { LocavoreError } from '../../errors.js'

const FIRST_BYTES = 1_024

/** Numbers and texts one after another, little endian, in a buffer that grows. */
export class ByteWriter {
  #view = new DataView(new ArrayBuffer(FIRST_BYTES))
  #at = 0

  /** A copy of what was written. */
  bytes(): Uint8Array {
    return new Uint8Array(this.#view.buffer.slice(0, this.#at))
  }

  u8(value: number): void {
    const start = this.#room(1)
    this.#view.setUint8(start, value)
  }

  u32(value: number): void {
    const start = this.#room(4)
    this.#view.setUint32(start, value, true)
  }

  f64(value: number): void {
    const start = this.#room(8)
    this.#view.setFloat64(start, value, true)
  }

  /** A u16 count of UTF-16 units and the units, so that every string comes back as it was. */
  text(value: string): void {
    const start = this.#room(2 + 2 * value.length)
    this.#view.setUint16(start, value.length, true)
    for (let unit = 0; unit < value.length; unit += 1) {
      this.#view.setUint16(start + 2 + 2 * unit, value.charCodeAt(unit), true)
    }
  }

  /** Makes room and says where. Call it before looking at the view, which it may replace. */
  #room(bytes: number): number {
    const start = this.#at
    this.#at += bytes
    if (this.#at > this.#view.byteLength) {
      const larger = new Uint8Array(Math.max(2 * this.#view.byteLength, this.#at))
      larger.set(new Uint8Array(this.#view.buffer))
      this.#view = new DataView(larger.buffer)
    }
    return start
  }
}

/** Reads what a `ByteWriter` wrote. Every method throws `storage-corrupt` where the bytes end too early. */
export class ByteReader {
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get atEnd(): boolean {
    return this.#at === this.#view.byteLength
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true)
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true)
  }

  /** A number that is finite. */
  finite(): number {
    const value = this.f64()
    if (!Number.isFinite(value)) throw corrupt(`${value} stands where a number should be`)
    return value
  }

  count(): number {
    const value = this.f64()
    if (!Number.isSafeInteger(value) || value < 0) throw corrupt(`${value} stands where a count should be`)
    return value
  }

  text(): string {
    const length = this.#view.getUint16(this.#advance(2), true)
    const start = this.#advance(2 * length)
    let text = ''
    for (let unit = 0; unit < length; unit += 1)
      text += String.fromCharCode(this.#view.getUint16(start + 2 * unit, true))
    return text
  }

  #advance(bytes: number): number {
    const start = this.#at
    if (start + bytes > this.#view.byteLength) throw corrupt('it ends too early')
    this.#at += bytes
    return start
  }
}

export function corrupt(found: string): LocavoreError {
  return new LocavoreError('storage-corrupt', `A stored profile cannot be read: ${found}. Fold it again from the log.`)
}
