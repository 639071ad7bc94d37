/**
 * The vector work that is worth a kernel, behind one interface so that WebAssembly SIMD and plain TypeScript can stand in
 * for each other. `core` only receives one; it never loads WebAssembly itself.
 */
export interface Kernels {
  /** `wasm-simd` or `typescript`: reported in the status of a recommender. */
  readonly name: 'wasm-simd' | 'typescript'
  /** Room for `capacity` rows of `dimensions` int8 codes. Free it with `close`. */
  createScanner(dimensions: number, capacity: number): VectorScanner
}

/** A growable set of int8 rows that can be scanned exactly. */
export interface VectorScanner {
  readonly dimensions: number
  /** Rows in use: one more than the highest row ever set. */
  readonly count: number
  /** Writes row `index`. A scale of 0 clears it. Grows the room if needed. */
  set(index: number, codes: Int8Array, scale: number): void
  /**
   * Puts these rows in place of all there are; the room stays, so that one scanner serves one small set after another.
   * @param codes `[rows, dimensions]`, zeros where the scale is 0. @param scales `[rows]`, 0 for a row without a vector.
   * @throws `invalid-vector`, `closed`
   */
  load(codes: Int8Array, scales: Float32Array): void
  /**
   * `out[i] = dot(query, row_i)` for every row; rows without a vector give 0.
   * @param query `[dimensions]` float32. Implementations may quantise it to int16, so results agree within 2e-3 of the
   * product of the norms.
   * @param out `[count]` or longer.
   */
  scan(query: Float32Array, out: Float32Array): void
  close(): void
}

/** Kernels for catalogues too large to score every row: what `Kernels` gives, and exact search besides. */
export interface RetrievalKernels extends Kernels {
  createScanner(dimensions: number, capacity: number): RetrievalScanner
  /** Room for `rows` float32 rows of `columns` numbers, such as item factors, to multiply with vectors. */
  createMatrix(rows: number, columns: number): FactorMatrix
}

/** A scanner that also scans for several queries at once, and finds the best rows without writing every score. */
export interface RetrievalScanner extends VectorScanner {
  /** The largest scale ever set: half of it is the most by which a code misses the number it stands for. */
  readonly largestScale: number
  /** Rows whose signs are known; `search` can begin with signs once this is `count`. */
  readonly prepared: number
  /** `scan` for several queries in one pass over memory: `outs[i]` gets the results of `queries[i]`. */
  scanMany(queries: readonly Float32Array[], outs: readonly Float32Array[]): void
  /**
   * Works the signs of up to `most` rows out (default all), about 6 microseconds each, and returns how many are left.
   * Rows set later are prepared as they are set.
   */
  prepare(most?: number): number
  /**
   * The `k` best rows of each query by the dot products that `scan` gives; of equal ones the lower row. Rows without a
   * vector never appear, so a result may be short.
   * @throws `invalid-argument`, `invalid-vector`, `closed`
   */
  search(queries: readonly Float32Array[], options: SearchOptions): readonly SearchResult[]
}

export interface SearchOptions {
  /** 1 to 65,536. */
  readonly k: number
  /**
   * Bitmap of the rows that may appear, row `i` being bit `i % 32` of word `i >> 5`; at least `count` bits. Default: all.
   */
  readonly allowed?: Uint32Array
  /** Which way to go. Default: signs where all rows are prepared and most of many may appear, else codes. */
  readonly method?: SearchReport['method']
  /** The chance, above 0 and below 1, that a search by signs may miss one of the best (default 0.001). */
  readonly missChance?: number
}

export interface SearchResult {
  /** The best first, `[k]` or fewer. */
  readonly rows: Uint32Array
  /** What `scan` gives for those rows. */
  readonly scores: Float32Array
  readonly report: SearchReport
}

export interface SearchReport {
  /** `codes`: every allowed row was scored in full. `signs`: one bit a dimension told which rows could matter. */
  readonly method: 'codes' | 'signs'
  /** Rows the filter lets through, with or without a vector. */
  readonly allowed: number
  /** Rows scored in full. */
  readonly rescored: number
  /** Whether more rows than the first candidates had to be scored before no other could belong among the best. */
  readonly widened: boolean
  /** The chance that one of the best is missing; 0 for `codes`. */
  readonly missChance: number
}

/** Float32 rows to multiply with vectors. */
export interface FactorMatrix {
  readonly rows: number
  readonly columns: number
  /** Writes row `index`. @throws `invalid-argument`, `invalid-vector` */
  set(index: number, values: Float32Array): void
  /** `out[i] = dot(row_i, vector)`, summed in float64. @param out `[rows]` or longer. */
  multiply(vector: Float32Array, out: Float32Array): void
  close(): void
}
