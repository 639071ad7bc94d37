import {
  ALLOWED,
  BITS,
  BLOCK_BYTES,
  BLOCK_ROWS,
  CANDIDATES,
  COUNT_BYTES,
  COUNTS,
  COUNTS_BYTES,
  GAINS,
  GROUP_LINES,
  HEAP_BYTES,
  HEAPS,
  LIST_BYTES,
  LISTS,
  MOST_PENDING,
  PENDING,
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
import { atLeast, countLines, countOf, negateCount, startCount } from './count'
import { offer, threshold } from './heap'
import { settle } from './settle'

// @inline
function heapAt(heaps: i32, query: i32): usize {
  return <usize>heaps + <usize>query * <usize>load<i32>(HEAP_BYTES)
}

/**
 * Counts blocks of rows in [from, to) against the signs of each query, and makes the rows with the highest estimates candidates.
 * `from` is a multiple of 128.
 */
export function tally(queries: i32, from: i32, to: i32): void {
  for (let first = from; first < to; first += BLOCK_ROWS)
    for (let query = 0; query < queries; query += 1) tallyBlock(query, first, to - first)
}

/** Makes every counted row in [from, to) pending whose upper bound reaches the best. */
export function sift(queries: i32, from: i32, to: i32): void {
  for (let query = 0; query < queries; query += 1)
    for (let first = from; first < to; first += BLOCK_ROWS) siftBlock(query, first, to - first)
}

// @inline
function sieveAt(query: i32): usize {
  return <usize>load<i32>(SIEVES) + <usize>(query * SIEVE_BYTES)
}

// @inline
function countsAt(query: i32, first: i32): usize {
  const counts = <usize>load<i32>(COUNTS) + <usize>query * <usize>load<i32>(COUNTS_BYTES)
  return counts + <usize>(first / BLOCK_ROWS) * <usize>load<i32>(COUNT_BYTES)
}

// @inline
function lastPlane(sieve: usize, planes: usize): usize {
  return planes + 16 * <usize>(load<i32>(sieve, SIEVE_PLANES) - 1)
}

/** Which of 64 rows may appear. */
// @inline
function maskOf(first: i32, rows: i32): u64 {
  const allowed = <usize>load<i32>(ALLOWED)
  return allowed ? ones(rows) & load<u64>(allowed + <usize>(first >> 3)) : ones(rows)
}

function tallyBlock(query: i32, first: i32, rows: i32): void {
  const low = maskOf(first, rows)
  const high = maskOf(first + 64, rows - 64)
  if (!(low | high)) return
  const sieve = sieveAt(query)
  const wanted = f64(threshold(heapAt(load<i32>(CANDIDATES), query))) - load<f64>(sieve, SIEVE_MEAN)
  const least = min(load<i32>(sieve, SIEVE_MOST), leastCount(sieve, first, wanted, 0))
  const planes = countsAt(query, first)
  const last = lastPlane(sieve, planes)
  const block = <usize>load<i32>(BITS) + <usize>(first / BLOCK_ROWS) * <usize>load<i32>(BLOCK_BYTES)
  const list = <usize>load<i32>(LISTS) + <usize>query * <usize>load<i32>(LIST_BYTES)
  const down = load<i32>(sieve, SIEVE_DOWN)
  startCount(planes, last, least - 1)
  countLines(block, list, down, planes, last)
  negateCount(planes, last)
  countLines(block, list + <usize>(down * GROUP_LINES * 4), load<i32>(sieve, SIEVE_UP), planes, last)
  store<i32>(last, least, 16)
  const below = v128.load(last)
  siftRows(query, first, 0, low & ~i64x2.extract_lane(below, 0), wanted, 0, true)
  siftRows(query, first, 64, high & ~i64x2.extract_lane(below, 1), wanted, 0, true)
}

function siftBlock(query: i32, first: i32, rows: i32): void {
  const low = maskOf(first, rows)
  const high = maskOf(first + 64, rows - 64)
  if (!(low | high)) return
  const sieve = sieveAt(query)
  const reached = max(f64(threshold(heapAt(load<i32>(HEAPS), query))), load<f64>(sieve, SIEVE_FLOOR))
  const wanted = reached - load<f64>(sieve, SIEVE_MEAN)
  const unsure = unsureLevel(sieve, first)
  const least = leastCount(sieve, first, wanted, unsure)
  if (least > load<i32>(sieve, SIEVE_MOST)) return
  const planes = countsAt(query, first)
  const last = lastPlane(sieve, planes)
  const reach = atLeast(planes, last, least - load<i32>(last, 16))
  siftRows(query, first, 0, low & i64x2.extract_lane(reach, 0), wanted, unsure, false)
  siftRows(query, first, 64, high & i64x2.extract_lane(reach, 1), wanted, unsure, false)
}

// @inline
function ones(rows: i32): u64 {
  return rows >= 64 ? -1 : rows <= 0 ? 0 : ((<u64>1) << (<u64>rows)) - 1
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

/** @param half of the block: its first or its 65th row */
function siftRows(query: i32, block: i32, half: i32, some: u64, wanted: f64, unsure: f64, choosing: bool): void {
  if (!some) return
  const sieve = sieveAt(query)
  const planes = countsAt(query, block)
  const last = lastPlane(sieve, planes)
  const gains = <usize>load<i32>(GAINS)
  const slope = load<f64>(sieve, SIEVE_SLOPE)
  const reach = slope * wanted
  const level = load<f64>(sieve, SIEVE_BASE) + unsure + 2 * f64(load<i32>(last, 16))
  for (; some; some &= some - 1) {
    const place = half + <i32>ctz(some)
    const row = block + place
    const gain = f64(load<f32>(gains + 4 * <usize>row))
    if (gain === 0 && load<f32>(<usize>load<i32>(SLACKS) + 4 * <usize>row) < 0) continue
    const bound = gain * (level + 2 * f64(countOf(planes, last, place)))
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
