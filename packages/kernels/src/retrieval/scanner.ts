import { LocavoreError, type RetrievalScanner, type SearchOptions, type SearchResult } from '@locavore/core'
import { checkOutput, checkRoom, checkRow, checkRows, closedError, writeRows } from '../check-arguments.js'
import { type QueryLevels, quantiseQuery } from '../query-levels.js'
import { checkCodes, checkSearch } from './check-search.js'
import * as frame from './memory/frame.js'
import type { KernelMemory } from './memory/kernel-functions.js'
import { addressOf, type Layout, layOut, MOST_QUERIES, moveTo, type Shape } from './memory/layout.js'
import { searchGroup } from './search.js'

const FIRST_CAPACITY = 32
/** Rows whose mean stands for the mean of all. Any centre gives right bounds; a better one gives narrower ones. */
const MOST_ROWS_FOR_A_MEAN = 16_384
const LARGEST_CODE = 127

/** Both kernels behind one scanner: only the memory and the functions on it differ. */
export class KernelScanner implements RetrievalScanner {
  readonly dimensions: number
  count = 0
  prepared = 0
  largestScale = 0
  #memory: KernelMemory | undefined
  #layout: Layout

  constructor(memory: () => KernelMemory, dimensions: number, capacity: number) {
    checkRoom(dimensions, capacity)
    this.dimensions = dimensions
    this.#layout = layOut({
      dimensions,
      capacity: Math.max(capacity, FIRST_CAPACITY),
      signs: false,
      queries: 1,
      counted: 0,
      heapRoom: 0,
    })
    this.#memory = memory()
    this.#memory.grow(this.#layout.bytes)
    moveTo(this.#memory.views, this.#layout, undefined)
  }

  set(index: number, codes: Int8Array, scale: number): void {
    const memory = this.#open()
    checkRow(index, codes, scale, this.dimensions)
    checkCodes(codes)
    const { capacity } = this.#layout.shape
    if (index >= capacity) this.#arrange({ capacity: Math.max(index + 1, capacity * 2) })
    const at = this.#at(frame.CODES) + index * this.#layout.stride
    const small = Math.fround(scale)
    if (small === 0) memory.views.int8.fill(0, at, at + this.dimensions)
    else memory.views.int8.set(codes, at)
    memory.views.float32[this.#at(frame.SCALES) / 4 + index] = small
    this.largestScale = Math.max(this.largestScale, small)
    const wasPrepared = this.prepared === this.count && this.#layout.shape.signs
    this.count = Math.max(this.count, index + 1)
    if (index < this.prepared) memory.functions.encode(index, index + 1)
    else if (wasPrepared) this.prepare()
  }

  load(codes: Int8Array, scales: Float32Array): void {
    this.#open()
    checkRows(codes, scales, this.dimensions)
    checkCodes(codes)
    const { capacity } = this.#layout.shape
    const { views } = this.#arrange(scales.length > capacity ? { capacity: Math.max(scales.length, capacity * 2) } : {})
    writeRows(views.int8, this.#at(frame.CODES), codes, this.dimensions, this.#layout.stride)
    const at = this.#at(frame.SCALES) / 4
    views.float32.fill(0, at, at + this.count)
    views.float32.set(scales, at)
    let largest = 0
    for (let row = 0; row < scales.length; row += 1) largest = Math.max(largest, scales[row] as number)
    this.largestScale = largest
    this.count = scales.length
    this.prepared = 0
  }

  scan(query: Float32Array, out: Float32Array): void {
    this.scanMany([query], [out])
  }

  scanMany(queries: readonly Float32Array[], outs: readonly Float32Array[]): void {
    const { functions } = this.#open()
    if (queries.length !== outs.length)
      throw new LocavoreError(
        'invalid-argument',
        `A scan was given ${queries.length} queries and room for ${outs.length}.`,
      )
    for (const out of outs) checkOutput(out, this.count)
    const levels = queries.map((query) => quantiseQuery(query, this.dimensions))
    for (const group of groups(levels)) {
      const memory = this.#arrange({ queries: group.items.length })
      this.#writeLevels(group.items)
      functions.scan(group.items.length, this.count)
      group.items.forEach((_, index) => {
        const start = this.#at(frame.UPPER) / 4 + index * this.#layout.shape.capacity
        outs[group.first + index]?.set(memory.views.float32.subarray(start, start + this.count))
      })
    }
  }

  prepare(most = Number.POSITIVE_INFINITY): number {
    this.#open()
    if (!(most > 0)) throw new LocavoreError('invalid-argument', `prepare needs a count above 0, not ${most}.`)
    if (!this.#layout.shape.signs) {
      this.#arrange({ signs: true })
      this.#writeMean()
    }
    const to = Math.min(this.count, this.prepared + Math.ceil(most))
    this.#open().functions.encode(this.prepared, to)
    this.prepared = to
    return this.count - to
  }

  search(queries: readonly Float32Array[], options: SearchOptions): readonly SearchResult[] {
    this.#open()
    const checked = checkSearch(options, this.count)
    const levels = queries.map((query) => quantiseQuery(query, this.dimensions))
    const longest = this.largestScale * LARGEST_CODE * Math.sqrt(this.dimensions)
    return groups(levels).flatMap((group) =>
      searchGroup(group.items, checked, {
        count: this.count,
        dimensions: this.dimensions,
        prepared: this.prepared === this.count && this.#layout.shape.signs,
        longest,
        reserve: (heapRoom, counted) => {
          const memory = this.#arrange({ heapRoom, counted })
          this.#writeLevels(group.items)
          return { memory, layout: this.#layout }
        },
      }),
    )
  }

  close(): void {
    this.#memory = undefined
    this.count = 0
    this.prepared = 0
  }

  #open(): KernelMemory {
    if (this.#memory === undefined) throw closedError()
    return this.#memory
  }

  #at(field: number): number {
    return addressOf(this.#layout, field)
  }

  /** Makes room for more: of anything else there stays as much as there is. */
  #arrange(wanted: Partial<Shape>): KernelMemory {
    const memory = this.#open()
    const { shape } = this.#layout
    const { capacity = 0, queries = 0, counted = 0, heapRoom = 0, signs = false } = wanted
    const rowsFit = capacity <= shape.capacity && queries <= shape.queries && (shape.signs || !signs)
    if (rowsFit && counted <= shape.counted && heapRoom <= shape.heapRoom) return memory
    const next: Shape = {
      dimensions: this.dimensions,
      capacity: Math.max(shape.capacity, capacity),
      signs: shape.signs || signs,
      queries: Math.max(shape.queries, queries),
      counted: Math.max(shape.counted, counted),
      heapRoom: Math.max(shape.heapRoom, heapRoom),
    }
    const layout = layOut(next)
    memory.grow(layout.bytes)
    moveTo(memory.views, layout, this.#layout)
    this.#layout = layout
    return memory
  }

  #writeLevels(queries: readonly QueryLevels[]): void {
    const { int16, float64 } = this.#open().views
    queries.forEach(({ levels, step }, query) => {
      const at = this.#at(frame.LEVELS) / 2 + query * this.#layout.stride
      int16.set(levels, at)
      int16.fill(0, at + levels.length, at + this.#layout.stride)
      float64[this.#at(frame.STEPS) / 8 + query] = step
    })
  }

  #writeMean(): void {
    const { views } = this.#open()
    const mean = new Float64Array(this.dimensions)
    const every = Math.max(1, Math.ceil(this.count / MOST_ROWS_FOR_A_MEAN))
    let rows = 0
    for (let row = 0; row < this.count; row += every) {
      const scale = views.float32[this.#at(frame.SCALES) / 4 + row] as number
      if (scale === 0) continue
      rows += 1
      const start = this.#at(frame.CODES) + row * this.#layout.stride
      for (let d = 0; d < mean.length; d += 1) mean[d] = (mean[d] as number) + scale * (views.int8[start + d] as number)
    }
    const small = Float32Array.from(mean, (sum) => (rows === 0 ? 0 : sum / rows))
    views.float32.set(small, this.#at(frame.MEAN) / 4)
    views.float64[frame.MEAN_NORM / 8] = Math.hypot(...small)
  }
}

interface Group<T> {
  readonly first: number
  readonly items: readonly T[]
}

/** The kernels take 1, 2 or 4 queries in one pass. */
function groups<T>(items: readonly T[]): Group<T>[] {
  const all: Group<T>[] = []
  for (let first = 0; first < items.length; ) {
    const left = items.length - first
    const size = left >= MOST_QUERIES ? MOST_QUERIES : Math.min(left, 2)
    all.push({ first, items: items.slice(first, first + size) })
    first += size
  }
  return all
}
