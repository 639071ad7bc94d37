interface Drawn {
  readonly address: string
  readonly bytes: number
}

/** Addresses of the pictures that were wanted last, up to a number of bytes; what makes room is given back. */
export class PictureShelf {
  readonly #most: number
  readonly #giveBack: (address: string) => void
  readonly #pictures = new Map<string, Drawn>()
  #bytes = 0

  constructor(mostBytes: number, giveBack: (address: string) => void) {
    this.#most = mostBytes
    this.#giveBack = giveBack
  }

  get(key: string): string | undefined {
    const found = this.#pictures.get(key)
    if (found === undefined) return undefined
    // A map keeps the order in which its entries came.
    this.#pictures.delete(key)
    this.#pictures.set(key, found)
    return found.address
  }

  put(key: string, drawn: Drawn): void {
    this.#remove(key)
    this.#pictures.set(key, drawn)
    this.#bytes += drawn.bytes
    for (const oldest of this.#pictures.keys()) {
      if (this.#bytes <= this.#most || oldest === key) break
      this.#remove(oldest)
    }
  }

  clear(): void {
    for (const key of [...this.#pictures.keys()]) this.#remove(key)
  }

  /** A picture that is shown has been read already, and stays. */
  #remove(key: string): void {
    const found = this.#pictures.get(key)
    if (found === undefined) return
    this.#bytes -= found.bytes
    this.#pictures.delete(key)
    this.#giveBack(found.address)
  }
}
