import * as frame from '../memory/frame.js'
import type { MemoryViews } from '../memory/kernel-functions.js'
import { atLeast, countLines, countOf, negateCount, PLANE_WORDS, startCount } from './count.js'
import { offer, threshold } from './heap.js'
import { settle } from './settle.js'
import { field } from './sweep.js'

const WORDS = [0, 1, 2, 3]

/** One query's sieve; addresses are in words. */
interface Sieve {
  readonly at: number
  readonly query: number
  /** Where its counts start. */
  readonly counts: number
  readonly planes: number
}

/** See assembly/retrieval/sift.ts. */
export function tally(views: MemoryViews, queries: number, from: number, to: number): void {
  const sieves = Array.from({ length: queries }, (_, query) => openSieve(views, query))
  for (let first = from; first < to; first += frame.BLOCK_ROWS)
    for (const sieve of sieves) tallyBlock(views, sieve, first, to - first)
}

export function sift(views: MemoryViews, queries: number, from: number, to: number): void {
  for (let query = 0; query < queries; query += 1) {
    const sieve = openSieve(views, query)
    for (let first = from; first < to; first += frame.BLOCK_ROWS) siftBlock(views, sieve, first, to - first)
  }
}

function openSieve(views: MemoryViews, query: number): Sieve {
  const at = (field(views, frame.SIEVES) + query * frame.SIEVE_BYTES) / 4
  const counts = (field(views, frame.COUNTS) + query * field(views, frame.COUNTS_BYTES)) / 4
  return { at, query, counts, planes: int(views, at, frame.SIEVE_PLANES) }
}

function heapAt(views: MemoryViews, heaps: number, query: number): number {
  return field(views, heaps) + query * field(views, frame.HEAP_BYTES)
}

function int({ int32 }: MemoryViews, sieve: number, at: number): number {
  return int32[sieve + at / 4] as number
}

function double({ float64 }: MemoryViews, sieve: number, at: number): number {
  return float64[(4 * sieve + at) / 8] as number
}

function planesOf(views: MemoryViews, { counts, planes }: Sieve, first: number): [number, number] {
  const at = counts + ((first / frame.BLOCK_ROWS) * field(views, frame.COUNT_BYTES)) / 4
  return [at, at + PLANE_WORDS * (planes - 1)]
}

function tallyBlock(views: MemoryViews, sieve: Sieve, first: number, rows: number): void {
  const masks = WORDS.map((word) => maskOf(views, first, rows, word))
  if (masks.every((mask) => mask === 0)) return
  const { at, query } = sieve
  const wanted = threshold(views, heapAt(views, frame.CANDIDATES, query)) - double(views, at, frame.SIEVE_MEAN)
  const least = Math.min(int(views, at, frame.SIEVE_MOST), leastCount(views, sieve, first, wanted, 0))
  const [planes, last] = planesOf(views, sieve, first)
  const block = (field(views, frame.BITS) + (first / frame.BLOCK_ROWS) * field(views, frame.BLOCK_BYTES)) / 4
  const lists = (field(views, frame.LISTS) + query * field(views, frame.LIST_BYTES)) / 4
  const [down, up] = [int(views, at, frame.SIEVE_DOWN), int(views, at, frame.SIEVE_UP)]
  startCount(views, planes, last, least - 1)
  for (const word of WORDS) countLines(views, block + word, lists, down, planes + word, last + word)
  negateCount(views, planes, last)
  const upwards = lists + down * frame.GROUP_LINES
  for (const word of WORDS) countLines(views, block + word, upwards, up, planes + word, last + word)
  views.int32[last + PLANE_WORDS] = least
  for (const word of WORDS) {
    const some = (masks[word] as number) & ~(views.int32[last + word] as number)
    siftRows(views, sieve, first, word, some, wanted, 0, true)
  }
}

function siftBlock(views: MemoryViews, sieve: Sieve, first: number, rows: number): void {
  const masks = WORDS.map((word) => maskOf(views, first, rows, word))
  if (masks.every((mask) => mask === 0)) return
  const { at, query } = sieve
  const reached = threshold(views, heapAt(views, frame.HEAPS, query))
  const wanted = Math.max(reached, double(views, at, frame.SIEVE_FLOOR)) - double(views, at, frame.SIEVE_MEAN)
  const unsure = unsureLevel(views, sieve, first)
  const least = leastCount(views, sieve, first, wanted, unsure)
  if (least > int(views, at, frame.SIEVE_MOST)) return
  const [planes, last] = planesOf(views, sieve, first)
  const beyond = least - (views.int32[last + PLANE_WORDS] as number)
  for (const word of WORDS) {
    const some = (masks[word] as number) & atLeast(views, planes + word, last + word, beyond)
    siftRows(views, sieve, first, word, some, wanted, unsure, false)
  }
}

function maskOf(views: MemoryViews, first: number, rows: number, word: number): number {
  const left = rows - 32 * word
  const here = left >= 32 ? -1 : left <= 0 ? 0 : (1 << left) - 1
  const allowed = field(views, frame.ALLOWED)
  return allowed === 0 ? here : here & (views.int32[allowed / 4 + (first >> 5) + word] as number)
}

function unsureLevel(views: MemoryViews, { at }: Sieve, first: number): number {
  const slack = views.float32[field(views, frame.RANGES) / 4 + (first / frame.BLOCK_ROWS) * 4 + 2] as number
  return Math.sqrt(double(views, at, frame.SIEVE_BY_GAIN) + double(views, at, frame.SIEVE_BY_SLACK) * slack * slack)
}

function leastCount(views: MemoryViews, { at }: Sieve, first: number, wanted: number, unsure: number): number {
  const range = field(views, frame.RANGES) / 4 + (first / frame.BLOCK_ROWS) * 4
  const gain = views.float32[wanted > 0 ? range : range + 1] as number
  const level = (double(views, at, frame.SIEVE_SLOPE) * wanted) / gain - unsure - double(views, at, frame.SIEVE_BASE)
  const count = Math.ceil(level / 2 - 1e-9 * (1 + Math.abs(level)))
  const [least, most] = [int(views, at, frame.SIEVE_LEAST), int(views, at, frame.SIEVE_MOST)]
  if (!(count > least)) return least
  return count > most ? most + 1 : count
}

function siftRows(
  views: MemoryViews,
  sieve: Sieve,
  block: number,
  word: number,
  mask: number,
  wanted: number,
  unsure: number,
  choosing: boolean,
): void {
  if (mask === 0) return
  const { at, query } = sieve
  const [planes, last] = planesOf(views, sieve, block)
  const gains = field(views, frame.GAINS) / 4
  const slope = double(views, at, frame.SIEVE_SLOPE)
  const reach = slope * wanted
  const level = double(views, at, frame.SIEVE_BASE) + unsure + 2 * (views.int32[last + PLANE_WORDS] as number)
  for (let some = mask; some !== 0; some &= some - 1) {
    const place = 32 * word + 31 - Math.clz32(some & -some)
    const row = block + place
    const gain = views.float32[gains + row] as number
    if (gain === 0 && (views.float32[field(views, frame.SLACKS) / 4 + row] as number) < 0) continue
    const bound = gain * (level + 2 * countOf(views, planes, last, place))
    if (bound < reach) continue
    const score = double(views, at, frame.SIEVE_MEAN) + bound / slope
    if (choosing) offer(views, heapAt(views, frame.CANDIDATES, query), Math.fround(score), row)
    else keep(views, at, query, row, score)
  }
}

function keep(views: MemoryViews, at: number, query: number, row: number, bound: number): void {
  const { int32, float32 } = views
  const pending = int(views, at, frame.SIEVE_PENDING)
  const entry = field(views, frame.PENDING) / 4 + 2 * (query * frame.MOST_PENDING + pending)
  float32[entry] = bound > Number.NEGATIVE_INFINITY ? bound + 2e-7 * Math.abs(bound) : Number.POSITIVE_INFINITY
  int32[entry + 1] = row
  int32[at + frame.SIEVE_PENDING / 4] = pending + 1
  int32[at + frame.SIEVE_PASSED / 4] = int(views, at, frame.SIEVE_PASSED) + 1
  if (pending + 1 === frame.MOST_PENDING) settle(views, query, false)
}
