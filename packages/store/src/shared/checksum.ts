const POLYNOMIAL = 0xedb88320

/** Four tables of 256 words in one array: table `t` gives the effect of a byte that has `t` bytes behind it. */
function makeTables(): Int32Array {
  const tables = new Int32Array(4 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let word = byte
    for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ POLYNOMIAL : word >>> 1
    tables[byte] = word
  }
  for (let place = 256; place < tables.length; place++) {
    const previous = tables[place - 256] as number
    tables[place] = (previous >>> 8) ^ (tables[previous & 0xff] as number)
  }
  return tables
}

const TABLES = makeTables()
const encoder = new TextEncoder()

/**
 * CRC-32 with the polynomial of IEEE 802.3, four bytes at a time (Kounavis and Berry, "A Systematic Approach to Building
 * High Performance Software-based CRC Generators", ISCC 2005, section 3). It finds accidental damage in stored bytes; it is no
 * protection against a person who means to change them.
 */
export class Checksum {
  #state = -1

  addBytes(view: ArrayBufferView): this {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    const whole = bytes.length & ~3
    let crc = this.#state
    let index = 0
    for (; index < whole; index += 4) {
      crc ^=
        (bytes[index] as number) |
        ((bytes[index + 1] as number) << 8) |
        ((bytes[index + 2] as number) << 16) |
        ((bytes[index + 3] as number) << 24)
      crc =
        (TABLES[768 + (crc & 0xff)] as number) ^
        (TABLES[512 + ((crc >>> 8) & 0xff)] as number) ^
        (TABLES[256 + ((crc >>> 16) & 0xff)] as number) ^
        (TABLES[crc >>> 24] as number)
    }
    for (; index < bytes.length; index++) {
      crc = (TABLES[(crc ^ (bytes[index] as number)) & 0xff] as number) ^ (crc >>> 8)
    }
    this.#state = crc
    return this
  }

  /** The text as UTF-8 and a byte that UTF-8 never has, so that `ab, c` and `a, bc` differ. */
  addText(text: string): this {
    return this.addBytes(encoder.encode(text)).addBytes(END_OF_TEXT)
  }

  addNumber(value: number): this {
    return this.addBytes(Float64Array.of(value))
  }

  /** Unsigned, 32 bits. */
  get value(): number {
    return ~this.#state >>> 0
  }
}

const END_OF_TEXT = Uint8Array.of(0xff)
