const FIRST_ROOM = 1_024

/** Sums over a few of many places, side by side, and cleared by visiting those alone: one such room serves list after list. */
export class SparseSums {
  /** By place: where its sum is, counted from 1, or 0. */
  readonly #slots: Int32Array
  #places = new Int32Array(FIRST_ROOM)
  #sums = new Float64Array(FIRST_ROOM)
  #count = 0

  constructor(places: number) {
    this.#slots = new Int32Array(places)
  }

  /** Places that something was added to, in the order of their first. Good until something else is added. */
  get places(): Int32Array {
    return this.#places.subarray(0, this.#count)
  }

  /** What was added to each of them. */
  get sums(): Float64Array {
    return this.#sums.subarray(0, this.#count)
  }

  add(place: number, value: number): void {
    const slot = this.#slots[place] as number
    if (slot === 0) this.#begin(place, value)
    else this.#sums[slot - 1] = (this.#sums[slot - 1] as number) + value
  }

  clear(): void {
    for (let k = 0; k < this.#count; k += 1) this.#slots[this.#places[k] as number] = 0
    this.#count = 0
  }

  #begin(place: number, value: number): void {
    if (this.#count === this.#places.length) this.#grow()
    this.#places[this.#count] = place
    this.#sums[this.#count] = value
    this.#count += 1
    this.#slots[place] = this.#count
  }

  #grow(): void {
    const places = new Int32Array(2 * this.#count)
    const sums = new Float64Array(2 * this.#count)
    places.set(this.#places)
    sums.set(this.#sums)
    this.#places = places
    this.#sums = sums
  }
}
