import {
  BATCH,
  BATCH_ROWS,
  CANDIDATES,
  HEAP_BYTES,
  HEAP_ROOM,
  HEAP_SCORES,
  HEAPS,
  MOST_PENDING,
  PENDING,
  SIEVE_BYTES,
  SIEVE_FLOOR,
  SIEVE_PENDING,
  SIEVE_SCORED,
  SIEVES,
} from '../../src/retrieval/memory/frame'
import { offer, threshold } from './heap'
import { fetchBatch, offerFourRows, rowScore } from './sweep'

// @inline
function sieveOf(query: i32): usize {
  return <usize>load<i32>(SIEVES) + <usize>(query * SIEVE_BYTES)
}

// @inline
function heapOf(heaps: i32, query: i32): usize {
  return <usize>heaps + <usize>query * <usize>load<i32>(HEAP_BYTES)
}

// @inline
function heapRow(heap: usize, place: i32): i32 {
  return load<i32>(heap + HEAP_SCORES + 4 * <usize>(load<i32>(heap, HEAP_ROOM) + place))
}

/** Scores the candidates in full. What the best of them reach, the best of all reach: that becomes the floor. */
export function settleFloor(query: i32): void {
  const candidates = heapOf(load<i32>(CANDIDATES), query)
  const heap = heapOf(load<i32>(HEAPS), query)
  const size = load<i32>(candidates)
  let batch = 0
  for (let place = 0; place < size; place += 1) batch = addToBatch(query, heapRow(candidates, place), batch)
  scoreBatch(query, batch)
  store<f64>(sieveOf(query), f64(threshold(heap)), SIEVE_FLOOR)
  store<i32>(candidates, 0)
  store<i32>(heap, 0)
}

/**
 * Scores the likeliest of the pending rows in full, and lets those go whose bound does not reach the best found so far. The
 * others stay pending until the end, or until they take up most of the room.
 */
export function settle(query: i32, atEnd: bool): void {
  const sieve = sieveOf(query)
  const pending = <usize>load<i32>(PENDING) + <usize>(query * MOST_PENDING * 8)
  let scored = scoreLikeliest(query, load<i32>(sieve, SIEVE_PENDING), pending)
  let left = dropUnlikely(query, load<i32>(sieve, SIEVE_PENDING), pending)
  if (atEnd || left > MOST_PENDING - MOST_PENDING / 4) {
    scored += scoreOthers(query, left, pending)
    left = 0
  }
  store<i32>(sieve, left, SIEVE_PENDING)
  store<i32>(sieve, load<i32>(sieve, SIEVE_SCORED) + scored, SIEVE_SCORED)
}

function scoreLikeliest(query: i32, size: i32, pending: usize): i32 {
  const candidates = heapOf(load<i32>(CANDIDATES), query)
  for (let k = 0; k < size; k += 1) offer(candidates, load<f32>(pending + 8 * <usize>k), k)
  const scored = load<i32>(candidates)
  let batch = 0
  for (let place = 0; place < scored; place += 1) {
    const entry = pending + 8 * <usize>heapRow(candidates, place)
    store<f32>(entry, -Infinity)
    batch = addToBatch(query, load<i32>(entry, 4), batch)
  }
  scoreBatch(query, batch)
  store<i32>(candidates, 0)
  return scored
}

function dropUnlikely(query: i32, size: i32, pending: usize): i32 {
  const least = threshold(heapOf(load<i32>(HEAPS), query))
  let left = 0
  for (let k = 0; k < size; k += 1) {
    const entry = pending + 8 * <usize>k
    const bound = load<f32>(entry)
    if (bound === -Infinity || bound < least) continue
    store<u64>(pending + 8 * <usize>left, load<u64>(entry))
    left += 1
  }
  return left
}

/** Rows are scored when their batch is full, so what the best have reached is read a little late. */
function scoreOthers(query: i32, size: i32, pending: usize): i32 {
  const heap = heapOf(load<i32>(HEAPS), query)
  let batch = 0
  let scored = 0
  for (let k = 0; k < size; k += 1) {
    const entry = pending + 8 * <usize>k
    if (load<f32>(entry) < threshold(heap)) continue
    batch = addToBatch(query, load<i32>(entry, 4), batch)
    scored += 1
  }
  scoreBatch(query, batch)
  return scored
}

// @inline
function addToBatch(query: i32, row: i32, size: i32): i32 {
  store<i32>(<usize>load<i32>(BATCH) + 4 * <usize>size, row)
  if (size + 1 < BATCH_ROWS) return size + 1
  scoreBatch(query, BATCH_ROWS)
  return 0
}

function scoreBatch(query: i32, size: i32): void {
  const batch = <usize>load<i32>(BATCH)
  const heap = heapOf(load<i32>(HEAPS), query)
  fetchBatch(size)
  let k = 0
  for (; k + 3 < size; k += 4) {
    const at = batch + 4 * <usize>k
    offerFourRows(query, load<i32>(at), load<i32>(at, 4), load<i32>(at, 8), load<i32>(at, 12))
  }
  for (; k < size; k += 1) {
    const row = load<i32>(batch + 4 * <usize>k)
    offer(heap, rowScore(row, query), row)
  }
}
