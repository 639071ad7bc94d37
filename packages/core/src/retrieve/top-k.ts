/**
 * Indexes of the `k` largest values among those allowed, best first; of equal values the smaller index. A heap of k
 * entries, so that one pass over a large catalogue sorts nothing but the result.
 * @param allowed 1 where an index may be chosen (default: all).
 * @param ids what tells equal values apart in place of their indexes, `[values]`.
 */
export function topK(values: ArrayLike<number>, k: number, allowed?: Uint8Array, ids?: Int32Array): Int32Array {
  const heap = new Int32Array(Math.min(Math.max(0, Math.trunc(k)), values.length))
  const worse = (a: number, b: number): boolean => {
    const difference = (values[a] as number) - (values[b] as number)
    if (difference !== 0) return difference < 0
    return ids === undefined ? a > b : (ids[a] as number) > (ids[b] as number)
  }
  let held = 0
  // What a full heap must be beaten by. Most are told by this alone.
  let least = Number.NEGATIVE_INFINITY
  for (let index = 0; index < values.length; index += 1) {
    if (allowed !== undefined && allowed[index] !== 1) continue
    if (held < heap.length) {
      heap[held] = index
      held += 1
      siftUp(heap, held - 1, worse)
    } else if (held > 0 && (values[index] as number) >= least && worse(heap[0] as number, index)) {
      heap[0] = index
      siftDown(heap, held, worse)
    } else continue
    if (held === heap.length) least = values[heap[0] as number] as number
  }
  return heap.slice(0, held).sort((a, b) => (worse(a, b) ? 1 : -1))
}

type Worse = (a: number, b: number) => boolean

function siftUp(heap: Int32Array, start: number, worse: Worse): void {
  let child = start
  while (child > 0) {
    const parent = (child - 1) >> 1
    if (!worse(heap[child] as number, heap[parent] as number)) return
    swap(heap, child, parent)
    child = parent
  }
}

function siftDown(heap: Int32Array, held: number, worse: Worse): void {
  let parent = 0
  for (;;) {
    let worst = parent
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < held && worse(heap[child] as number, heap[worst] as number)) worst = child
    }
    if (worst === parent) return
    swap(heap, parent, worst)
    parent = worst
  }
}

function swap(heap: Int32Array, a: number, b: number): void {
  const held = heap[a] as number
  heap[a] = heap[b] as number
  heap[b] = held
}
