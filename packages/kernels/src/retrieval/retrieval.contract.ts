import type { RetrievalKernels, RetrievalScanner, SearchOptions } from '@locavore/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyRows, filled, scanned } from '../kernels.contract.js'
import { inputs, random } from './inputs.contract.js'

/** Seldom enough that a wrong list is a fault, not bad luck. */
const NEVER = 1e-12

/** The best rows by the scores a scan gives, found the slow way. */
export function naiveBest(
  scores: ArrayLike<number>,
  present: (row: number) => boolean,
  k: number,
): { rows: number[]; scores: number[] } {
  const rows = Array.from(scores, (_, row) => row)
    .filter(present)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
    .slice(0, k)
  return { rows, scores: rows.map((row) => scores[row] as number) }
}

export function bitmap(count: number, passes: (row: number) => boolean): Uint32Array {
  const words = new Uint32Array(Math.ceil(count / 32))
  for (let row = 0; row < count; row += 1)
    if (passes(row)) words[row >> 5] = ((words[row >> 5] as number) | (1 << (row & 31))) >>> 0
  return words
}

function best(scanner: RetrievalScanner, query: Float32Array, options: SearchOptions) {
  const result = scanner.search([query], options)[0]
  return { rows: [...(result?.rows ?? [])], scores: [...(result?.scores ?? [])] }
}

/** What every implementation of `RetrievalKernels` must do, besides what every `Kernels` must. */
export function describeRetrieval(label: string, load: () => Promise<RetrievalKernels>): void {
  describe(label, () => {
    for (const method of ['codes', 'signs'] as const)
      it(`finds by ${method} the rows that a scan scores highest, under any filter`, async () => {
        const kernels = await load()
        const case_ = fc.record({
          given: anyRows(200),
          k: fc.integer({ min: 1, max: 210 }),
          share: fc.constantFrom(0, 0.001, 0.05, 0.5, 1),
        })
        fc.assert(
          fc.property(case_, ({ given, k, share }) => {
            const scanner = filled(kernels, given) as RetrievalScanner
            scanner.prepare()
            const next = random(k)
            const passing = new Set([...given.rows.keys()].filter(() => next() < share))
            const scores = scanned(scanner, given.query)
            const present = (row: number) => passing.has(row) && Math.fround(given.rows[row]?.scale ?? 0) > 0
            const allowed = bitmap(scanner.count, (row) => passing.has(row))
            const found = best(scanner, given.query, { k, allowed, method, missChance: NEVER })
            expect(found).toEqual(naiveBest(scores, present, k))
          }),
          { numRuns: 60 },
        )
      })

    for (const [name, { rows, query }] of Object.entries(inputs(96, 700)))
      it(`finds the same by signs as by codes: ${name}`, async () => {
        const scanner = (await load()).createScanner(96, rows.length)
        rows.forEach(({ codes, scale }, index) => {
          scanner.set(index, codes, scale)
        })
        expect(scanner.prepare()).toBe(0)
        const codes = best(scanner, query, { k: 10, method: 'codes' })
        expect(best(scanner, query, { k: 10, method: 'signs', missChance: NEVER })).toEqual(codes)
        const present = (row: number) => Math.fround(rows[row]?.scale ?? 0) > 0
        expect(codes).toEqual(naiveBest(scanned(scanner, query), present, 10))
      })

    it('answers each of any number of queries as if it were alone', async () => {
      const scanner = (await load()).createScanner(40, 0)
      const { rows } = inputs(40, 300).random
      rows.forEach(({ codes, scale }, index) => {
        scanner.set(index, codes, scale)
      })
      scanner.prepare()
      const next = random(7)
      const queries = Array.from({ length: 9 }, () => Float32Array.from({ length: 40 }, () => next() - 0.5))
      for (let count = 0; count <= queries.length; count += 1) {
        const some = queries.slice(0, count)
        const outs = some.map(() => new Float32Array(scanner.count))
        scanner.scanMany(some, outs)
        expect(outs).toEqual(some.map((query) => scanned(scanner, query)))
        for (const method of ['codes', 'signs'] as const)
          expect(scanner.search(some, { k: 5, method })).toEqual(
            some.flatMap((query) => scanner.search([query], { k: 5, method })),
          )
      }
    })

    it('sees a row added, changed or removed in the next search', async () => {
      const scanner = (await load()).createScanner(8, 0)
      for (let row = 0; row < 100; row += 1) scanner.set(row, new Int8Array(8).fill(row % 50), 0.01)
      expect(scanner.prepare(30)).toBe(70)
      expect(scanner.prepared).toBe(30)
      expect(scanner.prepare()).toBe(0)
      const query = new Float32Array(8).fill(1)
      const first = () => best(scanner, query, { k: 1, method: 'signs' }).rows[0]
      expect(first()).toBe(49)
      scanner.set(17, new Int8Array(8).fill(100), 0.01)
      expect(first()).toBe(17)
      scanner.set(260, new Int8Array(8).fill(110), 0.01)
      expect(scanner.prepared).toBe(261)
      expect(first()).toBe(260)
      scanner.set(260, new Int8Array(8), 0)
      expect(first()).toBe(17)
      scanner.set(17, new Int8Array(8).fill(1), 0.01)
      expect(first()).toBe(49)
    })

    it('says how it searched, and goes by signs only where that pays', async () => {
      const scanner = (await load()).createScanner(200, 3_000)
      const { query } = inputs(200, 1).random
      const next = random(5)
      // Most rows lie far from the query; what is left between them is for the signs to tell.
      for (let row = 0; row < 3_000; row += 1) {
        const sign = row % 50 === 0 ? 1 : -1
        scanner.set(
          row,
          Int8Array.from(query, (value) => Math.round(sign * 200 * value + 20 * (next() - 0.5))),
          0.01,
        )
      }
      const report = (options: Partial<SearchOptions> = {}) => scanner.search([query], { k: 10, ...options })[0]?.report
      const byCodes = { method: 'codes', allowed: 3_000, rescored: 3_000, widened: false, missChance: 0 }
      expect(report()).toEqual(byCodes)
      scanner.prepare()
      expect(report()).toMatchObject({ method: 'signs', allowed: 3_000, missChance: 0.001 })
      expect(report()?.rescored).toBeLessThan(100)
      expect(report({ method: 'codes' })).toEqual(byCodes)
      const narrow = bitmap(3_000, (row) => row % 100 === 0)
      expect(report({ allowed: narrow })).toMatchObject({ method: 'codes', allowed: 30, rescored: 30 })
      const huge = scanner.search([query.map((value) => value * 1e37)], { k: 10, method: 'signs' })[0]
      expect(huge?.report.method).toBe('codes')
      expect(huge?.rows).toEqual(scanner.search([query], { k: 10 })[0]?.rows)
    })

    it('widens where signs say little, and says so; where they say nothing it goes by codes', async () => {
      const scanner = (await load()).createScanner(200, 3_000)
      const { rows, query } = inputs(200, 3_000).random
      rows.forEach(({ codes, scale }, index) => {
        scanner.set(index, codes, scale)
      })
      scanner.prepare()
      const search = (options: Partial<SearchOptions>) => scanner.search([query], { k: 10, ...options })[0]
      const report = (options: Partial<SearchOptions>) => search(options)?.report
      expect(report({ method: 'signs' })).toMatchObject({ method: 'signs', widened: true })
      expect(report({ method: 'signs' })?.rescored).toBeLessThan(3_000)
      const seldom = report({ method: 'signs', missChance: 1e-9 })?.rescored
      expect(seldom).toBeGreaterThan(report({ method: 'signs' })?.rescored ?? 0)
      expect(report({})).toMatchObject({ method: 'codes', rescored: 3_000 })
      expect(search({})?.rows).toEqual(search({ method: 'codes' })?.rows)
    })

    it('refuses what it does not understand, and harms nothing', async () => {
      const kernels = await load()
      const scanner = kernels.createScanner(4, 40)
      for (let row = 0; row < 40; row += 1) scanner.set(row, new Int8Array([row, 0, 0, 0]), 1)
      const query = new Float32Array([1, 0, 0, 0])
      const search = (options: object) => () => scanner.search([query], { k: 1, ...options })
      const refused: [string, () => unknown][] = [
        ['invalid-argument', search({ k: 0 })],
        ['invalid-argument', search({ k: 1.5 })],
        ['invalid-argument', search({ k: 65_537 })],
        ['invalid-argument', search({ allowed: new Uint32Array(1) })],
        ['invalid-argument', search({ method: 'bits' })],
        ['invalid-argument', search({ missChance: 0 })],
        ['invalid-argument', search({ missChance: 1 })],
        ['invalid-argument', search({ missChance: Number.NaN })],
        ['unknown-option', search({ filter: new Uint32Array(2) })],
        ['invalid-vector', () => scanner.search([new Float32Array(3)], { k: 1 })],
        ['invalid-vector', () => scanner.search([new Float32Array([1, Number.NaN, 0, 0])], { k: 1 })],
        ['invalid-vector', () => scanner.set(0, new Int8Array([-128, 0, 0, 0]), 1)],
        ['invalid-argument', () => scanner.prepare(0)],
        ['invalid-argument', () => scanner.scanMany([query], [])],
        ['invalid-argument', () => scanner.scanMany([query, query], [new Float32Array(40), new Float32Array(39)])],
      ]
      for (const [code, call] of refused) expect(call).toThrowError(expect.objectContaining({ code }))
      expect(best(scanner, query, { k: 2 }).rows).toEqual([39, 38])
      scanner.close()
      expect(search({})).toThrowError(expect.objectContaining({ code: 'closed' }))
      expect(() => scanner.prepare()).toThrowError(expect.objectContaining({ code: 'closed' }))
    })

    it('multiplies a float32 matrix as float64 does', async () => {
      const kernels = await load()
      const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: -(2 ** 60), max: 2 ** 60 })
      const shape = fc.record({ rows: fc.integer({ min: 0, max: 9 }), columns: fc.integer({ min: 1, max: 67 }) })
      const given = shape.chain(({ rows, columns }) => {
        const row = fc.array(number, { minLength: columns, maxLength: columns })
        return fc.record({ rows: fc.array(row, { minLength: rows, maxLength: rows }), vector: row })
      })
      fc.assert(
        fc.property(given, ({ rows, vector }) => {
          const matrix = kernels.createMatrix(rows.length, vector.length)
          rows.forEach((row, index) => {
            matrix.set(index, Float32Array.from(row))
          })
          const out = new Float32Array(rows.length + 1).fill(7)
          matrix.multiply(Float32Array.from(vector), out)
          rows.forEach((row, index) => {
            const terms = row.map((value, d) => value * (vector[d] ?? 0))
            const exact = terms.reduce((sum, term) => sum + term, 0)
            const reach = terms.reduce((sum, term) => sum + Math.abs(term), 0)
            const tolerance = 2 ** -24 * Math.abs(exact) + 2 ** -45 * reach + 2 ** -149
            expect(Math.abs((out[index] ?? Number.NaN) - exact)).toBeLessThanOrEqual(tolerance)
          })
          expect(out[rows.length]).toBe(7)
        }),
      )
    })

    it('refuses rows and vectors that do not fit a matrix', async () => {
      const kernels = await load()
      const matrix = kernels.createMatrix(2, 3)
      const refused: [string, () => unknown][] = [
        ['invalid-argument', () => matrix.set(2, new Float32Array(3))],
        ['invalid-argument', () => matrix.set(-1, new Float32Array(3))],
        ['invalid-vector', () => matrix.set(0, new Float32Array(4))],
        ['invalid-vector', () => matrix.set(0, new Float32Array([0, Number.NaN, 0]))],
        ['invalid-vector', () => matrix.multiply(new Float32Array(2), new Float32Array(2))],
        ['invalid-vector', () => matrix.multiply(new Float32Array([0, 0, 1 / 0]), new Float32Array(2))],
        ['invalid-argument', () => matrix.multiply(new Float32Array(3), new Float32Array(1))],
        ['invalid-argument', () => kernels.createMatrix(2, 0)],
        ['invalid-argument', () => kernels.createMatrix(-1, 2)],
      ]
      for (const [code, call] of refused) expect(call).toThrowError(expect.objectContaining({ code }))
      matrix.close()
      expect(() => matrix.set(0, new Float32Array(3))).toThrowError(expect.objectContaining({ code: 'closed' }))
    })
  })
}
