import * as frame from '../memory/frame.js'
import type { MemoryViews } from '../memory/kernel-functions.js'
import { offer, threshold } from './heap.js'
import { field, rowScore } from './sweep.js'

function sieveOf(views: MemoryViews, query: number): number {
  return field(views, frame.SIEVES) + query * frame.SIEVE_BYTES
}

function heapOf(views: MemoryViews, heaps: number, query: number): number {
  return field(views, heaps) + query * field(views, frame.HEAP_BYTES)
}

function heapRow({ int32 }: MemoryViews, heap: number, place: number): number {
  return int32[(heap + frame.HEAP_SCORES) / 4 + (int32[(heap + frame.HEAP_ROOM) / 4] as number) + place] as number
}

/** See assembly/retrieval/settle.ts. */
export function settleFloor(views: MemoryViews, query: number): void {
  const { int32, float64 } = views
  const candidates = heapOf(views, frame.CANDIDATES, query)
  const heap = heapOf(views, frame.HEAPS, query)
  const size = int32[candidates / 4] as number
  for (let place = 0; place < size; place += 1) {
    const row = heapRow(views, candidates, place)
    offer(views, heap, rowScore(views, row, query), row)
  }
  float64[(sieveOf(views, query) + frame.SIEVE_FLOOR) / 8] = threshold(views, heap)
  int32[candidates / 4] = 0
  int32[heap / 4] = 0
}

export function settle(views: MemoryViews, query: number, atEnd: boolean): void {
  const { int32 } = views
  const sieve = sieveOf(views, query) / 4
  const size = int32[sieve + frame.SIEVE_PENDING / 4] as number
  const pending = field(views, frame.PENDING) / 4 + 2 * query * frame.MOST_PENDING
  let scored = scoreLikeliest(views, query, size, pending)
  let left = dropUnlikely(views, query, size, pending)
  if (atEnd || left > frame.MOST_PENDING - frame.MOST_PENDING / 4) {
    scored += scoreOthers(views, query, left, pending)
    left = 0
  }
  int32[sieve + frame.SIEVE_PENDING / 4] = left
  int32[sieve + frame.SIEVE_SCORED / 4] = (int32[sieve + frame.SIEVE_SCORED / 4] as number) + scored
}

function scoreLikeliest(views: MemoryViews, query: number, size: number, pending: number): number {
  const { int32, float32 } = views
  const candidates = heapOf(views, frame.CANDIDATES, query)
  for (let k = 0; k < size; k += 1) offer(views, candidates, float32[pending + 2 * k] as number, k)
  const scored = int32[candidates / 4] as number
  const heap = heapOf(views, frame.HEAPS, query)
  for (let place = 0; place < scored; place += 1) {
    const entry = pending + 2 * heapRow(views, candidates, place)
    const row = int32[entry + 1] as number
    float32[entry] = Number.NEGATIVE_INFINITY
    offer(views, heap, rowScore(views, row, query), row)
  }
  int32[candidates / 4] = 0
  return scored
}

function dropUnlikely(views: MemoryViews, query: number, size: number, pending: number): number {
  const { int32, float32 } = views
  const least = threshold(views, heapOf(views, frame.HEAPS, query))
  let left = 0
  for (let k = 0; k < size; k += 1) {
    const bound = float32[pending + 2 * k] as number
    if (bound === Number.NEGATIVE_INFINITY || bound < least) continue
    int32.copyWithin(pending + 2 * left, pending + 2 * k, pending + 2 * k + 2)
    left += 1
  }
  return left
}

/** In batches, as the vector kernel does it, so that as many are scored. */
function scoreOthers(views: MemoryViews, query: number, size: number, pending: number): number {
  const { int32, float32 } = views
  const heap = heapOf(views, frame.HEAPS, query)
  let batch: number[] = []
  let scored = 0
  for (let k = 0; k < size; k += 1) {
    if ((float32[pending + 2 * k] as number) < threshold(views, heap)) continue
    const row = int32[pending + 2 * k + 1] as number
    scored += 1
    if (batch.push(row) < frame.BATCH_ROWS) continue
    for (const each of batch) offer(views, heap, rowScore(views, each, query), each)
    batch = []
  }
  for (const each of batch) offer(views, heap, rowScore(views, each, query), each)
  return scored
}
