const FIRST_ROOM = 1_024
/** Spreads places that lie near each other: 2^32 over the golden ratio. */
const SPREAD = 0x9e3779b1

/**
 * Sums over a few of many places, side by side: one such room serves list after list. Places are found by hashing, so that a
 * room is as large as what is in it, and stays near the processor.
 */
export class SparseSums {
  /** Where the sum of a place is, counted from 1, or 0: at its hash, or at the first free one behind. At most half of it is used. */
  #table = new Int32Array(2 * FIRST_ROOM)
  #shift = 32 - Math.log2(2 * FIRST_ROOM)
  #places = new Int32Array(FIRST_ROOM)
  #sums = new Float64Array(FIRST_ROOM)
  #count = 0

  /** How many places something was added to. */
  get count(): number {
    return this.#count
  }

  /** Places that something was added to, in the order of their first. Good until something else is added. */
  get places(): Int32Array {
    return this.#places.subarray(0, this.#count)
  }

  /** What was added to each of them. */
  get sums(): Float64Array {
    return this.#sums.subarray(0, this.#count)
  }

  /** @returns where the place stands in `places`. */
  add(place: number, value: number): number {
    const at = this.#find(place)
    const slot = (this.#table[at] as number) - 1
    if (slot < 0) return this.#begin(at, place, value)
    this.#sums[slot] = (this.#sums[slot] as number) + value
    return slot
  }

  /** Where a place stands in `places`; -1 where nothing was added to it. */
  slotOf(place: number): number {
    return (this.#table[this.#find(place)] as number) - 1
  }

  clear(): void {
    if (this.#count > 0) this.#table.fill(0)
    this.#count = 0
  }

  #find(place: number): number {
    const table = this.#table
    const last = table.length - 1
    let at = Math.imul(place, SPREAD) >>> this.#shift
    for (;;) {
      const slot = table[at] as number
      if (slot === 0 || this.#places[slot - 1] === place) return at
      at = (at + 1) & last
    }
  }

  #begin(at: number, place: number, value: number): number {
    const slot = this.#count
    this.#places[slot] = place
    this.#sums[slot] = 0 + value
    this.#table[at] = slot + 1
    this.#count += 1
    if (this.#count === this.#places.length) this.#grow()
    return slot
  }

  #grow(): void {
    const places = new Int32Array(2 * this.#count)
    const sums = new Float64Array(2 * this.#count)
    places.set(this.#places)
    sums.set(this.#sums)
    this.#places = places
    this.#sums = sums
    this.#table = new Int32Array(2 * places.length)
    this.#shift -= 1
    for (let slot = 0; slot < this.#count; slot += 1) this.#table[this.#find(places[slot] as number)] = slot + 1
  }
}
