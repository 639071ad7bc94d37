import { describe, expect, it } from 'vitest'
import { createRetrievalKernels } from './create-retrieval-kernels.js'
import { random } from './inputs.contract.js'
import { naiveBest } from './retrieval.contract.js'
import { quantiseRows } from './rows/quantise-rows.js'
import { searchExact } from './search-exact.js'

const DIMENSIONS = 24

async function catalogue(count: number, spread: number) {
  const next = random(count)
  const vectors = new Float32Array(count * DIMENSIONS)
  for (let row = 0; row < count; row += 1) {
    const vector = Array.from({ length: DIMENSIONS }, (_, d) => (d === 0 ? 1 : 0) + spread * (next() - 0.5))
    const length = Math.hypot(...vector)
    vectors.set(
      vector.map((value) => value / length),
      row * DIMENSIONS,
    )
  }
  const scanner = (await createRetrievalKernels()).createScanner(DIMENSIONS, count)
  const { codes, scales } = quantiseRows(vectors, DIMENSIONS)
  for (let row = 0; row < count; row += 1)
    scanner.set(row, codes.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), scales[row] as number)
  scanner.prepare()
  const readVectors = (rows: Uint32Array) =>
    Float32Array.from({ length: rows.length * DIMENSIONS }, (_, k) => {
      const row = rows[Math.floor(k / DIMENSIONS)] as number
      return vectors[row * DIMENSIONS + (k % DIMENSIONS)] as number
    })
  const query = Float32Array.from({ length: DIMENSIONS }, () => next() - 0.5)
  const exact = Float64Array.from({ length: count }, (_, row) =>
    query.reduce((sum, value, d) => sum + value * (vectors[row * DIMENSIONS + d] as number), 0),
  )
  return { scanner, readVectors, query, exact }
}

describe('searchExact', () => {
  it.each([
    ['rows far apart', 3_000, 2, false],
    ['rows so close that rounding hides their order', 3_000, 0.01, true],
  ])('gives the order of the float32 vectors: %s', async (_, count, spread, widened) => {
    const { scanner, readVectors, query, exact } = await catalogue(count, spread)
    const found = await searchExact(scanner, query, { k: 10, readVectors })
    const wanted = naiveBest(exact, () => true, 10)
    expect([...found.rows]).toEqual(wanted.rows)
    expect(found.scores).toEqual(Float32Array.from(wanted.scores))
    expect(found.report).toMatchObject({ widened, sure: true })
    expect(found.report.read).toBeGreaterThanOrEqual(32)
  })

  it('takes vectors that come later, filters, and fewer rows than wanted', async () => {
    const { scanner, readVectors, query, exact } = await catalogue(50, 2)
    const allowed = new Uint32Array([0b1011, 0])
    const later = async (rows: Uint32Array) => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return readVectors(rows)
    }
    const found = await searchExact(scanner, query, { k: 10, allowed, readVectors: later })
    expect([...found.rows]).toEqual(naiveBest(exact, (row) => [0, 1, 3].includes(row), 10).rows)
    expect(found.report).toEqual({ read: 3, widened: false, sure: true })
    const none = await searchExact(scanner, query, { k: 10, allowed: new Uint32Array(2), readVectors })
    expect([...none.rows]).toEqual([])
  })

  it('says what went wrong', async () => {
    const { scanner, readVectors, query } = await catalogue(50, 2)
    const run = (options: object) => searchExact(scanner, query, { k: 10, readVectors, ...options })
    await expect(run({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted', name: 'AbortError' })
    await expect(run({ readVectors: () => new Float32Array(3) })).rejects.toMatchObject({ code: 'invalid-vector' })
    await expect(run({ readVectors: () => Promise.reject(new Error('disk')) })).rejects.toThrow('disk')
    await expect(run({ k: 0 })).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(run({ spare: 5 })).rejects.toMatchObject({ code: 'unknown-option' })
  })
})
