import type { SearchReport, SearchResult } from '@locavore/core'
import type { QueryLevels } from '../query-levels.js'
import { type CheckedSearch, countAllowed } from './check-search.js'
import * as frame from './memory/frame.js'
import type { KernelMemory } from './memory/kernel-functions.js'
import { addressOf, type Layout } from './memory/layout.js'
import { confidenceFor, signQuery, signsCanBound } from './sign-query.js'

/** With fewer rows than this the codes themselves are read as fast. */
const FEWEST_ROWS_FOR_SIGNS = 2_048
/** A filter narrower than this makes scoring what passes cheaper than looking at the signs of all. */
const NARROWEST_SHARE_FOR_SIGNS = 0.1
/** Signs read in one turn when several queries share a pass over memory: small enough to stay in a core's own cache. */
const TILE_BYTES = 131_072

export interface SearchRoom {
  readonly count: number
  /** Whether the signs of every row are known. */
  readonly prepared: boolean
  /** No row is longer. */
  readonly longest: number
  /** Makes room for heaps, and for a bound a row and query if wanted, and writes the queries' levels. */
  reserve(heapRoom: number, bounds: boolean): { readonly memory: KernelMemory; readonly layout: Layout }
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
  const bySigns = room.prepared && canUseSigns(queries, room.longest) && wantsSigns(wanted, passing, count)
  const candidates = bySigns ? Math.min(passing, 2 * k + 44) : 0
  const { memory, layout } = room.reserve(Math.max(k, candidates), bySigns)
  writeFilter(memory, layout, wanted.allowed, count)
  queries.forEach((_, query) => {
    openHeap(memory, layout, frame.HEAPS, query, k)
    openHeap(memory, layout, frame.CANDIDATES, query, candidates)
  })
  const rescored = bySigns
    ? searchBySigns(queries, k, wanted.missChance, count, memory, layout)
    : searchByCodes(queries, passing, count, memory)
  return queries.map((_, query) => {
    const report: SearchReport = {
      method: bySigns ? 'signs' : 'codes',
      allowed: passing,
      rescored: rescored[query] as number,
      widened: bySigns && (rescored[query] as number) > candidates,
      missChance: bySigns ? wanted.missChance : 0,
    }
    return { ...readHeap(memory, layout, query), report }
  })
}

function wantsSigns({ method }: CheckedSearch, passing: number, count: number): boolean {
  if (method !== undefined) return method === 'signs'
  return count >= FEWEST_ROWS_FOR_SIGNS && passing >= NARROWEST_SHARE_FOR_SIGNS * count
}

function canUseSigns(queries: readonly QueryLevels[], longest: number): boolean {
  return queries.every(({ levels, step }) => {
    let squares = 0
    for (const level of levels) squares += level * level
    return signsCanBound(step * Math.sqrt(squares), longest)
  })
}

function searchByCodes(
  queries: readonly QueryLevels[],
  passing: number,
  count: number,
  { functions }: KernelMemory,
): number[] {
  functions.sweep(queries.length, 0, count)
  return queries.map(() => passing)
}

/** Bounds for every row first; then the likeliest rows in full; then whatever else could still belong. */
function searchBySigns(
  queries: readonly QueryLevels[],
  k: number,
  missChance: number,
  count: number,
  memory: KernelMemory,
  layout: Layout,
): number[] {
  const confidence = confidenceFor(k, missChance)
  queries.forEach((query, index) => {
    writeSignQuery(memory, layout, query, index, confidence)
  })
  const tile = queries.length === 1 ? count : tileRows(layout.bitBytes)
  for (let from = 0; from < count; from += tile)
    for (let query = 0; query < queries.length; query += 1)
      memory.functions.estimate(query, from, Math.min(count, from + tile))
  return queries.map((_, query) => {
    memory.functions.rescore(query)
    const first = memory.views.int32[heapAt(layout, frame.CANDIDATES, query) / 4] as number
    return first + memory.functions.widen(query, count)
  })
}

function tileRows(bitBytes: number): number {
  return Math.max(1, Math.floor(TILE_BYTES / (bitBytes * frame.BLOCK_ROWS))) * frame.BLOCK_ROWS
}

function writeSignQuery(
  { views }: KernelMemory,
  layout: Layout,
  { levels, step }: QueryLevels,
  index: number,
  confidence: number,
): void {
  const { bitBytes, shape } = layout
  const mean = addressOf(layout, frame.MEAN) / 4
  const signs = layout.sections.get(frame.SIGNS) ?? { at: 0, bytes: 0 }
  const { tables, bounds } = signQuery(
    Float64Array.from(levels, (level) => level * step),
    views.float32.subarray(mean, mean + shape.dimensions),
    views.float32.subarray(signs.at / 4, (signs.at + signs.bytes) / 4),
    bitBytes,
    confidence,
  )
  views.uint8.set(tables, addressOf(layout, frame.TABLES) + index * 32 * bitBytes)
  views.float32.set(bounds, addressOf(layout, frame.BOUNDS) / 4 + 4 * index)
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
  const scores = views.float32.subarray(scoresAt, scoresAt + size)
  const rows = views.uint32.subarray(rowsAt, rowsAt + size)
  const order = Uint32Array.from({ length: size }, (_, index) => index).sort((a, b) => {
    const [one, other] = [scores[a] as number, scores[b] as number]
    return one === other ? (rows[a] as number) - (rows[b] as number) : one > other ? -1 : 1
  })
  return {
    rows: order.map((index) => rows[index] as number),
    scores: Float32Array.from(order, (index) => scores[index] as number),
  }
}

function emptyResult(allowed: number): SearchResult {
  const report: SearchReport = { method: 'codes', allowed, rescored: 0, widened: false, missChance: 0 }
  return { rows: new Uint32Array(0), scores: new Float32Array(0), report }
}
