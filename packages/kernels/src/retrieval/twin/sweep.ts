import {
  ALLOWED,
  CODES,
  HEAP_BYTES,
  HEAPS,
  LEVELS,
  SCALES,
  STEPS,
  STRIDE,
  UPPER,
  UPPER_BYTES,
} from '../memory/frame.js'
import type { MemoryViews } from '../memory/kernel-functions.js'
import { offer } from './heap.js'

/** Address or size at a field of the frame. */
export function field(views: MemoryViews, at: number): number {
  return views.uint32[at / 4] as number
}

/** The product of one row of codes with the levels of query `query`; see assembly/retrieval/sweep.ts. */
export function rowScore(views: MemoryViews, row: number, query: number): number {
  const stride = field(views, STRIDE)
  const codes = field(views, CODES) + row * stride
  const levels = field(views, LEVELS) / 2 + query * stride
  const { int8, int16 } = views
  let sum = 0
  for (let d = 0; d < stride; d += 1) sum += (int8[codes + d] as number) * (int16[levels + d] as number)
  const scale = views.float32[field(views, SCALES) / 4 + row] as number
  return Math.fround(sum * (scale * (views.float64[field(views, STEPS) / 8 + query] as number)))
}

export function sweep(views: MemoryViews, queries: number, from: number, to: number): void {
  const allowed = field(views, ALLOWED)
  const scales = field(views, SCALES) / 4
  for (let first = from; first < to; first += 32) {
    let word = allowed === 0 ? -1 : (views.int32[(allowed + (first >> 3)) / 4] as number)
    if (to - first < 32) word &= (1 << (to - first)) - 1
    while (word !== 0) {
      const row = first + 31 - Math.clz32(word & -word)
      word &= word - 1
      if (views.float32[scales + row] !== 0) offerAll(views, queries, row)
    }
  }
}

function offerAll(views: MemoryViews, queries: number, row: number): void {
  const heaps = field(views, HEAPS)
  const bytes = field(views, HEAP_BYTES)
  for (let query = 0; query < queries; query += 1) offer(views, heaps + query * bytes, rowScore(views, row, query), row)
}

export function scan(views: MemoryViews, queries: number, rows: number): void {
  for (let query = 0; query < queries; query += 1) {
    const out = (field(views, UPPER) + query * field(views, UPPER_BYTES)) / 4
    for (let row = 0; row < rows; row += 1) views.float32[out + row] = rowScore(views, row, query)
  }
}
