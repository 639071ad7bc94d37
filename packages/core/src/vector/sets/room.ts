type Numbers = Float64Array | Int32Array | Uint32Array

/**
 * Room for numbers that nobody keeps, taken again by every list. Memory outside the heap counts when the collector is due: lists
 * that leave less of it behind wait less often.
 */
export class Room<N extends Numbers> {
  #numbers: N
  readonly #make: (length: number) => N

  constructor(make: (length: number) => N) {
    this.#make = make
    this.#numbers = make(0)
  }

  /** `[length]`, with whatever was left in it; good until it is asked for again. */
  of(length: number): N {
    if (length > this.#numbers.length) this.#numbers = this.#make(Math.ceil(1.5 * length))
    return this.#numbers.subarray(0, length) as N
  }
}
