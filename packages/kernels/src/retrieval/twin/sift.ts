import * as frame from '../memory/frame.js'
import type { MemoryViews } from '../memory/kernel-functions.js'
import { countLines, countOf, negateCount, PLANE_WORDS, startCount } from './count.js'
import { offer, threshold } from './heap.js'
import { settle } from './settle.js'
import { field } from './sweep.js'

/** What holding one block against one query needs to know; addresses are in words. */
interface Sieve {
  readonly at: number
  readonly query: number
  readonly choosing: boolean
  readonly heap: number
  readonly planes: number
  readonly last: number
  readonly lists: number
}

/** See assembly/retrieval/sift.ts. */
export function sift(
  views: MemoryViews,
  queries: number,
  from: number,
  to: number,
  step: number,
  choosing: boolean,
): void {
  const sieves = Array.from({ length: queries }, (_, query) => openSieve(views, query, choosing))
  for (let first = from; first < to; first += frame.BLOCK_ROWS * step)
    for (const sieve of sieves) siftBlock(views, sieve, first, to - first)
}

function openSieve(views: MemoryViews, query: number, choosing: boolean): Sieve {
  const at = field(views, frame.SIEVES) + query * frame.SIEVE_BYTES
  const planes = field(views, frame.PLANES) / 4
  return {
    at: at / 4,
    query,
    choosing,
    heap: field(views, choosing ? frame.CANDIDATES : frame.HEAPS) + query * field(views, frame.HEAP_BYTES),
    planes,
    last: planes + PLANE_WORDS * (int(views, at / 4, frame.SIEVE_PLANES) - 1),
    lists: (field(views, frame.LISTS) + query * field(views, frame.LIST_BYTES)) / 4,
  }
}

function int({ int32 }: MemoryViews, sieve: number, at: number): number {
  return int32[sieve + at / 4] as number
}

function double({ float64 }: MemoryViews, sieve: number, at: number): number {
  return float64[(4 * sieve + at) / 8] as number
}

function siftBlock(views: MemoryViews, sieve: Sieve, first: number, rows: number): void {
  const masks = [0, 1, 2, 3].map((word) => maskOf(views, first, rows, word))
  if (masks.every((mask) => mask === 0)) return
  const wanted = wantedScore(views, sieve)
  const unsure = sieve.choosing ? 0 : unsureLevel(views, sieve, first)
  const least = leastCount(views, sieve, first, wanted, unsure)
  if (least > int(views, sieve.at, frame.SIEVE_MOST)) return
  const { planes, last, lists } = sieve
  const block = (field(views, frame.BITS) + (first / frame.BLOCK_ROWS) * field(views, frame.BLOCK_BYTES)) / 4
  const down = int(views, sieve.at, frame.SIEVE_DOWN)
  const up = int(views, sieve.at, frame.SIEVE_UP)
  startCount(views, planes, last, least - 1)
  for (let word = 0; word < PLANE_WORDS; word += 1)
    countLines(views, block + word, lists, down, planes + word, last + word)
  negateCount(views, planes, last)
  for (let word = 0; word < PLANE_WORDS; word += 1)
    countLines(views, block + word, lists + down * frame.GROUP_LINES, up, planes + word, last + word)
  masks.forEach((mask, word) => {
    const some = mask & ~(views.int32[last + word] as number)
    siftRows(views, sieve, first + 32 * word, some, least, wanted, unsure)
  })
}

function maskOf(views: MemoryViews, first: number, rows: number, word: number): number {
  const left = rows - 32 * word
  const here = left >= 32 ? -1 : left <= 0 ? 0 : (1 << left) - 1
  const allowed = field(views, frame.ALLOWED)
  return allowed === 0 ? here : here & (views.int32[allowed / 4 + (first >> 5) + word] as number)
}

function wantedScore(views: MemoryViews, { at, heap, choosing }: Sieve): number {
  const reached = threshold(views, heap)
  const floor = choosing ? Number.NEGATIVE_INFINITY : double(views, at, frame.SIEVE_FLOOR)
  return Math.max(reached, floor) - double(views, at, frame.SIEVE_MEAN)
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
  { at, query, planes, last, heap, choosing }: Sieve,
  first: number,
  mask: number,
  least: number,
  wanted: number,
  unsure: number,
): void {
  const gains = field(views, frame.GAINS) / 4
  const slope = double(views, at, frame.SIEVE_SLOPE)
  const mean = double(views, at, frame.SIEVE_MEAN)
  const reach = slope * wanted
  const level = double(views, at, frame.SIEVE_BASE) + unsure + 2 * least
  for (let some = mask; some !== 0; some &= some - 1) {
    const row = first + 31 - Math.clz32(some & -some)
    const gain = views.float32[gains + row] as number
    if (gain === 0 && (views.float32[field(views, frame.SLACKS) / 4 + row] as number) < 0) continue
    const bound = gain * (level + 2 * countOf(views, planes, last, row & (frame.BLOCK_ROWS - 1)))
    if (bound < reach) continue
    const score = mean + bound / slope
    if (choosing) offer(views, heap, Math.fround(score), row)
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
