import type { Kernels } from '@locavore/core'

/** Scans in plain loops, for tests: this package has no kernels of its own. */
export const plainKernels: Kernels = {
  name: 'typescript',
  createScanner: (dimensions) => {
    const rows: number[][] = []
    return {
      dimensions,
      get count() {
        return rows.length
      },
      set: (index, codes, scale) => {
        while (rows.length <= index) rows.push([])
        rows[index] = scale === 0 ? [] : Array.from(codes, (code) => code * scale)
      },
      scan: (query, out) => {
        rows.forEach((row, index) => {
          out[index] = row.reduce((sum, value, d) => sum + value * (query[d] ?? 0), 0)
        })
      },
      close: () => {},
    }
  },
}
