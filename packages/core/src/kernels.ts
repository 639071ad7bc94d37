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
   * `out[i] = dot(query, row_i)` for every row; rows without a vector give 0.
   * @param query `[dimensions]` float32. Implementations may quantise it to int16, so results agree within 2e-3 of the
   * product of the norms.
   * @param out `[count]` or longer.
   */
  scan(query: Float32Array, out: Float32Array): void
  close(): void
}
