import {
  ALLOWED,
  BATCH,
  BATCH_ROWS,
  CODES,
  HEAP_BYTES,
  HEAPS,
  LEVELS,
  SCALES,
  STEPS,
  STRIDE,
  UPPER,
  UPPER_BYTES,
} from '../../src/retrieval/memory/frame'
import { offer, threshold } from './heap'

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

/** The lanes of four sums added up, side by side. */
// @inline
function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 1, 4, 5), v128.shuffle<i32>(a, b, 2, 3, 6, 7))
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 1, 4, 5), v128.shuffle<i32>(c, d, 2, 3, 6, 7))
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 2, 4, 6), v128.shuffle<i32>(ab, cd, 1, 3, 5, 7))
}

/** What `scoreOf` gives for four sums, with what one level is worth in each, two and two. */
// @inline
function scoresOf(sums: v128, low: v128, high: v128): v128 {
  const first = f64x2.mul(f64x2.convert_low_i32x4_s(sums), low)
  const last = f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<i32>(sums, sums, 2, 3, 2, 3)), high)
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(last), 0, 1, 4, 5)
}

// @inline
function heapOf(query: i32): usize {
  return <usize>load<i32>(HEAPS) + <usize>query * <usize>load<i32>(HEAP_BYTES)
}

// @inline
function give(selects: bool, query: i32, row: i32, score: f32): void {
  if (selects) {
    // Most are told by the worst that is kept alone, without a call.
    if (score >= threshold(heapOf(query))) offer(heapOf(query), score, row)
  } else store<f32>(<usize>load<i32>(UPPER) + <usize>query * <usize>load<i32>(UPPER_BYTES) + 4 * <usize>row, score)
}

function visitOne(row: i32, selects: bool): void {
  const scale = load<f32>(<usize>load<i32>(SCALES) + 4 * <usize>row)
  if (selects && scale === 0) return
  give(selects, 0, row, rowScore(row, 0))
}

function visitTwo(row: i32, selects: bool): void {
  const scale = load<f32>(<usize>load<i32>(SCALES) + 4 * <usize>row)
  if (selects && scale === 0) return
  const stride = <usize>load<i32>(STRIDE)
  const levels = <usize>load<i32>(LEVELS)
  const codes = <usize>load<i32>(CODES) + <usize>row * stride
  let a = i32x4.splat(0)
  let b = i32x4.splat(0)
  for (let at: usize = 0; at < stride; at += 16) {
    const sixteen = v128.load(codes + at)
    const low = i16x8.extend_low_i8x16_s(sixteen)
    const high = i16x8.extend_high_i8x16_s(sixteen)
    a = i32x4.add(a, products(low, high, levels + 2 * at))
    b = i32x4.add(b, products(low, high, levels + 2 * (stride + at)))
  }
  const steps = <usize>load<i32>(STEPS)
  give(selects, 0, row, scoreOf(lanes(a), scale, load<f64>(steps)))
  give(selects, 1, row, scoreOf(lanes(b), scale, load<f64>(steps, 8)))
}

/** Four queries against one row. */
function visitFour(row: i32, selects: bool): void {
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
    b = i32x4.add(b, products(low, high, levels + 2 * (stride + at)))
    c = i32x4.add(c, products(low, high, levels + 2 * (2 * stride + at)))
    d = i32x4.add(d, products(low, high, levels + 2 * (3 * stride + at)))
  }
  const steps = <usize>load<i32>(STEPS)
  const wide = f64x2.splat(f64(scale))
  const scores = scoresOf(totals(a, b, c, d), f64x2.mul(wide, v128.load(steps)), f64x2.mul(wide, v128.load(steps, 16)))
  if (selects && !i32x4.bitmask(f32x4.ge(scores, least))) return
  give(selects, 0, row, f32x4.extract_lane(scores, 0))
  give(selects, 1, row, f32x4.extract_lane(scores, 1))
  give(selects, 2, row, f32x4.extract_lane(scores, 2))
  give(selects, 3, row, f32x4.extract_lane(scores, 3))
  if (selects) least = thresholds()
}

/** The scores that must be reached, lane by lane, as they were after the last that were. */
let least: v128 = f32x4.splat(-Infinity)

// @inline
function thresholds(): v128 {
  const two = f32x4.replace_lane(f32x4.splat(threshold(heapOf(0))), 1, threshold(heapOf(1)))
  return f32x4.replace_lane(f32x4.replace_lane(two, 2, threshold(heapOf(2))), 3, threshold(heapOf(3)))
}

// @inline
function sumOf(codes: usize, levels: usize, stride: usize): v128 {
  let sum = i32x4.splat(0)
  for (let at: usize = 0; at < stride; at += 16) {
    const sixteen = v128.load(codes + at)
    sum = i32x4.add(
      sum,
      products(i16x8.extend_low_i8x16_s(sixteen), i16x8.extend_high_i8x16_s(sixteen), levels + 2 * at),
    )
  }
  return sum
}

// @inline
function fourScales(a: i32, b: i32, c: i32, d: i32): v128 {
  const scales = <usize>load<i32>(SCALES)
  const first = f32x4.replace_lane(v128.load32_zero(scales + 4 * <usize>a), 1, load<f32>(scales + 4 * <usize>b))
  return f32x4.replace_lane(
    f32x4.replace_lane(first, 2, load<f32>(scales + 4 * <usize>c)),
    3,
    load<f32>(scales + 4 * <usize>d),
  )
}

/** The scores of four rows with one query. */
// @inline
function scoresOfRows(query: i32, a: i32, b: i32, c: i32, d: i32, scales: v128): v128 {
  const stride = <usize>load<i32>(STRIDE)
  const levels = <usize>load<i32>(LEVELS) + <usize>query * 2 * stride
  const codes = <usize>load<i32>(CODES)
  const step = f64x2.splat(load<f64>(<usize>load<i32>(STEPS) + 8 * <usize>query))
  return scoresOf(
    totals(
      sumOf(codes + <usize>a * stride, levels, stride),
      sumOf(codes + <usize>b * stride, levels, stride),
      sumOf(codes + <usize>c * stride, levels, stride),
      sumOf(codes + <usize>d * stride, levels, stride),
    ),
    f64x2.mul(f64x2.promote_low_f32x4(scales), step),
    f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<f32>(scales, scales, 2, 3, 2, 3)), step),
  )
}

/** Offers the scores of four rows with one query. */
export function offerFourRows(query: i32, a: i32, b: i32, c: i32, d: i32): void {
  const heap = heapOf(query)
  const scales = fourScales(a, b, c, d)
  const scores = scoresOfRows(query, a, b, c, d, scales)
  const reach = f32x4.ge(scores, f32x4.splat(threshold(heap)))
  let some = i32x4.bitmask(v128.and(reach, f32x4.ne(scales, f32x4.splat(0))))
  while (some) {
    const lane = ctz(some)
    offer(heap, laneOf(scores, lane), lane < 2 ? (lane === 0 ? a : b) : lane === 2 ? c : d)
    some &= some - 1
  }
}

// @inline
function laneOf(four: v128, lane: i32): f32 {
  if (lane < 2) return lane === 0 ? f32x4.extract_lane(four, 0) : f32x4.extract_lane(four, 1)
  return lane === 2 ? f32x4.extract_lane(four, 2) : f32x4.extract_lane(four, 3)
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
    let at = codes + <usize>load<i32>(batch + 4 * <usize>k) * stride
    const end = at + stride
    // Four lines at a time: the fewer steps lie between two reads, the more of them wait for memory together.
    for (; at + 192 < end; at += 256) sum += load<u8>(at) + load<u8>(at, 64) + load<u8>(at, 128) + load<u8>(at, 192)
    for (; at < end; at += 64) sum += load<u8>(at)
  }
  store<u32>(batch + 4 * BATCH_ROWS, sum)
}

function sweepBatch(queries: i32, size: i32): void {
  const batch = <usize>load<i32>(BATCH)
  fetchBatch(size)
  let k = 0
  if (queries === 1)
    for (; k + 3 < size; k += 4) {
      const at = batch + 4 * <usize>k
      offerFourRows(0, load<i32>(at), load<i32>(at, 4), load<i32>(at, 8), load<i32>(at, 12))
    }
  for (; k < size; k += 1) visitFor(queries, load<i32>(batch + 4 * <usize>k), true)
}

/** Offers the score of every allowed row in [from, to) to the heap of each of 1, 2 or 4 queries. `from` is a multiple of 32. */
export function sweep(queries: i32, from: i32, to: i32): void {
  const allowed = <usize>load<i32>(ALLOWED)
  const batch = <usize>load<i32>(BATCH)
  if (queries === 4) least = thresholds()
  let size = 0
  for (let first = from; first < to; first += 32) {
    let word: u32 = allowed ? load<u32>(allowed + <usize>(first >> 3)) : 0xffffffff
    if (to - first < 32) word &= (1 << (to - first)) - 1
    if (word === 0xffffffff) {
      if (queries === 1)
        for (let row = first; row < first + 32; row += 4) offerFourRows(0, row, row + 1, row + 2, row + 3)
      else for (let row = first; row < first + 32; row += 1) visitFor(queries, row, true)
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
  let row = 0
  if (queries === 1)
    for (; row + 3 < rows; row += 4) {
      const scores = scoresOfRows(0, row, row + 1, row + 2, row + 3, fourScales(row, row + 1, row + 2, row + 3))
      v128.store(<usize>load<i32>(UPPER) + 4 * <usize>row, scores)
    }
  for (; row < rows; row += 1) visitFor(queries, row, false)
}
