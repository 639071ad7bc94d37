import type { ModalityIndex } from '../catalogue/modality-index.js'
import { SHORTEST } from '../catalogue/rows/geometry.js'
import type { RetrievalScanner, VectorScanner } from '../kernels.js'

/** Kernels compare with this many at once for little more than the time of one. */
const AT_ONCE = 4

/** Something to compare with: centred by the mean of its own modality, with what turns its dots into cosines. */
export interface BlockQuery {
  /** `[dimensions]` */
  readonly vector: Float32Array
  /** Its dot with the mean of the rows. */
  readonly meanDot: number
  readonly norm: number
}

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

  /** The same for some candidates: `[query][places]`. */
  compareSome(queries: readonly BlockQuery[], places: readonly number[]): Float32Array[] {
    const codes = new Int8Array(places.length * this.#dimensions)
    places.forEach((place, k) => {
      const start = place * this.#dimensions
      codes.set(this.#codes.subarray(start, start + this.#dimensions), k * this.#dimensions)
    })
    const scales = Float32Array.from(places, (place) => this.#scales[place] ?? 0)
    const lengths = Float64Array.from(places, (place) => this.#lengths[place] ?? 0)
    const found: Float32Array[] = []
    this.#load(undefined, codes, scales)
    this.#scan(queries, lengths, (_, cosines) => found.push(cosines.slice()))
    return found
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

/** Turns plain dots into centred cosines, in place. */
function centre(dots: Float32Array, { meanDot, norm }: BlockQuery, lengths: Float64Array): Float32Array {
  for (let j = 0; j < dots.length; j += 1) {
    const length = (lengths[j] as number) * norm
    dots[j] = length < SHORTEST ? 0 : Math.max(-1, Math.min(1, ((dots[j] as number) - meanDot) / length))
  }
  return dots
}
