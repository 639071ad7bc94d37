import { rotationSigns, rotationSpan } from '../rotation.js'
import * as frame from './frame.js'
import type { MemoryViews } from './kernel-functions.js'

export const MOST_QUERIES = 4

/** Codes are read 16 at a time. */
const LANES = 16
/** Every section starts on a cache line, and at least one line after the end of the one before. */
const LINE = 64

/** What decides where everything lies. */
export interface Shape {
  readonly dimensions: number
  readonly capacity: number
  /** Whether there is room for the rows' signs. */
  readonly signs: boolean
  /** For how many queries at once there is room for a score a row. */
  readonly queries: number
  /** For how many queries at once there is room for a count a row. */
  readonly counted: number
  /** Rows in the largest heap. */
  readonly heapRoom: number
}

export interface Section {
  readonly at: number
  readonly bytes: number
  /** What the search itself writes need not be kept when the memory grows. */
  readonly kept: boolean
}

export interface Layout {
  readonly shape: Shape
  readonly stride: number
  readonly blockBytes: number
  readonly listBytes: number
  readonly countBytes: number
  readonly heapBytes: number
  /** By the address of their field in the frame. */
  readonly sections: ReadonlyMap<number, Section>
  readonly bytes: number
}

export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step
}

export function layOut(given: Shape): Layout {
  const shape = { ...given, capacity: roundUp(given.capacity, frame.BLOCK_ROWS) }
  const { dimensions, capacity, queries } = shape
  const stride = roundUp(dimensions, LANES)
  const blockBytes = (frame.BLOCK_ROWS / 8) * (dimensions + 1)
  // Lines counted up and lines counted down are each filled up to whole groups.
  const listBytes = 4 * (roundUp(dimensions, frame.GROUP_LINES) + 2 * frame.GROUP_LINES)
  // No count is above twice the dimensions; a sign, and what stands behind the planes.
  const countBytes = (frame.BLOCK_ROWS / 8) * (35 - Math.clz32(Math.max(8, 2 * dimensions)))
  const heapBytes = roundUp(frame.HEAP_SCORES + 8 * shape.heapRoom, LANES)
  const signed = shape.signs ? capacity : 0
  const sections = new Map<number, Section>()
  let at = roundUp(frame.FRAME_BYTES, LINE) + LINE
  const add = (field: number, bytes: number, kept: boolean) => {
    sections.set(field, { at, bytes, kept })
    at = roundUp(at + bytes, LINE) + LINE
  }
  add(frame.LEVELS, MOST_QUERIES * 2 * stride, false)
  add(frame.STEPS, MOST_QUERIES * 8, false)
  add(frame.SIEVES, MOST_QUERIES * frame.SIEVE_BYTES, false)
  add(frame.LISTS, MOST_QUERIES * listBytes, false)
  add(frame.BATCH, 4 * (frame.BATCH_ROWS + 1), false)
  add(frame.MEAN, 4 * dimensions, true)
  add(frame.SIGNS, frame.ROTATION_ROUNDS * 4 * rotationSpan(dimensions), true)
  add(frame.SCRATCH, 4 * dimensions, true)
  add(frame.SCALES, 4 * capacity, true)
  add(frame.CODES, stride * capacity, true)
  add(frame.GAINS, 4 * signed, true)
  add(frame.SLACKS, 4 * signed, true)
  add(frame.RANGES, (16 * signed) / frame.BLOCK_ROWS, true)
  add(frame.BITS, (blockBytes * signed) / frame.BLOCK_ROWS, true)
  add(frame.UPPER, 4 * capacity * queries, false)
  add(frame.ALLOWED, capacity / 8, false)
  add(frame.COUNTS, ((countBytes * signed) / frame.BLOCK_ROWS) * shape.counted, false)
  add(frame.PENDING, shape.signs ? 8 * frame.MOST_PENDING * MOST_QUERIES : 0, false)
  add(frame.HEAPS, heapBytes * MOST_QUERIES, false)
  add(frame.CANDIDATES, heapBytes * MOST_QUERIES, false)
  return { shape, stride, blockBytes, listBytes, countBytes, heapBytes, sections, bytes: at }
}

/** Moves what is kept to its new place, clears what is new, and writes the frame. The memory is large enough. */
export function moveTo(views: MemoryViews, next: Layout, last: Layout | undefined): void {
  const kept = [...next.sections].filter(([, section]) => section.kept)
  // Sections only ever move up, so the last goes first.
  for (const [field, { at }] of kept.toReversed()) {
    const before = last?.sections.get(field)
    if (before !== undefined) views.uint8.copyWithin(at, before.at, before.at + before.bytes)
  }
  for (const [field, { at, bytes }] of kept)
    views.uint8.fill(0, at + (last?.sections.get(field)?.bytes ?? 0), at + bytes)
  writeFrame(views, next)
  if (last === undefined) views.float32.set(rotationSigns(next.shape.dimensions), addressOf(next, frame.SIGNS) / 4)
}

export function addressOf(layout: Layout, field: number): number {
  return layout.sections.get(field)?.at ?? 0
}

function writeFrame({ uint32 }: MemoryViews, layout: Layout): void {
  for (const [field, { at }] of layout.sections) uint32[field / 4] = at
  uint32[frame.STRIDE / 4] = layout.stride
  uint32[frame.HEAP_BYTES / 4] = layout.heapBytes
  uint32[frame.UPPER_BYTES / 4] = 4 * layout.shape.capacity
  uint32[frame.BLOCK_BYTES / 4] = layout.blockBytes
  uint32[frame.LIST_BYTES / 4] = layout.listBytes
  uint32[frame.COUNT_BYTES / 4] = layout.countBytes
  uint32[frame.COUNTS_BYTES / 4] = (layout.countBytes * layout.shape.capacity) / frame.BLOCK_ROWS
  uint32[frame.SPAN / 4] = rotationSpan(layout.shape.dimensions)
  uint32[frame.DIMENSIONS / 4] = layout.shape.dimensions
}
