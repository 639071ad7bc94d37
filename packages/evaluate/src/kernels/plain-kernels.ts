import type { Kernels } from '@locavore/core'

/** The scan in plain TypeScript: a study needs answers, not speed. */
export const plainKernels: Kernels = {
  name: 'typescript',
  createScanner(dimensions) {
    const rows: ({ readonly codes: Int8Array; readonly scale: number } | undefined)[] = []
    return {
      dimensions,
      get count() {
        return rows.length
      },
      set(index, codes, scale) {
        while (rows.length <= index) rows.push(undefined)
        rows[index] = scale === 0 ? undefined : { codes: codes.slice(), scale }
      },
      load(codes, scales) {
        rows.length = 0
        scales.forEach((scale, index) => {
          this.set(index, codes.subarray(index * dimensions, (index + 1) * dimensions), scale)
        })
      },
      scan(query, out) {
        rows.forEach((row, index) => {
          let sum = 0
          if (row !== undefined) {
            for (let d = 0; d < dimensions; d += 1) sum += (row.codes[d] as number) * (query[d] as number)
          }
          out[index] = sum * (row?.scale ?? 0)
        })
      },
      close() {
        rows.length = 0
      },
    }
  },
}
