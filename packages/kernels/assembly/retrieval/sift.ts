import {
  ALLOWED,
  BITS,
  BLOCK_BYTES,
  BLOCK_ROWS,
  CANDIDATES,
  GAINS,
  GROUP_LINES,
  HEAP_BYTES,
  HEAPS,
  LIST_BYTES,
  LISTS,
  MOST_PENDING,
  PENDING,
  PLANES,
  RANGES,
  SIEVE_BASE,
  SIEVE_BY_GAIN,
  SIEVE_BY_SLACK,
  SIEVE_BYTES,
  SIEVE_DOWN,
  SIEVE_FLOOR,
  SIEVE_LEAST,
  SIEVE_MEAN,
  SIEVE_MOST,
  SIEVE_PASSED,
  SIEVE_PENDING,
  SIEVE_PLANES,
  SIEVE_SLOPE,
  SIEVE_UP,
  SIEVES,
  SLACKS,
} from '../../src/retrieval/memory/frame'
import { countLines, countOf, negateCount, startCount } from './count'
import { offer, threshold } from './heap'
import { settle } from './settle'

// @inline
function heapAt(heaps: i32, query: i32): usize {
  return <usize>heaps + <usize>query * <usize>load<i32>(HEAP_BYTES)
}

/**
 * Holds every `step`-th block of rows in [from, to) against the signs of each query. When `choosing`, the rows with the
 * highest estimates become candidates; otherwise rows whose upper bound reaches the best become pending.
 */
export function sift(queries: i32, from: i32, to: i32, step: i32, choosing: bool): void {
  for (let first = from; first < to; first += BLOCK_ROWS * step)
    for (let query = 0; query < queries; query += 1) siftBlock(query, first, to - first, choosing)
}

function siftBlock(query: i32, first: i32, rows: i32, choosing: bool): void {
  const sieve = <usize>load<i32>(SIEVES) + <usize>(query * SIEVE_BYTES)
  const allowed = <usize>load<i32>(ALLOWED)
  let low = ones(rows)
  let high = ones(rows - 64)
  if (allowed) {
    low &= load<u64>(allowed + <usize>(first >> 3))
    high &= load<u64>(allowed + <usize>(first >> 3), 8)
    if (!(low | high)) return
  }
  const wanted = wantedScore(sieve, query, choosing)
  const unsure = choosing ? 0 : unsureLevel(sieve, first)
  const least = leastCount(sieve, first, wanted, unsure)
  if (least > load<i32>(sieve, SIEVE_MOST)) return
  const planes = <usize>load<i32>(PLANES)
  const last = planes + 16 * <usize>(load<i32>(sieve, SIEVE_PLANES) - 1)
  const block = <usize>load<i32>(BITS) + <usize>(first / BLOCK_ROWS) * <usize>load<i32>(BLOCK_BYTES)
  const list = <usize>load<i32>(LISTS) + <usize>query * <usize>load<i32>(LIST_BYTES)
  const down = load<i32>(sieve, SIEVE_DOWN)
  startCount(planes, last, least - 1)
  countLines(block, list, down, planes, last)
  negateCount(planes, last)
  countLines(block, list + <usize>(down * GROUP_LINES * 4), load<i32>(sieve, SIEVE_UP), planes, last)
  const below = v128.load(last)
  low &= ~i64x2.extract_lane(below, 0)
  high &= ~i64x2.extract_lane(below, 1)
  siftRows(sieve, query, first, low, least, wanted, unsure, choosing)
  siftRows(sieve, query, first + 64, high, least, wanted, unsure, choosing)
}

// @inline
function ones(rows: i32): u64 {
  return rows >= 64 ? -1 : rows <= 0 ? 0 : ((<u64>1) << (<u64>rows)) - 1
}

/** What a row must score beyond the mean to matter. */
// @inline
function wantedScore(sieve: usize, query: i32, choosing: bool): f64 {
  const reached = choosing
    ? f64(threshold(heapAt(load<i32>(CANDIDATES), query)))
    : max(f64(threshold(heapAt(load<i32>(HEAPS), query))), load<f64>(sieve, SIEVE_FLOOR))
  return reached - load<f64>(sieve, SIEVE_MEAN)
}

/** By how much the sum of levels of any row of a block may be too low, per unit of its gain. */
// @inline
function unsureLevel(sieve: usize, first: i32): f64 {
  const slack = f64(load<f32>(<usize>load<i32>(RANGES) + <usize>(first / BLOCK_ROWS) * 16, 8))
  return Math.sqrt(load<f64>(sieve, SIEVE_BY_GAIN) + load<f64>(sieve, SIEVE_BY_SLACK) * slack * slack)
}

/** The least count with which any row of a block could score that much. */
// @inline
function leastCount(sieve: usize, first: i32, wanted: f64, unsure: f64): i32 {
  const range = <usize>load<i32>(RANGES) + <usize>(first / BLOCK_ROWS) * 16
  const gain = f64(wanted > 0 ? load<f32>(range) : load<f32>(range, 4))
  const level = (load<f64>(sieve, SIEVE_SLOPE) * wanted) / gain - unsure - load<f64>(sieve, SIEVE_BASE)
  // Lower by far more than arithmetic may be wrong.
  const count = Math.ceil(level / 2 - 1e-9 * (1 + Math.abs(level)))
  const least = load<i32>(sieve, SIEVE_LEAST)
  const most = load<i32>(sieve, SIEVE_MOST)
  // Where nothing is known a comparison with NaN is false, too.
  if (!(count > f64(least))) return least
  return count > f64(most) ? most + 1 : <i32>count
}

function siftRows(
  sieve: usize,
  query: i32,
  first: i32,
  some: u64,
  least: i32,
  wanted: f64,
  unsure: f64,
  choosing: bool,
): void {
  if (!some) return
  const planes = <usize>load<i32>(PLANES)
  const last = planes + 16 * <usize>(load<i32>(sieve, SIEVE_PLANES) - 1)
  const gains = <usize>load<i32>(GAINS)
  const slope = load<f64>(sieve, SIEVE_SLOPE)
  const reach = slope * wanted
  const level = load<f64>(sieve, SIEVE_BASE) + unsure + 2 * f64(least)
  for (; some; some &= some - 1) {
    const row = first + <i32>ctz(some)
    const gain = f64(load<f32>(gains + 4 * <usize>row))
    if (gain === 0 && load<f32>(<usize>load<i32>(SLACKS) + 4 * <usize>row) < 0) continue
    const bound = gain * (level + 2 * f64(countOf(planes, last, row & (BLOCK_ROWS - 1))))
    if (bound < reach) continue
    const score = load<f64>(sieve, SIEVE_MEAN) + bound / slope
    if (choosing) offer(heapAt(load<i32>(CANDIDATES), query), f32(score), row)
    else keep(sieve, query, row, score)
  }
}

function keep(sieve: usize, query: i32, row: i32, bound: f64): void {
  let pending = load<i32>(sieve, SIEVE_PENDING)
  const at = <usize>load<i32>(PENDING) + <usize>((query * MOST_PENDING + pending) * 8)
  // Rounded to float32 it may be a little less, and of a row without any length beside the mean nothing is known: neither may
  // let a row go.
  store<f32>(at, bound > -Infinity ? f32(bound + 2e-7 * Math.abs(bound)) : Infinity)
  store<i32>(at, row, 4)
  pending += 1
  store<i32>(sieve, pending, SIEVE_PENDING)
  store<i32>(sieve, load<i32>(sieve, SIEVE_PASSED) + 1, SIEVE_PASSED)
  if (pending === MOST_PENDING) settle(query, false)
}
