// One peer through its own public API, on the same items.
import { split } from './measure-loop.mjs'
import { FILTERS, filterOf, readFloats, readJson } from './sets.mjs'
import { compare, residentBytes, timed } from './timing.mjs'

const K = 10
const NARROW = FILTERS.find(({ share }) => share === 0.05)

export async function measurePeer({ set, files, peer }) {
  const { create } = await import(`./peers/${peer}.mjs`)
  const { dimensions, rows } = set
  const queries = split(await readFloats(files.queries), dimensions)
  const vectors = split(await readFloats(files.vectors), dimensions)
  const exact = await readJson(files.exact)
  const allowed = filterOf(NARROW, rows)
  const passes = (row) => (allowed[row >> 5] & (1 << (row & 31))) !== 0
  const before = residentBytes()
  const start = performance.now()
  const index = await create(vectors, dimensions, passes)
  const common = { buildMs: performance.now() - start, bytes: residentBytes() - before }
  const { queryMs, answers } = await timed(queries, (query) => index.query(query, K))
  common.restoreMs = index.restore === undefined ? null : await index.restore()
  const table = [{ method: peer, ...common, queryMs, ...compare(answers, exact.all) }]
  if (index.filtered !== undefined) {
    const some = await timed(queries, (query) => index.filtered(query, K, passes))
    const method = `${peer}, ${NARROW.name}`
    table.push({ method, ...common, queryMs: some.queryMs, ...compare(some.answers, exact[NARROW.name]) })
  }
  if (index.remove !== undefined) table.push({ ...common, ...(await removal(index, vectors, peer)), recall10: null })
  return table
}

/** Removes a row, and looks whether a query with its own vector still finds it. */
async function removal(index, vectors, peer) {
  const row = Math.floor(vectors.length / 3)
  const start = performance.now()
  await index.remove(row, vectors[row])
  const queryMs = performance.now() - start
  const found = await index.query(vectors[row], K)
  return { method: `${peer}, one row removed${found.includes(row) ? ' (still found)' : ''}`, queryMs }
}
