import { HEAP_ROOM, HEAP_SCORES } from '../memory/frame.js'
import type { MemoryViews } from '../memory/kernel-functions.js'

/** See assembly/retrieval/heap.ts. */
export function threshold({ int32, float32 }: MemoryViews, heap: number): number {
  const size = int32[heap / 4] as number
  const room = int32[(heap + HEAP_ROOM) / 4] as number
  return size < room ? Number.NEGATIVE_INFINITY : (float32[(heap + HEAP_SCORES) / 4] as number)
}

export function offer({ int32, float32 }: MemoryViews, heap: number, score: number, row: number): void {
  const room = int32[(heap + HEAP_ROOM) / 4] as number
  const scores = (heap + HEAP_SCORES) / 4
  const rows = scores + room
  const size = int32[heap / 4] as number
  if (size < room) {
    int32[heap / 4] = size + 1
    rise(float32, int32, scores, rows, size, score, row)
  } else if (worse(float32[scores] as number, int32[rows] as number, score, row))
    sink(float32, int32, scores, rows, room, score, row)
}

function worse(score: number, row: number, thanScore: number, thanRow: number): boolean {
  return score < thanScore || (score === thanScore && row > thanRow)
}

function rise(
  float32: Float32Array,
  int32: Int32Array,
  scores: number,
  rows: number,
  start: number,
  score: number,
  row: number,
): void {
  let at = start
  while (at > 0) {
    const parent = (at - 1) >> 1
    const parentScore = float32[scores + parent] as number
    const parentRow = int32[rows + parent] as number
    if (!worse(score, row, parentScore, parentRow)) break
    float32[scores + at] = parentScore
    int32[rows + at] = parentRow
    at = parent
  }
  float32[scores + at] = score
  int32[rows + at] = row
}

function sink(
  float32: Float32Array,
  int32: Int32Array,
  scores: number,
  rows: number,
  size: number,
  score: number,
  row: number,
): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    const [score0, row0] = [float32[scores + child] as number, int32[rows + child] as number]
    const [score1, row1] = [float32[scores + child + 1] as number, int32[rows + child + 1] as number]
    if (child + 1 < size && worse(score1, row1, score0, row0)) child += 1
    const childScore = float32[scores + child] as number
    const childRow = int32[rows + child] as number
    if (!worse(childScore, childRow, score, row)) break
    float32[scores + at] = childScore
    int32[rows + at] = childRow
    at = child
  }
  float32[scores + at] = score
  int32[rows + at] = row
}
