import {
  ALLOWED,
  BATCH,
  BATCH_ROWS,
  CODES,
  HEAP_BYTES,
  HEAP_ROOM,
  HEAP_SCORES,
  HEAPS,
  LEVELS,
  SCALES,
  STEPS,
  STRIDE,
  UPPER,
  UPPER_BYTES,
} from '../../src/retrieval/memory/frame'
import { offer } from './heap'

// The caller has chosen levels so small that no sum leaves int32.

// @inline
function lanes(sum: v128): i32 {
  return (
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
  )
}

// @inline
function products(low: v128, high: v128, levels: usize): v128 {
  return i32x4.add(i32x4.dot_i16x8_s(low, v128.load(levels)), i32x4.dot_i16x8_s(high, v128.load(levels, 16)))
}

// @inline
export function scoreOf(total: i32, scale: f32, step: f64): f32 {
  return f32(f64(total) * (f64(scale) * step))
}

/** The product of one row of codes with the levels of query `query`. */
export function rowScore(row: i32, query: i32): f32 {
  const stride = <usize>load<i32>(STRIDE)
  const codes = <usize>load<i32>(CODES) + <usize>row * stride
  const levels = <usize>load<i32>(LEVELS) + <usize>query * 2 * stride
  let sum = i32x4.splat(0)
  for (let at: usize = 0; at < stride; at += 16) {
    const sixteen = v128.load(codes + at)
    sum = i32x4.add(
      sum,
      products(i16x8.extend_low_i8x16_s(sixteen), i16x8.extend_high_i8x16_s(sixteen), levels + 2 * at),
    )
  }
  const scale = load<f32>(<usize>load<i32>(SCALES) + 4 * <usize>row)
  return scoreOf(lanes(sum), scale, load<f64>(<usize>load<i32>(STEPS) + 8 * <usize>query))
}

// @inline
function give(selects: bool, query: i32, row: i32, sum: v128, scale: f32): void {
  const score = scoreOf(lanes(sum), scale, load<f64>(<usize>load<i32>(STEPS) + 8 * <usize>query))
  if (selects) {
    const heap = <usize>load<i32>(HEAPS) + <usize>query * <usize>load<i32>(HEAP_BYTES)
    // Rows come in order, so one that only equals the worst kept is no better. Most are told by this alone, without a call.
    if (load<i32>(heap) < load<i32>(heap + HEAP_ROOM) || score > load<f32>(heap + HEAP_SCORES)) offer(heap, score, row)
  } else store<f32>(<usize>load<i32>(UPPER) + <usize>query * <usize>load<i32>(UPPER_BYTES) + 4 * <usize>row, score)
}

/** Inlined with a fixed count of queries, so that each use becomes a loop of its own. */
// @inline
function visit(row: i32, queries: i32, selects: bool): void {
  const scale = load<f32>(<usize>load<i32>(SCALES) + 4 * <usize>row)
  if (selects && scale === 0) return
  const stride = <usize>load<i32>(STRIDE)
  const levels = <usize>load<i32>(LEVELS)
  const codes = <usize>load<i32>(CODES) + <usize>row * stride
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  let c = i32x4.splat(0)
  let d = i32x4.splat(0)
  for (let at: usize = 0; at < stride; at += 16) {
    const sixteen = v128.load(codes + at)
    const low = i16x8.extend_low_i8x16_s(sixteen)
    const high = i16x8.extend_high_i8x16_s(sixteen)
    a = i32x4.add(a, products(low, high, levels + 2 * at))
    if (queries > 1) b = i32x4.add(b, products(low, high, levels + 2 * (stride + at)))
    if (queries > 2) {
      c = i32x4.add(c, products(low, high, levels + 2 * (2 * stride + at)))
      d = i32x4.add(d, products(low, high, levels + 2 * (3 * stride + at)))
    }
  }
  give(selects, 0, row, a, scale)
  if (queries > 1) give(selects, 1, row, b, scale)
  if (queries > 2) {
    give(selects, 2, row, c, scale)
    give(selects, 3, row, d, scale)
  }
}

function visitOne(row: i32, selects: bool): void {
  visit(row, 1, selects)
}

function visitTwo(row: i32, selects: bool): void {
  visit(row, 2, selects)
}

function visitFour(row: i32, selects: bool): void {
  visit(row, 4, selects)
}

/** Offers the scores of a row to the heaps, or writes them out. */
// @inline
function visitFor(queries: i32, row: i32, selects: bool): void {
  if (queries === 1) visitOne(row, selects)
  else if (queries === 2) visitTwo(row, selects)
  else visitFour(row, selects)
}

/**
 * Reads a byte of every cache line of the rows in the batch, so that all are on their way from memory at once. The sum is
 * stored only to keep the reads.
 */
export function fetchBatch(size: i32): void {
  const stride = <usize>load<i32>(STRIDE)
  const codes = <usize>load<i32>(CODES)
  const batch = <usize>load<i32>(BATCH)
  let sum: u32 = 0
  for (let k = 0; k < size; k += 1) {
    const row = codes + <usize>load<i32>(batch + 4 * <usize>k) * stride
    for (let at: usize = 0; at < stride; at += 64) sum += load<u8>(row + at)
  }
  store<u32>(batch + 4 * BATCH_ROWS, sum)
}

function sweepBatch(queries: i32, size: i32): void {
  const batch = <usize>load<i32>(BATCH)
  fetchBatch(size)
  for (let k = 0; k < size; k += 1) visitFor(queries, load<i32>(batch + 4 * <usize>k), true)
}

/** Offers the score of every allowed row in [from, to) to the heap of each of 1, 2 or 4 queries. `from` is a multiple of 32. */
export function sweep(queries: i32, from: i32, to: i32): void {
  const allowed = <usize>load<i32>(ALLOWED)
  const batch = <usize>load<i32>(BATCH)
  let size = 0
  for (let first = from; first < to; first += 32) {
    let word: u32 = allowed ? load<u32>(allowed + <usize>(first >> 3)) : 0xffffffff
    if (to - first < 32) word &= (1 << (to - first)) - 1
    if (word === 0xffffffff) {
      for (let row = first; row < first + 32; row += 1) visitFor(queries, row, true)
      continue
    }
    while (word) {
      store<i32>(batch + 4 * <usize>size, first + <i32>ctz(word))
      size += 1
      word &= word - 1
      if (size === BATCH_ROWS) {
        sweepBatch(queries, size)
        size = 0
      }
    }
  }
  sweepBatch(queries, size)
}

/** Writes the score of every row for each of 1, 2 or 4 queries. */
export function scan(queries: i32, rows: i32): void {
  for (let row = 0; row < rows; row += 1) visitFor(queries, row, false)
}
