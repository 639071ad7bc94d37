const FIRST_CAPACITY = 64
/** Part of the places that may be taken: beyond it, looking for one that is free takes long. */
const MOST_TAKEN = 0.8

/** Whether the id of the item at an index is the first `length` of these UTF-16 units. */
export type IsIdAt = (index: number, units: Uint16Array, length: number) => boolean

/** An index of ids as it can be kept. */
export interface IdNumbers {
  /** Whole number that hashes begin with. */
  readonly seed: number
  readonly count: number
  /** A power of two of them: the index at each place, and one; 0 where it is free. */
  readonly places: Int32Array
  /** `[indexes]` or longer. */
  readonly hashes: Int32Array
}

/**
 * The index of each id, in open addressing with linear probing (Knuth, The Art of Computer Programming 3, 6.4). It holds numbers
 * alone and asks whoever holds the items for their ids, so that a hundred thousand of them need not be texts.
 */
export class IdIndex {
  readonly #isAt: IsIdAt
  /** Another one on each page, so that nobody can make ids that all fall on one place. */
  #seed = Math.floor(Math.random() * 2 ** 32)
  /** The index at each place, and one; 0 where it is free. */
  #places: Int32Array = new Int32Array(FIRST_CAPACITY)
  /** `[indexes]` */
  #hashes: Int32Array = new Int32Array(FIRST_CAPACITY)
  #count = 0

  constructor(isAt: IsIdAt) {
    this.#isAt = isAt
  }

  get count(): number {
    return this.#count
  }

  hashOf(units: Uint16Array, length: number): number {
    let hash = this.#seed
    for (let at = 0; at < length; at += 1) {
      hash = Math.imul(hash ^ (units[at] as number), 0x5bd1e995)
      hash ^= hash >>> 15
    }
    hash = Math.imul(hash ^ length, 0x2c1b3c6d)
    return (hash ^ (hash >>> 13)) | 0
  }

  /** -1 if it is not there. @param hash of the same units */
  find(units: Uint16Array, length: number, hash: number): number {
    const mask = this.#places.length - 1
    for (let place = hash & mask; this.#places[place] !== 0; place = (place + 1) & mask) {
      const index = (this.#places[place] as number) - 1
      if (this.#hashes[index] === hash && this.#isAt(index, units, length)) return index
    }
    return -1
  }

  /** Not copies. */
  get numbers(): IdNumbers {
    return { seed: this.#seed, count: this.#count, places: this.#places, hashes: this.#hashes }
  }

  /** Takes these over as they are. @param isAt tells the ids of who made them */
  static from({ seed, count, places, hashes }: IdNumbers, isAt: IsIdAt): IdIndex {
    const index = new IdIndex(isAt)
    index.#seed = seed
    index.#places = places
    index.#hashes = hashes
    index.#count = count
    return index
  }

  /** From now on its numbers are its own. */
  makeOwn(): void {
    this.#places = this.#places.slice()
    this.#hashes = this.#hashes.slice()
  }

  /** Adds an id that is not there. */
  add(index: number, hash: number): void {
    this.reserve(1, index + 1)
    this.#hashes[index] = hash
    this.#take(index)
    this.#count += 1
  }

  /** Takes out the id of an index that is there, and moves those up that were put behind it. */
  remove(index: number): void {
    const mask = this.#places.length - 1
    let free = (this.#hashes[index] as number) & mask
    while (this.#places[free] !== index + 1) free = (free + 1) & mask
    for (let place = (free + 1) & mask; this.#places[place] !== 0; place = (place + 1) & mask) {
      const wanted = (this.#hashes[(this.#places[place] as number) - 1] as number) & mask
      if (((place - wanted) & mask) < ((place - free) & mask)) continue
      this.#places[free] = this.#places[place] as number
      free = place
    }
    this.#places[free] = 0
    this.#count -= 1
  }

  /** Makes room for so many more ids, at indexes below `extent`. */
  reserve(more: number, extent: number): void {
    if (extent > this.#hashes.length) {
      const larger = new Int32Array(Math.max(extent, 2 * this.#hashes.length))
      larger.set(this.#hashes)
      this.#hashes = larger
    }
    let capacity = this.#places.length
    while (this.#count + more > MOST_TAKEN * capacity) capacity *= 2
    if (capacity === this.#places.length) return
    const before = this.#places
    this.#places = new Int32Array(capacity)
    for (const held of before) if (held !== 0) this.#take(held - 1)
  }

  #take(index: number): void {
    const mask = this.#places.length - 1
    let place = (this.#hashes[index] as number) & mask
    while (this.#places[place] !== 0) place = (place + 1) & mask
    this.#places[place] = index + 1
  }
}
