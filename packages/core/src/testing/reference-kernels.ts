import type { Kernels, VectorScanner } from '../kernels.js'

/** Exact float64 scans for tests: core may not import the real kernels, and a model should be simpler than both. */
export const referenceKernels: Kernels = {
  name: 'typescript',
  createScanner: (dimensions) => new ReferenceScanner(dimensions),
}

class ReferenceScanner implements VectorScanner {
  readonly dimensions: number
  readonly #rows: number[][] = []

  constructor(dimensions: number) {
    this.dimensions = dimensions
  }

  get count(): number {
    return this.#rows.length
  }

  set(index: number, codes: Int8Array, scale: number): void {
    while (this.#rows.length <= index) this.#rows.push([])
    this.#rows[index] = scale === 0 ? [] : Array.from(codes, (code) => code * scale)
  }

  load(codes: Int8Array, scales: Float32Array): void {
    this.#rows.length = 0
    scales.forEach((scale, index) => {
      this.set(index, codes.subarray(index * this.dimensions, (index + 1) * this.dimensions), scale)
    })
  }

  scan(query: Float32Array, out: Float32Array): void {
    this.#rows.forEach((row, index) => {
      out[index] = row.reduce((sum, value, d) => sum + value * (query[d] ?? 0), 0)
    })
  }

  close(): void {}
}
