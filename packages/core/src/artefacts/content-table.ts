import { artefactError, checkFinite, checkShape } from './check-artefact.js'

/** How alike items are by their content. */
export interface ContentSimilarity {
  readonly count: number
  /** Cosine of an item to every item, `[items]`, in [-1, 1]. Read it before the next call; keep it only as a copy. */
  cosines(item: number): Float32Array
}

/** Rows kept at most, in bytes: a person's events are compared with the catalogue again and again. */
const CACHE_BYTES = 32 * 2 ** 20

/** Centred unit vectors of the items' content, compared exactly, with the most recently used rows of cosines kept. */
export class ContentTable implements ContentSimilarity {
  readonly count: number
  readonly dimensions: number
  readonly #values: Float32Array
  readonly #rows = new Map<number, Float32Array>()
  readonly #capacity: number

  /**
   * Copies what it is given.
   * @param values `[items, dimensions]`, rows of unit length or zero.
   * @throws `catalogue-invalid`
   */
  constructor(values: Float32Array, dimensions: number, cacheBytes: number = CACHE_BYTES) {
    this.count = checkShape('content vectors', values.length, dimensions)
    if (this.count === 0) throw artefactError('The content vectors hold no row. Leave them out instead.')
    checkFinite('content vectors', values)
    this.dimensions = dimensions
    this.#values = values.slice()
    this.#capacity = Math.max(1, Math.floor(cacheBytes / (4 * this.count)))
  }

  /** The vector of an item, as a view. */
  vector(item: number): Float32Array {
    return this.#values.subarray(item * this.dimensions, (item + 1) * this.dimensions)
  }

  cosines(item: number): Float32Array {
    const kept = this.#rows.get(item)
    this.#rows.delete(item)
    const row = kept ?? this.#compare(item, this.#freeRow())
    this.#rows.set(item, row)
    return row
  }

  /** Takes the row that has waited longest when the room is full, instead of making a new one. */
  #freeRow(): Float32Array {
    const oldest = this.#rows.size < this.#capacity ? undefined : this.#rows.entries().next().value
    if (oldest === undefined) return new Float32Array(this.count)
    this.#rows.delete(oldest[0])
    return oldest[1]
  }

  #compare(item: number, out: Float32Array): Float32Array {
    const { dimensions, count } = this
    const values = this.#values
    const query = this.vector(item)
    for (let other = 0; other < count; other += 1) {
      const start = other * dimensions
      let sum = 0
      for (let d = 0; d < dimensions; d += 1) sum += (query[d] as number) * (values[start + d] as number)
      out[other] = sum
    }
    return out
  }
}
