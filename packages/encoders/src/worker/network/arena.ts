const PAGE_BYTES = 65_536
/** Of the widest numbers that the kernel reads at a time. */
const ALIGNMENT = 16

type Numbers = Float32Array | Uint32Array | Int16Array | Int8Array | Uint8Array

/** Gives out memory of a WebAssembly module, from its beginning on and never back. What it gives is 0. */
export class Arena {
  readonly #memory: WebAssembly.Memory
  #top = ALIGNMENT

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory
  }

  /** @returns an address that is not 0 */
  take(bytes: number): number {
    const address = this.#top
    this.#top = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT
    const missing = this.#top - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES))
    return address
  }

  /** @returns the address of a copy */
  put(numbers: Numbers): number {
    const address = this.take(numbers.byteLength)
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
    new Uint8Array(this.#memory.buffer).set(bytes, address)
    return address
  }
}
