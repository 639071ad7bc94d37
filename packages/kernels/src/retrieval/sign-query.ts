import * as frame from './memory/frame.js'

/** A query as the signs of rows are held against it: levels of -2 to 2. */
export interface SignQuery {
  /** The product of query and levels, over the square of the query's length. */
  readonly slope: number
  /** Sum of the levels. */
  readonly base: number
  /** Sum of the squares of the levels, and of what of it lies at right angles to the query. */
  readonly squares: number
  readonly beside: number
  /** Groups of lines counted down, and up. */
  readonly down: number
  readonly up: number
  /** The least and the most that can be counted. */
  readonly least: number
  readonly most: number
}

const BUCKETS = 64
/** Buckets to a root mean square: four of those is more than nearly every number of a rotated query. */
const BUCKETS_PER_DEVIATION = 16

/** The numbers of one sign. */
interface Side {
  readonly groups: number
  /** Numbers in buckets above this, and `twiceHere` of those in it, get the level 2. */
  readonly twiceAbove: number
  twiceHere: number
  readonly onceAbove: number
  onceHere: number
  /** What its levels add up to. */
  readonly weight: number
  /** Lines written so far. */
  singles: number
  doubles: number
}

/**
 * Rounds a rotated query to levels of -2 to 2, zero for the share of its numbers that matter least, and lists the lines to count.
 *
 * A centred, randomly rotated row r is known by its signs b: `gain * b = r + g` with gain = |r|^2 / |r|_1 and g at right
 * angles to r (Gao and Long, "RaBitQ", SIGMOD 2024, section 3). The query q is known by its levels l = slope * q + h with h at
 * right angles to q. So `gain * (b . l) = slope * (r . q) + r . h + g . l`, and under a random rotation the last two are sums of
 * many small numbers with mean 0 and together the variance `(|r|^2 |h|^2 + |g|^2 |l|^2) / (dimensions - 1)`. A search takes them
 * to be normal, as such sums nearly are.
 * @param turned `[dimensions]`. @param share of the numbers that get a level, above 0, at most 1.
 * @param lines gets the addresses of lines in a block, `(down + up) * GROUP_LINES`.
 */
export function signQuery(turned: Float32Array, share: number, lines: Uint32Array): SignQuery {
  const { length } = turned
  const buckets = bucketsOf(turned)
  // A bit is set for a negative number: where it is, the sum of levels is higher by twice a negative level.
  const down = openSide(buckets.counts.subarray(0, BUCKETS), share)
  const up = openSide(buckets.counts.subarray(BUCKETS), share)
  lines.fill((length * frame.BLOCK_ROWS) / 8)
  const upwards = down.groups * frame.GROUP_LINES
  let [product, squares, base] = [0, 0, 0]
  for (let d = 0; d < length; d += 1) {
    const bucket = buckets.of[d] as number
    if (bucket < 0) continue
    const level =
      bucket < BUCKETS ? takeLevel(down, bucket, d, lines, 0) : -takeLevel(up, bucket - BUCKETS, d, lines, upwards)
    product += level * (turned[d] as number)
    squares += level * level
    base += level
  }
  const slope = product / buckets.squares
  const beside = Math.max(0, squares - slope * product)
  return { slope, base, squares, beside, down: down.groups, up: up.groups, least: -down.weight, most: up.weight }
}

/**
 * Every number by its size, coarsely: it is not worth sorting them. Those above zero come before those below; zero is in no
 * bucket.
 */
function bucketsOf(turned: Float32Array): { of: Int16Array; counts: Uint32Array; squares: number } {
  let squares = 0
  for (let d = 0; d < turned.length; d += 1) squares += (turned[d] as number) * (turned[d] as number)
  const fine = BUCKETS_PER_DEVIATION / Math.sqrt(squares / turned.length)
  const of = new Int16Array(turned.length).fill(-1)
  const counts = new Uint32Array(2 * BUCKETS)
  for (let d = 0; d < turned.length; d += 1) {
    const value = turned[d] as number
    if (value === 0) continue
    const size = Math.min(BUCKETS - 1, Math.floor(Math.abs(value) * fine))
    const bucket = value > 0 ? size : BUCKETS + size
    of[d] = bucket
    counts[bucket] = (counts[bucket] as number) + 1
  }
  return { of, counts, squares }
}

/** Level 2 for a third of the numbers that get a level, the largest, and 1 for the others. */
function openSide(counts: Uint32Array, share: number): Side {
  const present = counts.reduce((sum, count) => sum + count, 0)
  const groups = present === 0 ? 0 : Math.max(1, Math.round((present * share) / frame.GROUP_LINES))
  const chosen = Math.min(present, groups * frame.GROUP_LINES)
  const twice = Math.round(chosen / 3)
  const [twiceAbove, twiceHere] = cut(counts, twice)
  const [onceAbove, onceAll] = cut(counts, chosen)
  // Where both cuts fall into one bucket, those of it that count twice are gone first.
  const onceHere = onceAbove === twiceAbove ? onceAll - twiceHere : onceAll
  return { groups, twiceAbove, twiceHere, onceAbove, onceHere, weight: chosen + twice, singles: 0, doubles: 0 }
}

/** The bucket where the `most` largest end, and how many of them are in it. */
function cut(counts: Uint32Array, most: number): [number, number] {
  let left = most
  let bucket = BUCKETS - 1
  while (bucket > 0 && (counts[bucket] as number) <= left) {
    left -= counts[bucket] as number
    bucket -= 1
  }
  return [bucket, left]
}

const DOUBLE_LINES = frame.GROUP_LINES - frame.SINGLE_LINES

/** The level of a dimension, whose line is listed. Lines stay in the order of the dimensions, which is that of memory. */
function takeLevel(side: Side, bucket: number, d: number, lines: Uint32Array, start: number): number {
  if (bucket > side.twiceAbove || (bucket === side.twiceAbove && side.twiceHere > 0)) {
    if (bucket === side.twiceAbove) side.twiceHere -= 1
    const place = frame.GROUP_LINES * Math.floor(side.doubles / DOUBLE_LINES) + (side.doubles % DOUBLE_LINES)
    lines[start + frame.SINGLE_LINES + place] = (d * frame.BLOCK_ROWS) / 8
    side.doubles += 1
    return 2
  }
  if (bucket > side.onceAbove || (bucket === side.onceAbove && side.onceHere > 0)) {
    if (bucket === side.onceAbove) side.onceHere -= 1
    const place =
      frame.GROUP_LINES * Math.floor(side.singles / frame.SINGLE_LINES) + (side.singles % frame.SINGLE_LINES)
    lines[start + place] = (d * frame.BLOCK_ROWS) / 8
    side.singles += 1
    return 1
  }
  return 0
}

/**
 * Deviations that a bound must allow for, so that none of `k` rows falls above its own but for `missChance`: the normal number
 * that is exceeded with a chance of `missChance / k` (Abramowitz and Stegun, 26.2.23, wrong by less than 0.00045).
 */
export function confidenceFor(k: number, missChance: number): number {
  const t = Math.sqrt(2 * Math.log(k / missChance))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  // Chances of a half and more, which nobody asks for, have no tail.
  return Math.max(0.01, t - above / below + 0.00045)
}

/** Whether float32 holds the scores of rows up to `longest` with a query of this length well within its range. */
export function signsCanBound(queryLength: number, longest: number): boolean {
  const largest = queryLength * longest
  return queryLength > 1e-15 && queryLength < 1e15 && longest < 1e25 && largest > 1e-25 && largest < 1e25
}
