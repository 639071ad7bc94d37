/** The rows of one modality behind a scanner: compared with anything, and searched for what is nearest to it. */
export interface RowSearch {
  /** `[rows]`: centred cosine of every row with a centred query of any length but zero; absent rows give 0. */
  similarities(query: Float32Array): Float32Array
  /**
   * The `k` nearest rows of each query, best first, of those allowed.
   * @param allowed 1 where a row may appear, `[rows]` or longer.
   */
  nearest(queries: readonly Float32Array[], k: number, allowed: Uint8Array): readonly ArrayLike<number>[]
  /** Row `index` has changed. */
  update(index: number): void
  /** Makes later searches faster, `most` rows further; how many rows are left. */
  prepare(most: number): number
  close(): void
}
