import type { SearchReport, SearchResult } from '@locavore/core'
import type { QueryLevels } from '../query-levels.js'
import { type CheckedSearch, countAllowed } from './check-search.js'
import * as frame from './memory/frame.js'
import type { KernelMemory } from './memory/kernel-functions.js'
import { addressOf, type Layout, roundUp } from './memory/layout.js'
import { confidenceFor, signQuery, signsCanBound } from './sign-query.js'

/** With fewer rows or shorter rows than this the codes themselves are read as fast. */
const FEWEST_ROWS_FOR_SIGNS = 2_048
const FEWEST_DIMENSIONS_FOR_SIGNS = 192
/** A filter narrower than this makes scoring what passes cheaper than looking at the signs of all. */
const NARROWEST_SHARE_FOR_SIGNS = 0.1
/** Share of a query's numbers that its levels keep: fewer make a pass quicker and a bound wider. */
const LEVEL_SHARE = 0.7
/** The first part of the rows, in shares of all, shows whether signs tell rows apart: where more than this passes, codes are faster. */
const FIRST_PART = 0.125
const MOST_PASSING = 0.15
/** A count of 128 rows is four bits at least, and a sign. */
const FEWEST_PLANES = 5

export interface SearchRoom {
  readonly count: number
  readonly dimensions: number
  /** Whether the signs of every row are known. */
  readonly prepared: boolean
  /** No row is longer. */
  readonly longest: number
  /** Makes room for heaps, and for counts of so many queries, and writes the queries' levels. */
  reserve(heapRoom: number, counted: number): { readonly memory: KernelMemory; readonly layout: Layout }
}

/** Searches for 1, 2 or 4 queries in one pass. */
export function searchGroup(
  queries: readonly QueryLevels[],
  wanted: CheckedSearch,
  room: SearchRoom,
): readonly SearchResult[] {
  const { count } = room
  const passing = wanted.allowed === undefined ? count : countAllowed(wanted.allowed, count)
  const k = Math.min(wanted.k, passing)
  if (k === 0) return queries.map(() => emptyResult(passing))
  const trySigns = room.prepared && canUseSigns(queries, room.longest) && wantsSigns(wanted, passing, room)
  const candidates = trySigns ? Math.min(passing, 2 * k + 44) : 0
  const { memory, layout } = room.reserve(Math.max(k, candidates), trySigns ? queries.length : 0)
  writeFilter(memory, layout, wanted.allowed, count)
  const open = () =>
    queries.forEach((_, query) => {
      openHeap(memory, layout, frame.HEAPS, query, k)
      openHeap(memory, layout, frame.CANDIDATES, query, candidates)
    })
  open()
  const { missChance, method } = wanted
  const search = { k, passing, candidates, count, missChance, mayGiveUp: method === undefined }
  const rescored = trySigns ? searchBySigns(queries, search, memory, layout) : undefined
  if (rescored === undefined) {
    open()
    memory.functions.sweep(queries.length, 0, count)
  }
  return queries.map((_, query) => ({
    ...readHeap(memory, layout, query),
    report: reportOf(search, rescored?.[query]),
  }))
}

/** @param scored undefined where every row that may appear was scored */
function reportOf({ passing, candidates, missChance }: SignSearch, scored: number | undefined): SearchReport {
  return scored === undefined
    ? { method: 'codes', allowed: passing, rescored: passing, widened: false, missChance: 0 }
    : { method: 'signs', allowed: passing, rescored: scored, widened: scored > candidates, missChance }
}

function wantsSigns({ method }: CheckedSearch, passing: number, { count, dimensions }: SearchRoom): boolean {
  if (method !== undefined) return method === 'signs'
  return (
    count >= FEWEST_ROWS_FOR_SIGNS &&
    dimensions >= FEWEST_DIMENSIONS_FOR_SIGNS &&
    passing >= NARROWEST_SHARE_FOR_SIGNS * count
  )
}

function canUseSigns(queries: readonly QueryLevels[], longest: number): boolean {
  return queries.every(({ levels, step }) => {
    let squares = 0
    for (const level of levels) squares += level * level
    return signsCanBound(step * Math.sqrt(squares), longest)
  })
}

interface SignSearch {
  readonly k: number
  readonly passing: number
  readonly candidates: number
  readonly count: number
  readonly missChance: number
  /** Whether to stop where signs turn out not to tell rows apart. */
  readonly mayGiveUp: boolean
}

/** The likeliest rows tell what the best reach at least; then all are held against that; then what passed is scored in full.
 * @returns how many were scored for each query; undefined if it gave up */
function searchBySigns(
  queries: readonly QueryLevels[],
  { k, passing, count, missChance, mayGiveUp }: SignSearch,
  memory: KernelMemory,
  layout: Layout,
): number[] | undefined {
  const confidence = confidenceFor(k, missChance)
  queries.forEach((query, index) => {
    writeSieve(memory, layout, query, index, confidence)
  })
  const { tally, sift, settleFloor, settle } = memory.functions
  tally(queries.length, 0, count)
  queries.forEach((_, query) => {
    settleFloor(query)
  })
  const firstPart = Math.min(count, roundUp(count * FIRST_PART, frame.BLOCK_ROWS))
  sift(queries.length, 0, firstPart)
  const passed = queries.reduce((sum, _, query) => sum + sieveCount(memory, layout, query, frame.SIEVE_PASSED), 0)
  if (mayGiveUp && passed > (MOST_PASSING * queries.length * passing * firstPart) / count) return undefined
  sift(queries.length, firstPart, count)
  return queries.map((_, query) => {
    settle(query, true)
    return sieveCount(memory, layout, query, frame.SIEVE_SCORED)
  })
}

function sieveCount({ views }: KernelMemory, layout: Layout, query: number, field: number): number {
  return views.int32[(sieveAt(layout, query) + field) / 4] as number
}

function sieveAt(layout: Layout, query: number): number {
  return addressOf(layout, frame.SIEVES) + query * frame.SIEVE_BYTES
}

function writeSieve(
  { views, functions }: KernelMemory,
  layout: Layout,
  { levels, step }: QueryLevels,
  index: number,
  confidence: number,
): void {
  const { dimensions } = layout.shape
  const [mean, scratch] = [addressOf(layout, frame.MEAN) / 4, addressOf(layout, frame.SCRATCH) / 4]
  const turned = views.float32.subarray(scratch, scratch + dimensions)
  let meanDot = 0
  for (let d = 0; d < dimensions; d += 1) {
    const value = (levels[d] as number) * step
    meanDot += value * (views.float32[mean + d] as number)
    turned[d] = value
  }
  functions.rotate()
  const lists = (addressOf(layout, frame.LISTS) + index * layout.listBytes) / 4
  const sign = signQuery(turned, LEVEL_SHARE, views.uint32.subarray(lists, lists + layout.listBytes / 4))
  const at = sieveAt(layout, index)
  const { slope, base, down, up, least, most } = sign
  const byGain = (confidence ** 2 * sign.beside * dimensions) / Math.max(1, dimensions - 1)
  const bySlack = confidence ** 2 * (sign.squares - sign.beside)
  const planes = Math.max(FEWEST_PLANES, 33 - Math.clz32(most - least))
  views.float64.set([meanDot, slope, base, byGain, bySlack, Number.NEGATIVE_INFINITY], at / 8)
  views.int32.set([down, up, least, most, planes, 0, 0, 0], (at + frame.SIEVE_DOWN) / 4)
}

/** The frame's address is that of the filter's copy, or 0 where all may appear. */
function writeFilter({ views }: KernelMemory, layout: Layout, allowed: Uint32Array | undefined, count: number): void {
  const at = addressOf(layout, frame.ALLOWED)
  views.uint32[frame.ALLOWED / 4] = allowed === undefined ? 0 : at
  if (allowed === undefined) return
  const words = Math.ceil(count / 32)
  views.uint32.set(allowed.subarray(0, words), at / 4)
  if (count & 31) {
    const last = at / 4 + words - 1
    views.uint32[last] = (views.uint32[last] as number) & ((1 << (count & 31)) - 1)
  }
  views.uint32.fill(0, at / 4 + words, at / 4 + roundUp(words, frame.BLOCK_ROWS / 32))
}

function heapAt(layout: Layout, heaps: number, query: number): number {
  return addressOf(layout, heaps) + query * layout.heapBytes
}

function openHeap({ views }: KernelMemory, layout: Layout, heaps: number, query: number, room: number): void {
  const at = heapAt(layout, heaps, query) / 4
  views.int32[at] = 0
  views.int32[at + frame.HEAP_ROOM / 4] = room
}

function readHeap({ views }: KernelMemory, layout: Layout, query: number): Omit<SearchResult, 'report'> {
  const at = heapAt(layout, frame.HEAPS, query) / 4
  const size = views.int32[at] as number
  const scoresAt = at + frame.HEAP_SCORES / 4
  const rowsAt = scoresAt + (views.int32[at + frame.HEAP_ROOM / 4] as number)
  const scores = views.float32.slice(scoresAt, scoresAt + size)
  const rows = views.uint32.slice(rowsAt, rowsAt + size)
  // The worst stands first: taken to the end again and again, it leaves the best in front.
  for (let end = size - 1; end > 0; end -= 1) {
    const score = scores[end] as number
    const row = rows[end] as number
    scores[end] = scores[0] as number
    rows[end] = rows[0] as number
    sink(scores, rows, end, score, row)
  }
  return { rows, scores }
}

/** Puts an entry into a heap whose first place is free. */
function sink(scores: Float32Array, rows: Uint32Array, size: number, score: number, row: number): void {
  let at = 0
  for (let child = 1; child < size; child = 2 * at + 1) {
    const other = child + 1
    if (
      other < size &&
      worse(scores[other] as number, rows[other] as number, scores[child] as number, rows[child] as number)
    )
      child = other
    if (!worse(scores[child] as number, rows[child] as number, score, row)) break
    scores[at] = scores[child] as number
    rows[at] = rows[child] as number
    at = child
  }
  scores[at] = score
  rows[at] = row
}

/** Of equal scores the higher row is the worse. */
function worse(score: number, row: number, than: number, thanRow: number): boolean {
  return score < than || (score === than && row > thanRow)
}

function emptyResult(allowed: number): SearchResult {
  const report: SearchReport = { method: 'codes', allowed, rescored: 0, widened: false, missChance: 0 }
  return { rows: new Uint32Array(0), scores: new Float32Array(0), report }
}
