import type { Kernels, VectorScanner } from '@locavore/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** Below this, float32 results are 0. */
const SMALLEST_FLOAT = 2 ** -149

interface Rows {
  readonly dimensions: number
  readonly rows: readonly { readonly codes: Int8Array; readonly scale: number }[]
  readonly query: Float32Array
}

/** Rows and a query, with dimensions that fall on and beside every multiple of the lanes. */
export function anyRows(most = 24): fc.Arbitrary<Rows> {
  const finite = fc.float({ min: -1000, max: 1000, noNaN: true, noDefaultInfinity: true })
  return fc.integer({ min: 1, max: 130 }).chain((dimensions) =>
    fc.record({
      dimensions: fc.constant(dimensions),
      rows: fc.array(
        fc.record({
          codes: fc.int8Array({ min: -127, max: 127, minLength: dimensions, maxLength: dimensions }),
          scale: fc.oneof(fc.constant(0), fc.float({ min: Math.fround(1e-4), max: 10, noNaN: true })),
        }),
        { maxLength: most },
      ),
      query: fc
        .array(finite, { minLength: dimensions, maxLength: dimensions })
        .map((values) => Float32Array.from(values)),
    }),
  )
}

export function filled(kernels: Kernels, { dimensions, rows }: Rows, capacity = 0): VectorScanner {
  const scanner = kernels.createScanner(dimensions, capacity)
  rows.forEach(({ codes, scale }, index) => {
    scanner.set(index, codes, scale)
  })
  return scanner
}

export function scanned(scanner: VectorScanner, query: Float32Array): Float32Array {
  const out = new Float32Array(scanner.count)
  scanner.scan(query, out)
  return out
}

/** What every implementation of `Kernels` must do. */
export function describeKernels(label: string, load: () => Promise<Kernels>): void {
  describe(label, () => {
    it('agrees with float64 within 2e-3 of the product of the norms', async () => {
      const kernels = await load()
      fc.assert(
        fc.property(anyRows(), (given) => {
          const out = scanned(filled(kernels, given), given.query)
          given.rows.forEach(({ codes, scale }, index) => {
            const exact = scale * codes.reduce((sum, code, d) => sum + code * (given.query[d] ?? 0), 0)
            const norms = scale * Math.hypot(...codes) * Math.hypot(...given.query)
            expect(Math.abs((out[index] ?? Number.NaN) - exact)).toBeLessThanOrEqual(2e-3 * norms + SMALLEST_FLOAT)
          })
        }),
      )
    })

    for (const dimensions of [8, 15, 16, 17, 64, 100, 512, 768, 1024, 4096]) {
      it(`keeps the largest sums of ${dimensions} dimensions inside its integers`, async () => {
        const scanner = (await load()).createScanner(dimensions, 2)
        scanner.set(0, new Int8Array(dimensions).fill(127), 1)
        scanner.set(1, new Int8Array(dimensions).fill(-127), 1)
        const [most, least] = scanned(scanner, new Float32Array(dimensions).fill(1))
        expect(most).toBe(127 * dimensions)
        expect(least).toBe(-127 * dimensions)
      })
    }

    it('grows row by row, keeps every row, and leaves gaps empty', async () => {
      const scanner = (await load()).createScanner(3, 0)
      const query = new Float32Array([1, 1, 1])
      for (let index = 0; index < 1_000; index += 3) scanner.set(index, new Int8Array([index % 100, 1, 2]), 2)
      expect(scanner.count).toBe(1_000)
      scanned(scanner, query).forEach((value, index) => {
        expect(value).toBeCloseTo(index % 3 === 0 ? 2 * ((index % 100) + 3) : 0, 2)
      })
    })

    it('clears a row with a scale of 0 and takes it again', async () => {
      const scanner = (await load()).createScanner(2, 4)
      const query = new Float32Array([1, 0])
      scanner.set(0, new Int8Array([10, 0]), 1)
      scanner.set(1, new Int8Array([20, 0]), 1)
      scanner.set(0, new Int8Array([10, 0]), 0)
      expect([...scanned(scanner, query)]).toEqual([0, 20])
      expect(scanner.count).toBe(2)
      scanner.set(0, new Int8Array([30, 0]), 0.5)
      expect([...scanned(scanner, query)]).toEqual([15, 20])
    })

    it('gives the same results for rows loaded at once as for rows set one by one, whatever was there before', async () => {
      const kernels = await load()
      const rows = fc.array(fc.tuple(fc.int8Array({ min: -127, max: 127, minLength: 5, maxLength: 5 }), fc.boolean()))
      const scanner = kernels.createScanner(5, 1)
      fc.assert(
        fc.property(rows, (given) => {
          const scales = Float32Array.from(given, ([, present]) => (present ? 0.5 : 0))
          const codes = Int8Array.from(given.flatMap(([values, present]) => [...values.map((c) => (present ? c : 0))]))
          scanner.load(codes, scales)
          codes.fill(1)
          const other = kernels.createScanner(5, 1)
          given.forEach(([values], index) => {
            other.set(index, values, scales[index] ?? 0)
          })
          const query = new Float32Array([1, -2, 3, 0.5, -0.25])
          expect(scanner.count).toBe(given.length)
          expect(scanned(scanner, query)).toEqual(scanned(other, query))
          scanner.set(given.length + 2, new Int8Array(5).fill(3), 1)
          expect([...scanned(scanner, query)].slice(given.length, -1).map(Math.abs)).toEqual([0, 0])
        }),
      )
    })

    it('copies what it is given and writes nothing beyond its rows', async () => {
      const scanner = (await load()).createScanner(2, 1)
      const codes = new Int8Array([5, 5])
      scanner.set(0, codes, 1)
      codes.fill(99)
      const out = new Float32Array([7, 7, 7])
      scanner.scan(new Float32Array([1, 1]), out)
      expect([...out]).toEqual([10, 7, 7])
    })

    it('holds rows apart in two scanners', async () => {
      const kernels = await load()
      const [a, b] = [kernels.createScanner(1, 1), kernels.createScanner(1, 1)]
      a.set(0, new Int8Array([1]), 1)
      b.set(0, new Int8Array([2]), 1)
      a.close()
      expect([...scanned(b, new Float32Array([1]))]).toEqual([2])
    })

    it('answers a zero query with zeros and an empty scanner with nothing', async () => {
      const scanner = (await load()).createScanner(2, 1)
      expect(scanned(scanner, new Float32Array(2))).toHaveLength(0)
      scanner.set(0, new Int8Array([5, -5]), 1)
      expect([...scanned(scanner, new Float32Array(2))]).toEqual([0])
    })

    it('refuses what would read or write out of bounds, and harms no row', async () => {
      const kernels = await load()
      const scanner = kernels.createScanner(4, 2)
      scanner.set(0, new Int8Array([1, 2, 3, 4]), 1)
      const refused: [string, () => unknown][] = [
        ['invalid-vector', () => scanner.set(0, new Int8Array(5), 1)],
        ['invalid-vector', () => scanner.set(0, new Int8Array(3), 1)],
        ['invalid-vector', () => scanner.set(0, new Int8Array(4), Number.NaN)],
        ['invalid-vector', () => scanner.set(0, new Int8Array(4), -1)],
        ['invalid-argument', () => scanner.set(-1, new Int8Array(4), 1)],
        ['invalid-argument', () => scanner.set(0.5, new Int8Array(4), 1)],
        ['invalid-vector', () => scanner.load(new Int8Array(5), new Float32Array(1))],
        ['invalid-vector', () => scanner.load(new Int8Array(4), Float32Array.of(-1))],
        ['invalid-vector', () => scanner.scan(new Float32Array(3), new Float32Array(1))],
        ['invalid-vector', () => scanner.scan(new Float32Array([1, Number.NaN, 0, 0]), new Float32Array(1))],
        ['invalid-argument', () => scanner.scan(new Float32Array(4), new Float32Array(0))],
        ['invalid-argument', () => kernels.createScanner(0, 1)],
        ['invalid-argument', () => kernels.createScanner(1.5, 1)],
        ['invalid-argument', () => kernels.createScanner(4, -1)],
      ]
      for (const [code, call] of refused) expect(call).toThrowError(expect.objectContaining({ code }))
      expect(scanned(scanner, new Float32Array([1, 1, 1, 1]))[0]).toBeCloseTo(10, 3)
    })

    it('is closed after close', async () => {
      const scanner = (await load()).createScanner(2, 1)
      scanner.close()
      const closed = expect.objectContaining({ code: 'closed' })
      expect(() => scanner.set(0, new Int8Array(2), 1)).toThrowError(closed)
      expect(() => scanner.load(new Int8Array(2), new Float32Array(1))).toThrowError(closed)
      expect(() => scanner.scan(new Float32Array(2), new Float32Array(1))).toThrowError(closed)
    })
  })
}
