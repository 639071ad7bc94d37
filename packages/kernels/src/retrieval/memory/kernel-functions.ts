/**
 * The functions that both the WebAssembly module and its TypeScript twin provide. They work on a memory laid out as
 * `frame.ts` says; every argument besides is a count. Equal memories give equal memories, to the bit.
 */
export interface KernelFunctions {
  /** Writes the score of every row for each of 1, 2 or 4 queries. */
  scan(queries: number, rows: number): void
  /** Offers the score of every allowed row in [from, to) to the heap of each of 1, 2 or 4 queries; `from` is a multiple of 32. */
  sweep(queries: number, from: number, to: number): void
  /** Writes signs, gains and slacks of the rows in [from, to). */
  encode(from: number, to: number): void
  /** Counts the rows in [from, to) against the signs of each query; the likeliest become candidates. `from` is a multiple of 128. */
  tally(queries: number, from: number, to: number): void
  /** Makes every counted row in [from, to) pending that may be among the best. `from` is a multiple of 128. */
  sift(queries: number, from: number, to: number): void
  /** Scores the candidates in full and keeps only the floor that this gives. */
  settleFloor(query: number): void
  /** Scores pending rows in full: the likeliest, and when `atEnd` whatever else could still belong among the best. */
  settle(query: number, atEnd: boolean): void
  /** Rotates the numbers in the scratch room. */
  rotate(): void
  /** Multiplies a float32 matrix at one address with a float64 vector at another. */
  multiply(rows: number, columns: number, matrix: number, vector: number, out: number): void
}

/** A memory that grows in place (WebAssembly) or by moving (TypeScript), and the functions that work on it. */
export interface KernelMemory {
  readonly functions: KernelFunctions
  /** Views of the whole memory; others after it has grown. */
  readonly views: MemoryViews
  /** Makes the memory at least `bytes` long; what is new is zero. @throws `internal` */
  grow(bytes: number): void
}

export interface MemoryViews {
  readonly int8: Int8Array
  readonly uint8: Uint8Array
  readonly uint32: Uint32Array
  readonly int16: Int16Array
  readonly uint16: Uint16Array
  readonly int32: Int32Array
  readonly float32: Float32Array
  readonly float64: Float64Array
}

export function viewsOf(buffer: ArrayBuffer): MemoryViews {
  return {
    int8: new Int8Array(buffer),
    uint8: new Uint8Array(buffer),
    uint32: new Uint32Array(buffer),
    int16: new Int16Array(buffer),
    uint16: new Uint16Array(buffer),
    int32: new Int32Array(buffer),
    float32: new Float32Array(buffer),
    float64: new Float64Array(buffer),
  }
}
