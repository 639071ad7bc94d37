import type { GroundedQuery, ModalityIndex } from '../catalogue/modality-index.js'
import { SHORTEST } from '../catalogue/rows/geometry.js'
import type { RetrievalScanner, VectorScanner } from '../kernels.js'
import { powerAbove } from './power-above.js'

/** Kernels compare with this many at once for little more than the time of one. */
const AT_ONCE = 4

/** Something to compare with: centred by the mean of its own modality. */
export type BlockQuery = GroundedQuery

/** A scanner that many lists use one after another; what it holds belongs to whoever loaded it last. */
export interface Scratch {
  readonly scanner: VectorScanner
  holder: object | undefined
  /** Results of one pass, `[AT_ONCE][rows]`, grown as needed. */
  outs: readonly Float32Array[]
}

export function makeScratch(scanner: VectorScanner): Scratch {
  return { scanner, holder: undefined, outs: [] }
}

/**
 * The rows of some items in one medium, copied together: compared without touching the rest of the catalogue, and still what
 * they were when the catalogue has changed.
 */
export class CandidateBlock {
  readonly #scratch: Scratch
  readonly #dimensions: number
  readonly #codes: Int8Array
  readonly #scales: Float32Array
  /** `[candidates]`: length less the mean. */
  readonly #lengths: Float64Array

  constructor(rows: ModalityIndex, candidates: Int32Array, scratch: Scratch) {
    const { codes, scales } = rows.matrix.gather(candidates)
    this.#scratch = scratch
    this.#dimensions = rows.matrix.dimensions
    this.#codes = codes
    this.#scales = scales
    this.#lengths = rows.lengthsOf(candidates)
  }

  /**
   * Centred cosines of every candidate with each query, `[candidates]` in [-1, 1], 0 where a candidate has no row.
   * @param visit gets the place of the query and its cosines, which are good until it returns
   */
  compare(queries: readonly BlockQuery[], visit: (query: number, cosines: Float32Array) => void): void {
    this.#load(this, this.#codes, this.#scales)
    this.#scan(queries, this.#lengths, visit)
  }

  /** The same for some candidates: `[places][queries]`. */
  compareSome(queries: readonly BlockQuery[], places: readonly number[]): Float32Array[] {
    const codes = new Int8Array(places.length * this.#dimensions)
    places.forEach((place, k) => {
      const start = place * this.#dimensions
      codes.set(this.#codes.subarray(start, start + this.#dimensions), k * this.#dimensions)
    })
    const scales = Float32Array.from(places, (place) => this.#scales[place] ?? 0)
    const lengths = Float64Array.from(places, (place) => this.#lengths[place] ?? 0)
    const found = places.map(() => new Float32Array(queries.length))
    this.#load(undefined, codes, scales)
    this.#scan(queries, lengths, (query, cosines) => {
      for (let k = 0; k < found.length; k += 1) (found[k] as Float32Array)[query] = cosines[k] as number
    })
    return found
  }

  /**
   * Adds `weight * max(0, cosine)^power` up for every candidate and for every query, where that needs no look at each cosine:
   * four queries at a time, so that what is known of a candidate is read once for all of them.
   */
  sumAbove(queries: readonly BlockQuery[], weights: Float64Array, power: number): SumsAbove {
    const lengths = this.#lengths
    const values = new Float64Array(lengths.length)
    const sums = new Float64Array(queries.length)
    const outs = this.#room(lengths.length)
    this.#load(this, this.#codes, this.#scales)
    for (let first = 0; first < queries.length; first += AT_ONCE) {
      const some = queries.slice(first, first + AT_ONCE)
      scanAll(
        this.#scratch.scanner,
        some.map(({ vector }) => vector),
        outs,
      )
      const room = { lengths, values, sums: sums.subarray(first), weights: weights.subarray(first), power }
      if (some.length === AT_ONCE) addFourAbove(outs, some, room)
      else for (const [k, query] of some.entries()) addAbove(outs[k] as Float32Array, query, k, room)
    }
    return { values, sums }
  }

  #load(holder: object | undefined, codes: Int8Array, scales: Float32Array): void {
    const scratch = this.#scratch
    if (holder !== undefined && scratch.holder === holder) return
    scratch.scanner.load(codes, scales)
    scratch.holder = holder
  }

  #scan(
    queries: readonly BlockQuery[],
    lengths: Float64Array,
    visit: (query: number, cosines: Float32Array) => void,
  ): void {
    const outs = this.#room(lengths.length)
    for (let first = 0; first < queries.length; first += AT_ONCE) {
      const some = queries.slice(first, first + AT_ONCE)
      scanAll(
        this.#scratch.scanner,
        some.map(({ vector }) => vector),
        outs,
      )
      some.forEach((query, k) => {
        const out = outs[k]?.subarray(0, lengths.length)
        if (out !== undefined) visit(first + k, centre(out, query, lengths))
      })
    }
  }

  #room(rows: number): readonly Float32Array[] {
    const scratch = this.#scratch
    if ((scratch.outs[0]?.length ?? -1) < rows) {
      scratch.outs = Array.from({ length: AT_ONCE }, () => new Float32Array(2 * rows))
    }
    return scratch.outs
  }
}

function scanAll(scanner: VectorScanner, vectors: readonly Float32Array[], outs: readonly Float32Array[]): void {
  if (scansMany(scanner)) scanner.scanMany(vectors, outs.slice(0, vectors.length))
  else for (const [k, vector] of vectors.entries()) scanner.scan(vector, outs[k] ?? new Float32Array(0))
}

function scansMany(scanner: VectorScanner): scanner is RetrievalScanner {
  return 'scanMany' in scanner
}

/** What cosines above 0 add up to. */
export interface SumsAbove {
  /** `[candidates]` */
  readonly values: Float64Array
  /** `[queries]` */
  readonly sums: Float64Array
}

interface SumRoom extends SumsAbove {
  readonly lengths: Float64Array
  /** `[queries]` */
  readonly weights: Float64Array
  readonly power: number
}

function addAbove(dots: Float32Array, { meanDot, norm }: BlockQuery, k: number, room: SumRoom): void {
  const { lengths, values, power } = room
  const weight = room.weights[k] as number
  let sum = 0
  for (let j = 0; j < values.length; j += 1) {
    const value = weight * above((dots[j] as number) - meanDot, (lengths[j] as number) * norm, power)
    values[j] = (values[j] as number) + value
    sum += value
  }
  room.sums[k] = sum
}

/** The same for four queries: each candidate gets their values in their order. */
function addFourAbove(dots: readonly Float32Array[], queries: readonly BlockQuery[], room: SumRoom): void {
  const [dots0, dots1, dots2, dots3] = dots as readonly [Float32Array, Float32Array, Float32Array, Float32Array]
  const [one, two, three, four] = queries as readonly [BlockQuery, BlockQuery, BlockQuery, BlockQuery]
  const [mean0, mean1, mean2, mean3] = [one.meanDot, two.meanDot, three.meanDot, four.meanDot]
  const [norm0, norm1, norm2, norm3] = [one.norm, two.norm, three.norm, four.norm]
  const { lengths, values, sums, power } = room
  const [weight0 = 0, weight1 = 0, weight2 = 0, weight3 = 0] = room.weights
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0]
  for (let j = 0; j < values.length; j += 1) {
    const length = lengths[j] as number
    const value0 = weight0 * above((dots0[j] as number) - mean0, length * norm0, power)
    const value1 = weight1 * above((dots1[j] as number) - mean1, length * norm1, power)
    const value2 = weight2 * above((dots2[j] as number) - mean2, length * norm2, power)
    const value3 = weight3 * above((dots3[j] as number) - mean3, length * norm3, power)
    values[j] = (values[j] as number) + value0 + value1 + value2 + value3
    sum0 += value0
    sum1 += value1
    sum2 += value2
    sum3 += value3
  }
  sums[0] = sum0
  sums[1] = sum1
  sums[2] = sum2
  sums[3] = sum3
}

/** max(0, cosine)^power, with the cosine rounded as where it is kept. */
function above(dot: number, length: number, power: number): number {
  const cosine = dot / length
  return length < SHORTEST ? 0 : powerAbove(Math.fround(Math.min(cosine, 1)), power)
}

/** Turns plain dots into centred cosines, in place. */
function centre(dots: Float32Array, { meanDot, norm }: BlockQuery, lengths: Float64Array): Float32Array {
  for (let j = 0; j < dots.length; j += 1) {
    const length = (lengths[j] as number) * norm
    dots[j] = length < SHORTEST ? 0 : Math.max(-1, Math.min(1, ((dots[j] as number) - meanDot) / length))
  }
  return dots
}
