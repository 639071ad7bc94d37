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
/**
 * One bit a row and dimension `[rows / 128, DIMENSIONS + 1, 128]`: signs of the rotated rows, set for a negative number, 128
 * rows side by side. The line after the last dimension is zero.
 */
export const BITS = 44
/** Bytes of the signs of 128 rows. */
export const BLOCK_BYTES = 48
/** float32 `[rows]`: what one sign of the row is worth. */
export const GAINS = 52
/** float32 `[rows]`: what the signs do not know of the row, per unit of confidence; below zero for an empty row. */
export const SLACKS = 56
/** One sieve of `SIEVE_BYTES` per query. */
export const SIEVES = 60
/** uint32 `[queries, LIST_BYTES / 4]`: lines of a block by address from its start; see `GROUP_LINES`. */
export const LISTS = 64
/** float32 `[dimensions]`: what is taken from a row before its signs. */
export const MEAN = 68
/** float32 `[4, SPAN]`: the random signs of the rotation, each with the scale of one round. */
export const SIGNS = 72
/** Numbers, not bytes: the largest power of two not above the dimensions. */
export const SPAN = 76
/** float32 room for one row. */
export const SCRATCH = 80
/** A count, not bytes. */
export const DIMENSIONS = 84
/** A float64: the length of the mean. */
export const MEAN_NORM = 88
/** int32 `[BATCH_ROWS]`: rows waiting to be scored. */
export const BATCH = 96
/**
 * `[queries, rows / 128, COUNT_BYTES]`: the counts of 128 rows, one bit of each in every plane of 128, less a number that
 * stands behind the last plane as an int32.
 */
export const COUNTS = 100
/** `[queries, MOST_PENDING]` pairs of an upper bound (float32) and a row (int32): rows that may be among the best. */
export const PENDING = 104
/** float32 `[rows / 128, 4]`: largest gain, least gain and largest slack per gain of 128 rows, and a zero. */
export const RANGES = 108
export const LIST_BYTES = 112
export const COUNT_BYTES = 116
/** From the counts of one query to those of the next. */
export const COUNTS_BYTES = 120
export const FRAME_BYTES = 128

/*
 * Fields of a sieve, by which the signs of rows are held against one query. The query is rounded to levels of -2 to 2; the
 * sum of its levels times the signs of a row is BASE + 2 * (lines counted up - lines counted down).
 */
/** float64: the product of query and mean. */
export const SIEVE_MEAN = 0
/** float64: what the sum of levels is worth, per unit of score. */
export const SIEVE_SLOPE = 8
/** float64. */
export const SIEVE_BASE = 16
/** float64: square of the uncertainty per square of a gain. */
export const SIEVE_BY_GAIN = 24
/** float64: square of the uncertainty per square of a slack. */
export const SIEVE_BY_SLACK = 32
/** float64: a score that some `k` rows are known to reach. */
export const SIEVE_FLOOR = 40
/** int32 counts of groups, those counted down before those counted up. */
export const SIEVE_DOWN = 48
export const SIEVE_UP = 52
/** int32: the least and the largest count there can be. */
export const SIEVE_LEAST = 56
export const SIEVE_MOST = 60
/** int32: bits of a count. */
export const SIEVE_PLANES = 64
/** int32: rows in `PENDING`. */
export const SIEVE_PENDING = 68
/** int32: rows that passed, and rows scored in full. */
export const SIEVE_PASSED = 72
export const SIEVE_SCORED = 76
export const SIEVE_BYTES = 80

/** Eight lines that count once, then four that count twice. */
export const GROUP_LINES = 12
export const SINGLE_LINES = 8
export const MOST_PENDING = 4_096

/** A heap: int32 size, int32 room, float32 scores `[room]`, int32 rows `[room]`; the worst stands first. */
export const HEAP_ROOM = 4
export const HEAP_SCORES = 8

export const ROTATION_ROUNDS = 4
export const LEAST_SLACK = 1e-36
/** Rows in one block of signs. */
export const BLOCK_ROWS = 128

/** Rows far apart in memory are fetched this many at a time: one after the other, each would wait for memory alone. */
export const BATCH_ROWS = 32
