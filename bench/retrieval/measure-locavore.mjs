// Our kernels, in every way they can be asked.
import { createRetrievalKernels, quantiseRows, searchExact } from '@locavore/kernels/retrieval'
import { median } from '../support/report.mjs'
import { split } from './measure-loop.mjs'
import { FILTERS, filterOf, readFloats, readJson } from './sets.mjs'
import { compare, residentBytes, timed } from './timing.mjs'

const K = 10
const CHANGES = 200
const CHUNK_ROWS = 20_000

export async function measureLocavore({ set, files, prefer }) {
  const kernels = await createRetrievalKernels({ prefer })
  const label = `locavore ${kernels.name === 'wasm-simd' ? 'SIMD' : 'TypeScript'}`
  const { rows, dimensions } = set
  const queries = split(await readFloats(files.queries), dimensions)
  const exact = await readJson(files.exact)
  const vectors = await readFloats(files.vectors)
  const built = build(kernels, vectors, set)
  const { scanner } = built
  const common = { buildMs: built.buildMs, restoreMs: built.restoreMs, bytes: built.bytes }
  const table = []
  const push = (method, row) => table.push({ method: `${label}, ${method}`, ...common, ...row })
  const add = (method, { queryMs, answers }, right, extra) =>
    push(method, { queryMs, ...compare(answers, right), ...extra })

  const byCodes = []
  for (const method of ['codes', 'signs']) {
    let [rescored, widened] = [0, 0]
    const one = await timed(queries, (query) => {
      const [found] = scanner.search([query], { k: K, method })
      rescored += found.report.rescored
      widened += found.report.widened ? 1 : 0
      return [...found.rows]
    })
    rescored /= one.answers.length
    widened /= one.answers.length
    if (method === 'codes') byCodes.push(...one.answers)
    const { identical: asCodes } = compare(one.answers.slice(0, byCodes.length), byCodes)
    add(method, one, exact.all, { rescored, widened, asCodes, touchedBytes: touchedBytes(method, set, rescored) })
    if (prefer === 'typescript') continue
    const fours = queries.map((_, index) => [0, 1, 2, 3].map((step) => queries[(index + step) % queries.length]))
    const four = await timed(fours, (some) => [...scanner.search(some, { k: K, method })[0].rows])
    add(`${method}, 4 queries (together)`, four, exact.all, {})
  }
  const readVectors = (some) => {
    const out = new Float32Array(some.length * dimensions)
    for (let index = 0; index < some.length; index += 1)
      out.set(vectors.subarray(some[index] * dimensions, (some[index] + 1) * dimensions), index * dimensions)
    return out
  }
  for (const filter of prefer === 'typescript' ? FILTERS.slice(0, 1) : FILTERS) {
    const allowed = filterOf(filter, rows)
    let read = 0
    const one = await timed(queries, async (query) => {
      const found = await searchExact(scanner, query, {
        k: K,
        readVectors,
        ...(allowed === undefined ? {} : { allowed }),
      })
      read += found.report.read
      return [...found.rows]
    })
    add(filter.share === 1 ? 'exact' : `exact, ${filter.name}`, one, exact[filter.name], {
      read: read / one.answers.length,
    })
  }
  if (prefer !== 'typescript') push('one row written', { queryMs: changeMs(scanner, vectors, set), recall10: null })
  return table
}

/** Build: quantise, fill, prepare. Restore: fill from codes as they are kept, prepare. */
function build(kernels, vectors, { rows, dimensions }) {
  const start = performance.now()
  const parts = []
  for (let first = 0; first < rows; first += CHUNK_ROWS)
    parts.push(quantiseRows(vectors.subarray(first * dimensions, (first + CHUNK_ROWS) * dimensions), dimensions))
  const quantised = performance.now() - start
  const before = residentBytes()
  const filling = performance.now()
  const scanner = kernels.createScanner(dimensions, rows)
  parts.forEach(({ codes, scales }, part) => {
    scales.forEach((scale, row) => {
      scanner.set(part * CHUNK_ROWS + row, codes.subarray(row * dimensions, (row + 1) * dimensions), scale)
    })
  })
  scanner.prepare()
  const restoreMs = performance.now() - filling
  return { scanner, buildMs: quantised + restoreMs, restoreMs, bytes: residentBytes() - before }
}

/** What a query has to read at least once: codes and scales, or signs, a number a row, and the codes of some. */
function touchedBytes(method, { rows, dimensions }, rescored) {
  return method === 'codes' ? rows * (dimensions + 4) : rows * (dimensions / 8 + 4) + rescored * dimensions
}

/** Writes rows that are already there again, and checks that the search sees a removal. */
function changeMs(scanner, vectors, { rows, dimensions }) {
  const times = []
  for (let change = 0; change < CHANGES; change += 1) {
    const row = (change * 7_919) % rows
    const vector = vectors.slice(row * dimensions, (row + 1) * dimensions)
    const { codes, scales } = quantiseRows(vector, dimensions)
    scanner.set(row, codes, 0)
    if (scanner.search([vector], { k: 1 })[0].rows[0] === row) throw new Error('A removed row was found.')
    const start = performance.now()
    scanner.set(row, codes, scales[0])
    times.push(performance.now() - start)
    if (!scanner.search([vector], { k: 5 })[0].rows.includes(row)) throw new Error('A row that was added is missing.')
  }
  return median(times)
}
