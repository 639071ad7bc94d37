import type { RetrievalKernels, SearchResult } from '@locavore/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { describeKernels } from '../kernels.contract.js'
import { createRetrievalKernels } from './create-retrieval-kernels.js'
import { inputs, random } from './inputs.contract.js'
import * as frame from './memory/frame.js'
import type { KernelMemory } from './memory/kernel-functions.js'
import { type Layout, layOut } from './memory/layout.js'
import { RETRIEVAL_MODULE } from './memory/retrieval-module.js'
import { TypescriptMemory } from './memory/typescript-memory.js'
import { WasmMemory } from './memory/wasm-memory.js'
import { bitmap, describeRetrieval } from './retrieval.contract.js'
import { KernelScanner } from './scanner.js'

// Much is compared here; a busy machine may take long over it.
vi.setConfig({ testTimeout: 240_000 })

const typescript = () => createRetrievalKernels({ prefer: 'typescript' })
const wasm = () => createRetrievalKernels()

for (const [label, load] of Object.entries({ TypeScript: typescript, WebAssembly: wasm })) {
  describeKernels(`the ${label} retrieval kernels as kernels`, load)
  describeRetrieval(`the ${label} retrieval kernels`, load)
}

/** On, beside and between all multiples of the lanes: tails of every length up to 1,024. */
const DIMENSIONS = Array.from({ length: 1_017 }, (_, k) => k + 8).filter(
  (dimensions) => dimensions < 48 || dimensions % 16 <= 1 || dimensions % 16 === 15 || dimensions % 37 === 0,
)

describe('both retrieval kernels', () => {
  it('agree with each other to the bit and with float64, in every dimension', async () => {
    const both = [await wasm(), await typescript()]
    for (const dimensions of DIMENSIONS) {
      const { rows, query } = inputs(dimensions, dimensions % 64 === 1 ? 150 : 36).random
      const [one, other] = both.map((kernels) => outcome(kernels, dimensions, rows, query))
      expect(one, `${dimensions} dimensions`).toEqual(other)
      const [byCodes, bySigns] = one?.found ?? []
      expect(listsOf(bySigns), `${dimensions} dimensions`).toEqual(listsOf(byCodes))
      rows.forEach(({ codes, scale }, row) => {
        const exact = scale * codes.reduce((sum, code, d) => sum + code * (query[d] ?? 0), 0)
        const norms = scale * Math.hypot(...codes) * Math.hypot(...query)
        expect(Math.abs((one?.scores[row] ?? Number.NaN) - exact)).toBeLessThanOrEqual(1e-4 * norms)
      })
    }
  })

  it('leave the same numbers everywhere in their memories', async () => {
    const module = await compiled()
    for (const dimensions of [1, 2, 3, 7, 8, 31, 96, 100, 513])
      for (const [name, input] of Object.entries(inputs(dimensions, 150))) {
        const memories = [new WasmMemory(module), new TypescriptMemory()]
        const layout = memories.map((memory) => exercise(memory, dimensions, input).layout)[0] as Layout
        for (const [field, { at, bytes }] of layout.sections) {
          if (field === frame.BATCH) continue // only WebAssembly fetches ahead
          const [one, other] = memories.map(({ views }) => views.uint8.subarray(at, at + bytes))
          expect(Buffer.compare(one as Uint8Array, other as Uint8Array), `${name}, ${dimensions}, ${field}`).toBe(0)
        }
      }
  })

  it('write nowhere outside of their sections', async () => {
    const module = await compiled()
    for (const dimensions of [1, 5, 16, 33, 120, 257])
      for (const memory of [new WasmMemory(module), new TypescriptMemory()]) {
        const { layout, again } = exercise(memory, dimensions, inputs(dimensions, 90).random)
        const gaps = gapsOf(memory, layout)
        for (const [from, to] of gaps) memory.views.uint8.fill(0xab, from, to)
        again()
        for (const [from, to] of gaps)
          expect(memory.views.uint8.subarray(from, to).every((byte) => byte === 0xab)).toBe(true)
      }
  })

  it('multiply float32 matrices to the same bit', async () => {
    const next = random(5)
    for (const columns of [1, 3, 4, 5, 64, 127]) {
      const rows = Array.from({ length: 20 }, (_, row) =>
        Float32Array.from({ length: columns }, () => (next() - 0.5) * 10 ** ((row % 5) * 9 - 40)),
      )
      const vector = Float32Array.from({ length: columns }, () => next() - 0.5)
      const [one, other] = [await wasm(), await typescript()].map((kernels) => {
        const matrix = kernels.createMatrix(rows.length, columns)
        rows.forEach((row, index) => {
          matrix.set(index, row)
        })
        const out = new Float32Array(rows.length)
        matrix.multiply(vector, out)
        return out
      })
      expect(one).toEqual(other)
    }
  })
})

describe('searching by signs', () => {
  it('misses none of the best of a structured catalogue, with and without filters', async () => {
    const { scanner, queries } = await clustered(4_000, 256)
    const filters = [1, 0.5, 0.12].map((share) => {
      const next = random(3)
      return bitmap(scanner.count, () => next() < share)
    })
    let most = 0
    for (const allowed of filters)
      for (const query of queries) {
        const codes = scanner.search([query], { k: 10, allowed, method: 'codes' })[0]
        const signs = scanner.search([query], { k: 10, allowed, method: 'signs' })[0]
        expect(signs?.report.method).toBe('signs')
        expect([signs?.rows, signs?.scores]).toEqual([codes?.rows, codes?.scores])
        most = Math.max(most, signs?.report.rescored ?? 0)
      }
    expect(most).toBeLessThan(scanner.count / 2)
  })
})

describe('createRetrievalKernels', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('takes WebAssembly where it can, and says so', async () => {
    expect((await wasm()).name).toBe('wasm-simd')
    expect((await typescript()).name).toBe('typescript')
  })

  it('falls back to TypeScript where the module does not compile', async () => {
    vi.stubGlobal('WebAssembly', { compile: () => Promise.reject(new Error('invalid opcode 0xfd')) })
    expect((await wasm()).name).toBe('typescript')
  })

  it('names an unknown option', async () => {
    const options = { relaxed: true }
    await expect(createRetrievalKernels(options as object)).rejects.toMatchObject({ code: 'unknown-option' })
  })
})

function compiled(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Buffer.from(RETRIEVAL_MODULE, 'base64'))
}

type Rows = ReturnType<typeof inputs>['random']['rows']

function outcome(kernels: RetrievalKernels, dimensions: number, rows: Rows, query: Float32Array) {
  const scanner = kernels.createScanner(dimensions, 0)
  rows.forEach(({ codes, scale }, index) => {
    scanner.set(index, codes, scale)
  })
  scanner.prepare()
  const scores = new Float32Array(scanner.count)
  scanner.scan(query, scores)
  const queries = [query, query.map((value) => -value), query.map((value, d) => (d % 2 ? value : -value))]
  const found = (['codes', 'signs'] as const).map((method) =>
    scanner.search(queries, { k: 3, method, missChance: 1e-12 }),
  )
  return { scores, found }
}

function listsOf(found: readonly SearchResult[] | undefined) {
  return found?.map(({ rows, scores }) => ({ rows, scores }))
}

const K = 12

/** Uses every function, after which the layout is known; `again` uses them all once more without growing. */
function exercise(memory: KernelMemory, dimensions: number, { rows, query }: { rows: Rows; query: Float32Array }) {
  const scanner = new KernelScanner(() => memory, dimensions, 0)
  const fill = () =>
    rows.forEach(({ codes, scale }, index) => {
      scanner.set(index, codes, scale)
    })
  const allowed = bitmap(rows.length, (row) => row % 3 !== 0)
  const search = (asked: Float32Array) => {
    scanner.scan(asked, new Float32Array(rows.length))
    for (const queries of [[asked], [asked, asked], [asked, asked, asked, asked]])
      for (const method of ['codes', 'signs'] as const) {
        scanner.search(queries, { k: K, method })
        scanner.search(queries, { k: K, method, allowed })
      }
  }
  fill()
  scanner.prepare()
  // Some of the queries can not be answered by signs; one that can makes all the room there is.
  search(new Float32Array(dimensions).fill(1))
  search(query)
  const capacity = 32 * 2 ** Math.ceil(Math.log2(rows.length / 32))
  const layout = layOut({ dimensions, capacity, signs: true, queries: 1, counted: 4, heapRoom: 2 * K + 44 })
  for (const [field, { at }] of layout.sections)
    if (field !== frame.ALLOWED) expect(memory.views.uint32[field / 4]).toBe(at)
  const again = () => {
    fill()
    search(query)
  }
  return { layout, again }
}

function gapsOf({ views }: KernelMemory, layout: Layout): [number, number][] {
  const sections = [...layout.sections.values()]
  return sections.map(({ at, bytes }, index) => [at + bytes, sections[index + 1]?.at ?? views.uint8.length])
}

/** Rows around 60 centres whose spectrum decays, and queries near some of them. */
async function clustered(count: number, dimensions: number) {
  const next = random(11)
  const normal = () => next() + next() + next() + next() - 2
  const centres = Array.from({ length: 60 }, () =>
    Float32Array.from({ length: dimensions }, (_, d) => normal() / (1 + d / 8)),
  )
  const near = (index: number) =>
    Float32Array.from(
      { length: dimensions },
      (_, d) => (centres[index % 60]?.[d] ?? 0) + (normal() * 0.2) / (1 + d / 64),
    )
  const scanner = (await wasm()).createScanner(dimensions, count)
  for (let row = 0; row < count; row += 1) {
    const vector = near(row * 7)
    const scale = Math.max(...vector.map(Math.abs)) / 127
    scanner.set(
      row,
      Int8Array.from(vector, (value) => Math.round(value / scale)),
      scale,
    )
  }
  scanner.prepare()
  return { scanner, queries: Array.from({ length: 60 }, (_, index) => near(index)) }
}
