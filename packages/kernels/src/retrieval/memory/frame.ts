/*
 * Where the retrieval kernels find what they work on: addresses, in bytes, of the fields of the frame at the start of
 * their memory. Both the AssemblyScript and the TypeScript kernels compile against this file. Every field is an int32,
 * itself an address or a size in bytes where nothing else is said.
 */

/** Bytes from one row of codes to the next: the dimensions, padded with zeros to a multiple of 16. */
export const STRIDE = 0
/** int8 `[rows, STRIDE]`. */
export const CODES = 4
/** float32 `[rows]`; 0 marks a row without a vector. */
export const SCALES = 8
/** int16 `[queries, STRIDE]`: the queries' levels. */
export const LEVELS = 12
/** float64 `[queries]`: what one level of a query is worth. */
export const STEPS = 16
/** uint32 bitmap of the rows that may appear, or 0 where every row may. */
export const ALLOWED = 20
/** One heap of `HEAP_BYTES` per query: the best rows so far. */
export const HEAPS = 24
/** One heap of `HEAP_BYTES` per query: the rows with the highest upper bounds. */
export const CANDIDATES = 28
export const HEAP_BYTES = 32
/** float32 `[queries, UPPER_BYTES / 4]`: results of a scan, or upper bounds of the scores. */
export const UPPER = 36
export const UPPER_BYTES = 40
/** uint8 `[rows / 16, BIT_BYTES, 16]`: signs of the rotated rows, 16 rows side by side, a set bit for a negative number. */
export const BITS = 44
/** Bytes of signs in one row. */
export const BIT_BYTES = 48
/** float32 `[rows]`: what one sign of the row is worth. */
export const GAINS = 52
/** float32 `[rows]`: what the signs do not know of the row, per unit of confidence; minus infinity for an empty row. */
export const SLACKS = 56
/** uint8 `[queries, BIT_BYTES * 2, 16]`: a query's sum for each of the 16 sign patterns of four dimensions. */
export const TABLES = 60
/** float32 `[queries, 4]`: base, step, mean dot and confidence of the upper bounds. */
export const BOUNDS = 64
/** float32 `[dimensions]`: what is taken from a row before its signs. */
export const MEAN = 68
/** float32 `[4, SPAN]`: the random signs of the rotation, each with the scale of one round. */
export const SIGNS = 72
/** Numbers, not bytes: the largest power of two not above the dimensions. */
export const SPAN = 76
/** float32 room for one row, padded to a multiple of 8. */
export const SCRATCH = 80
/** A count, not bytes. */
export const DIMENSIONS = 84
/** A float64: the length of the mean. */
export const MEAN_NORM = 88
/** int32 `[BATCH_ROWS]`: rows waiting to be scored. */
export const BATCH = 96
export const FRAME_BYTES = 128

/** A heap: int32 size, int32 room, float32 scores `[room]`, int32 rows `[room]`; the worst stands first. */
export const HEAP_ROOM = 4
export const HEAP_SCORES = 8

export const ROTATION_ROUNDS = 4
/** Rows in one block of signs. */
export const BLOCK_ROWS = 16

/** Rows far apart in memory are fetched this many at a time: one after the other, each would wait for memory alone. */
export const BATCH_ROWS = 32
