import {
  ALLOWED,
  BATCH,
  BATCH_ROWS,
  BIT_BYTES,
  BITS,
  BOUNDS,
  CANDIDATES,
  GAINS,
  HEAP_BYTES,
  HEAP_SCORES,
  HEAPS,
  SLACKS,
  TABLES,
  UPPER,
  UPPER_BYTES,
} from '../../src/retrieval/memory/frame'
import { offer, threshold } from './heap'
import { fetchBatch, rowScore } from './sweep'

// @inline
function upperOf(query: i32): usize {
  return <usize>load<i32>(UPPER) + <usize>query * <usize>load<i32>(UPPER_BYTES)
}

// @inline
function isAllowed(allowed: usize, row: i32): bool {
  return !allowed || (load<u32>(allowed + 4 * <usize>(row >> 5)) & (1 << (row & 31))) !== 0
}

/** Four upper bounds from four sums of table entries, in float32 steps that the TypeScript kernel repeats. */
// @inline
function bound(sums: v128, gains: usize, slacks: usize, bounds: usize): v128 {
  const signDot = f32x4.add(
    v128.load32_splat(bounds),
    f32x4.mul(v128.load32_splat(bounds, 4), f32x4.convert_i32x4_s(sums)),
  )
  const known = f32x4.add(f32x4.mul(v128.load(gains), signDot), v128.load32_splat(bounds, 8))
  return f32x4.add(known, f32x4.mul(v128.load32_splat(bounds, 12), v128.load(slacks)))
}

/** The upper bounds of 16 rows. Sums of even and odd rows are kept apart, as 16-bit numbers in the same register. */
// @inline
function blockBounds(signs: usize, bytes: i32, tables: usize, row: usize, out: usize, bounds: usize): void {
  const nibble = i8x16.splat(15)
  let both = i16x8.splat(0)
  let odd = i16x8.splat(0)
  for (let j = 0; j < bytes; j += 1) {
    const eight = v128.load(signs)
    const low = i8x16.swizzle(v128.load(tables), v128.and(eight, nibble))
    const high = i8x16.swizzle(v128.load(tables, 16), i8x16.shr_u(eight, 4))
    const sums = i8x16.add(low, high)
    both = i16x8.add(both, sums)
    odd = i16x8.add(odd, i16x8.shr_u(sums, 8))
    signs += 16
    tables += 32
  }
  const even = i16x8.sub(both, i16x8.shl(odd, 8))
  const first = v128.shuffle<u16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11)
  const last = v128.shuffle<u16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15)
  const gains = <usize>load<i32>(GAINS) + 4 * row
  const slacks = <usize>load<i32>(SLACKS) + 4 * row
  v128.store(out, bound(i32x4.extend_low_i16x8_u(first), gains, slacks, bounds))
  v128.store(out, bound(i32x4.extend_high_i16x8_u(first), gains + 16, slacks + 16, bounds), 16)
  v128.store(out, bound(i32x4.extend_low_i16x8_u(last), gains + 32, slacks + 32, bounds), 32)
  v128.store(out, bound(i32x4.extend_high_i16x8_u(last), gains + 48, slacks + 48, bounds), 48)
}

/**
 * Writes the upper bounds of the rows in [from, to) for one query, and offers those of allowed rows to its candidates.
 * `from` is a multiple of 16; blocks of 16 without an allowed row are skipped and get minus infinity.
 */
export function estimate(query: i32, from: i32, to: i32): void {
  const allowed = <usize>load<i32>(ALLOWED)
  const bytes = load<i32>(BIT_BYTES)
  const bits = <usize>load<i32>(BITS)
  const tables = <usize>load<i32>(TABLES) + <usize>query * 32 * <usize>bytes
  const bounds = <usize>load<i32>(BOUNDS) + 16 * <usize>query
  const candidates = <usize>load<i32>(CANDIDATES) + <usize>query * <usize>load<i32>(HEAP_BYTES)
  const upper = upperOf(query)
  for (let row = from; row < to; row += 16) {
    const out = upper + 4 * <usize>row
    const mask: u32 = allowed ? <u32>load<u16>(allowed + <usize>(row >> 3)) : 0xffff
    if (!mask) {
      for (let part: usize = 0; part < 64; part += 16) v128.store(out + part, f32x4.splat(-Infinity))
      continue
    }
    blockBounds(bits + <usize>row * <usize>bytes, bytes, tables, <usize>row, out, bounds)
    choose(candidates, out, row, min(16, to - row), mask)
  }
}

// @inline
function choose(candidates: usize, bounds: usize, row: i32, rows: i32, mask: u32): void {
  const least = f32x4.splat(threshold(candidates))
  const reach =
    i32x4.bitmask(f32x4.ge(v128.load(bounds), least)) |
    (i32x4.bitmask(f32x4.ge(v128.load(bounds, 16), least)) << 4) |
    (i32x4.bitmask(f32x4.ge(v128.load(bounds, 32), least)) << 8) |
    (i32x4.bitmask(f32x4.ge(v128.load(bounds, 48), least)) << 12)
  let some = <u32>reach & mask & ((1 << rows) - 1)
  while (some) {
    const lane = <i32>ctz(some)
    const value = load<f32>(bounds + 4 * <usize>lane)
    if (value > -Infinity) offer(candidates, value, row + lane)
    some &= some - 1
  }
}

/** Scores the candidates of a query in full, and takes them out of what `widen` looks at. */
export function rescore(query: i32): void {
  const bytes = <usize>query * <usize>load<i32>(HEAP_BYTES)
  const candidates = <usize>load<i32>(CANDIDATES) + bytes
  const heap = <usize>load<i32>(HEAPS) + bytes
  const size = load<i32>(candidates)
  const rows = candidates + HEAP_SCORES + 4 * <usize>load<i32>(candidates + 4)
  for (let k = 0; k < size; k += 1) {
    const row = load<i32>(rows + 4 * <usize>k)
    offer(heap, rowScore(row, query), row)
    store<f32>(upperOf(query) + 4 * <usize>row, -Infinity)
  }
}

// @inline
function widenBatch(query: i32, size: i32, heap: usize, upper: usize): i32 {
  const batch = <usize>load<i32>(BATCH)
  fetchBatch(size)
  let scored = 0
  for (let k = 0; k < size; k += 1) {
    const row = load<i32>(batch + 4 * <usize>k)
    if (load<f32>(upper + 4 * <usize>row) < threshold(heap)) continue
    offer(heap, rowScore(row, query), row)
    scored += 1
  }
  return scored
}

/** Scores in full every other allowed row whose upper bound reaches the best rows found. Returns how many. */
export function widen(query: i32, rows: i32): i32 {
  const allowed = <usize>load<i32>(ALLOWED)
  const batch = <usize>load<i32>(BATCH)
  const heap = <usize>load<i32>(HEAPS) + <usize>query * <usize>load<i32>(HEAP_BYTES)
  const upper = upperOf(query)
  let scored = 0
  let size = 0
  for (let first = 0; first < rows; first += 4) {
    let some = <u32>i32x4.bitmask(f32x4.ge(v128.load(upper + 4 * <usize>first), f32x4.splat(threshold(heap))))
    while (some) {
      const row = first + <i32>ctz(some)
      some &= some - 1
      if (row >= rows || !isAllowed(allowed, row) || load<f32>(upper + 4 * <usize>row) === -Infinity) continue
      store<i32>(batch + 4 * <usize>size, row)
      size += 1
      if (size === BATCH_ROWS) {
        scored += widenBatch(query, size, heap, upper)
        size = 0
      }
    }
  }
  return scored + widenBatch(query, size, heap, upper)
}
