import {
  ALLOWED,
  BIT_BYTES,
  BITS,
  BLOCK_ROWS,
  BOUNDS,
  CANDIDATES,
  GAINS,
  HEAP_BYTES,
  HEAP_ROOM,
  HEAP_SCORES,
  HEAPS,
  SLACKS,
  TABLES,
  UPPER,
  UPPER_BYTES,
} from '../memory/frame.js'
import type { MemoryViews } from '../memory/kernel-functions.js'
import { offer, threshold } from './heap.js'
import { field, rowScore } from './sweep.js'

interface BitFunctions {
  estimate(views: MemoryViews, query: number, from: number, to: number): void
  rescore(views: MemoryViews, query: number): void
  widen(views: MemoryViews, query: number, rows: number): number
}

/** See assembly/retrieval/bits.ts. Two tables of 16 sums are looked up as one of 256, which a scalar loop likes better. */
export function bitFunctions(): BitFunctions {
  let tables = new Uint8Array(0)
  return {
    estimate(views, query, from, to) {
      const bytes = field(views, BIT_BYTES)
      if (tables.length !== bytes * 256) tables = new Uint8Array(bytes * 256)
      joinTables(views, query, tables)
      for (let row = from; row < to; row += BLOCK_ROWS) estimateBlock(views, query, row, to, tables)
    },
    rescore,
    widen,
  }
}

function joinTables({ uint8, ...views }: MemoryViews, query: number, tables: Uint8Array): void {
  const bytes = views.uint32[BIT_BYTES / 4] as number
  const from = (views.uint32[TABLES / 4] as number) + query * 32 * bytes
  for (let j = 0; j < bytes; j += 1)
    for (let high = 0; high < 16; high += 1) {
      const sum = uint8[from + 32 * j + 16 + high] as number
      for (let low = 0; low < 16; low += 1)
        tables[256 * j + 16 * high + low] = sum + (uint8[from + 32 * j + low] as number)
    }
}

function upperOf(views: MemoryViews, query: number): number {
  return (field(views, UPPER) + query * field(views, UPPER_BYTES)) / 4
}

function heapOf(views: MemoryViews, heaps: number, query: number): number {
  return field(views, heaps) + query * field(views, HEAP_BYTES)
}

function estimateBlock(views: MemoryViews, query: number, first: number, to: number, tables: Uint8Array): void {
  const { float32, uint16 } = views
  const upper = upperOf(views, query)
  const allowed = field(views, ALLOWED)
  const mask = allowed === 0 ? 0xffff : (uint16[(allowed + (first >> 3)) / 2] as number)
  if (mask === 0) {
    float32.fill(Number.NEGATIVE_INFINITY, upper + first, upper + first + BLOCK_ROWS)
    return
  }
  const candidates = heapOf(views, CANDIDATES, query)
  // What a block has to reach is read once, as the vector kernel does; the heap itself decides again.
  const least = threshold(views, candidates)
  for (let lane = 0; lane < BLOCK_ROWS; lane += 1) {
    const bound = rowBound(views, query, first + lane, tables)
    float32[upper + first + lane] = bound
    if (first + lane >= to || !(mask & (1 << lane))) continue
    if (bound >= least && bound > Number.NEGATIVE_INFINITY) offer(views, candidates, bound, first + lane)
  }
}

function rowBound(views: MemoryViews, query: number, row: number, tables: Uint8Array): number {
  const { float32, uint8 } = views
  const bytes = field(views, BIT_BYTES)
  const start = field(views, BITS) + (row >> 4) * BLOCK_ROWS * bytes + (row & 15)
  let sum = 0
  for (let j = 0; j < bytes; j += 1) sum += tables[256 * j + (uint8[start + BLOCK_ROWS * j] as number)] as number
  const bounds = field(views, BOUNDS) / 4 + 4 * query
  const fround = Math.fround
  const signDot = fround((float32[bounds] as number) + fround((float32[bounds + 1] as number) * sum))
  const known = fround(
    fround((float32[field(views, GAINS) / 4 + row] as number) * signDot) + (float32[bounds + 2] as number),
  )
  const slack = float32[field(views, SLACKS) / 4 + row] as number
  return fround(known + fround((float32[bounds + 3] as number) * slack))
}

function rescore(views: MemoryViews, query: number): void {
  const { int32, float32 } = views
  const candidates = heapOf(views, CANDIDATES, query)
  const heap = heapOf(views, HEAPS, query)
  const rows = (candidates + HEAP_SCORES) / 4 + (int32[(candidates + HEAP_ROOM) / 4] as number)
  const size = int32[candidates / 4] as number
  for (let k = 0; k < size; k += 1) {
    const row = int32[rows + k] as number
    offer(views, heap, rowScore(views, row, query), row)
    float32[upperOf(views, query) + row] = Number.NEGATIVE_INFINITY
  }
}

function widen(views: MemoryViews, query: number, rows: number): number {
  const { float32, uint32 } = views
  const allowed = field(views, ALLOWED)
  const heap = heapOf(views, HEAPS, query)
  const upper = upperOf(views, query)
  let least = threshold(views, heap)
  let scored = 0
  for (let row = 0; row < rows; row += 1) {
    const value = float32[upper + row] as number
    if (!(value >= least) || value === Number.NEGATIVE_INFINITY) continue
    if (allowed !== 0 && !((uint32[allowed / 4 + (row >> 5)] as number) & (1 << (row & 31)))) continue
    offer(views, heap, rowScore(views, row, query), row)
    least = threshold(views, heap)
    scored += 1
  }
  return scored
}
