/** Sums over a few of many places, cleared by visiting those alone: one such room serves list after list. */
export class SparseSums {
  /** `[places]`; 0 wherever nothing was added. */
  readonly values: Float64Array
  readonly #isTouched: Uint8Array
  #touched = new Int32Array(1_024)
  #count = 0

  constructor(places: number) {
    this.values = new Float64Array(places)
    this.#isTouched = new Uint8Array(places)
  }

  /** Places that something was added to, in the order of their first. Good until something else is added. */
  get touched(): Int32Array {
    return this.#touched.subarray(0, this.#count)
  }

  add(place: number, value: number): void {
    if (this.#isTouched[place] === 0) this.#touch(place)
    this.values[place] = (this.values[place] as number) + value
  }

  clear(): void {
    for (let k = 0; k < this.#count; k += 1) {
      const place = this.#touched[k] as number
      this.values[place] = 0
      this.#isTouched[place] = 0
    }
    this.#count = 0
  }

  #touch(place: number): void {
    this.#isTouched[place] = 1
    if (this.#count === this.#touched.length) {
      const larger = new Int32Array(2 * this.#count)
      larger.set(this.#touched)
      this.#touched = larger
    }
    this.#touched[this.#count] = place
    this.#count += 1
  }
}
