import { LocavoreError } from '@locavore/core'
import { encode, rotate } from '../twin/encode.js'
import { multiply } from '../twin/multiply.js'
import { settle, settleFloor } from '../twin/settle.js'
import { sift, tally } from '../twin/sift.js'
import { scan, sweep } from '../twin/sweep.js'
import { type KernelFunctions, type KernelMemory, type MemoryViews, viewsOf } from './kernel-functions.js'

/** The same layout in an ordinary buffer, with the twins of the WebAssembly functions. */
export class TypescriptMemory implements KernelMemory {
  readonly functions: KernelFunctions
  views: MemoryViews = viewsOf(new ArrayBuffer(0))

  constructor() {
    this.functions = {
      scan: (queries, rows) => scan(this.views, queries, rows),
      sweep: (queries, from, to) => sweep(this.views, queries, from, to),
      encode: (from, to) => encode(this.views, from, to),
      tally: (queries, from, to) => tally(this.views, queries, from, to),
      sift: (queries, from, to) => sift(this.views, queries, from, to),
      settleFloor: (query) => settleFloor(this.views, query),
      settle: (query, atEnd) => settle(this.views, query, atEnd),
      rotate: () => rotate(this.views),
      multiply: (rows, columns, matrix, vector, out) => multiply(this.views, rows, columns, matrix, vector, out),
    }
  }

  grow(bytes: number): void {
    if (bytes <= this.views.uint8.length) return
    try {
      const larger = viewsOf(new ArrayBuffer(Math.ceil(bytes / 64) * 64))
      larger.uint8.set(this.views.uint8)
      this.views = larger
    } catch (cause) {
      throw new LocavoreError(
        'internal',
        `The vector kernels could not get ${bytes} bytes. Use fewer items or fewer dimensions.`,
        { bytes },
        cause,
      )
    }
  }
}
