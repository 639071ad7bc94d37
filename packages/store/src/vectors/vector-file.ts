/**
 * Float32 vectors on the device, by row number, for catalogues whose vectors need not stand in memory: codes find the rows
 * that matter, and only their vectors are read (`searchExact` of `@locavore/kernels/retrieval` takes `read`).
 *
 * Every call rejects with a `LocavoreError`: `quota-exceeded` (what was written before stays, this call's rows do not count as
 * written), `storage-blocked`, `storage-failed`, `storage-corrupt`, `invalid-argument` or `closed`.
 */
export interface VectorFile {
  /** `opfs`: a file of the origin's private file system, in workers only. `indexeddb`: records of a few rows. */
  readonly backend: 'opfs' | 'indexeddb'
  readonly dimensions: number
  /**
   * Writes rows from `first` on, and resolves when they can be read.
   * @param vectors `[rows, dimensions]`
   */
  write(first: number, vectors: Float32Array): Promise<void>
  /**
   * Vectors of these rows in the order asked, `[rows, dimensions]`.
   * @throws `storage-corrupt` if one of them was never written
   */
  read(rows: Uint32Array): Promise<Float32Array>
  close(): Promise<void>
}

export interface VectorFileOptions {
  /** The site's name, as for `openStore`; the vectors are those of its catalogue and tell nothing of a person. */
  readonly name: string
  /** Names this set of vectors, such as a revision and a modality: 1 to 64 letters, digits, dots, hyphens, underscores. */
  readonly set: string
  /** 1 to 16,384. */
  readonly dimensions: number
  /** Default: `opfs` where the thread has it, else `indexeddb`. */
  readonly backend?: VectorFile['backend']
}
