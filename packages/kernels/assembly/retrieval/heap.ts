import { HEAP_ROOM, HEAP_SCORES } from '../../src/retrieval/memory/frame'

/** The score a row must reach to matter: that of the worst row, once the heap is full. */
// @inline
export function threshold(heap: usize): f32 {
  return load<i32>(heap) < load<i32>(heap + HEAP_ROOM) ? -Infinity : load<f32>(heap + HEAP_SCORES)
}

/** Keeps a row if it is among the best seen. Of equal scores the lower row is the better. */
export function offer(heap: usize, score: f32, row: i32): void {
  const room = load<i32>(heap + HEAP_ROOM)
  const scores = heap + HEAP_SCORES
  const rows = scores + 4 * <usize>room
  const size = load<i32>(heap)
  if (size < room) {
    store<i32>(heap, size + 1)
    rise(scores, rows, size, score, row)
  } else if (worse(load<f32>(scores), load<i32>(rows), score, row)) sink(scores, rows, room, score, row)
}

// @inline
function worse(score: f32, row: i32, thanScore: f32, thanRow: i32): bool {
  return score < thanScore || (score === thanScore && row > thanRow)
}

function rise(scores: usize, rows: usize, start: i32, score: f32, row: i32): void {
  let at = start
  while (at > 0) {
    const parent = (at - 1) >> 1
    const parentScore = load<f32>(scores + 4 * <usize>parent)
    const parentRow = load<i32>(rows + 4 * <usize>parent)
    if (!worse(score, row, parentScore, parentRow)) break
    store<f32>(scores + 4 * <usize>at, parentScore)
    store<i32>(rows + 4 * <usize>at, parentRow)
    at = parent
  }
  store<f32>(scores + 4 * <usize>at, score)
  store<i32>(rows + 4 * <usize>at, row)
}

function sink(scores: usize, rows: usize, size: i32, score: f32, row: i32): void {
  let at = 0
  while (true) {
    let child = 2 * at + 1
    if (child >= size) break
    let childScore = load<f32>(scores + 4 * <usize>child)
    let childRow = load<i32>(rows + 4 * <usize>child)
    if (child + 1 < size) {
      const otherScore = load<f32>(scores + 4 * <usize>child, 4)
      const otherRow = load<i32>(rows + 4 * <usize>child, 4)
      if (worse(otherScore, otherRow, childScore, childRow)) {
        child += 1
        childScore = otherScore
        childRow = otherRow
      }
    }
    if (!worse(childScore, childRow, score, row)) break
    store<f32>(scores + 4 * <usize>at, childScore)
    store<i32>(rows + 4 * <usize>at, childRow)
    at = child
  }
  store<f32>(scores + 4 * <usize>at, score)
  store<i32>(rows + 4 * <usize>at, row)
}
