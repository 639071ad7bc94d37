// The way a page is written without a library: float32 vectors in one array, a loop, the ten best. It is also what
// says which lists are right.
import { writeFile } from 'node:fs/promises'
import { FILTERS, filterOf, readFloats } from './sets.mjs'
import { residentBytes, timed } from './timing.mjs'

const K = 10

export async function measureLoop({ set, files }) {
  const { rows, dimensions } = set
  const queries = split(await readFloats(files.queries), dimensions)
  const before = residentBytes()
  const start = performance.now()
  const vectors = await readFloats(files.vectors)
  const restoreMs = performance.now() - start
  const bytes = residentBytes() - before
  const scores = new Float64Array(rows)
  const filters = FILTERS.map((filter) => filterOf(filter, rows))
  const exact = {}
  const { queryMs } = await timed(queries, (query) => {
    scoreAll(vectors, query, scores)
    return best(scores, undefined)
  })
  for (const { name } of FILTERS) exact[name] = []
  for (const query of queries) {
    scoreAll(vectors, query, scores)
    for (const [index, { name }] of FILTERS.entries()) exact[name].push(best(scores, filters[index]))
  }
  await writeFile(files.exact, JSON.stringify(exact))
  return [{ method: 'float32 loop', buildMs: 0, queryMs, recall10: 1, identical: 1, restoreMs, bytes }]
}

export function split(values, dimensions) {
  return Array.from({ length: values.length / dimensions }, (_, index) =>
    values.slice(index * dimensions, (index + 1) * dimensions),
  )
}

function scoreAll(vectors, query, scores) {
  const dimensions = query.length
  for (let row = 0, at = 0; row < scores.length; row += 1, at += dimensions) {
    let sum = 0
    for (let d = 0; d < dimensions; d += 1) sum += vectors[at + d] * query[d]
    scores[row] = sum
  }
}

/** Insertion into a short list, which is as fast as any heap for ten. */
function best(scores, allowed) {
  const rows = []
  let least = Number.NEGATIVE_INFINITY
  for (let row = 0; row < scores.length; row += 1) {
    const score = scores[row]
    if (score <= least && rows.length === K) continue
    if (allowed !== undefined && !(allowed[row >> 5] & (1 << (row & 31)))) continue
    let place = rows.length
    while (place > 0 && scores[rows[place - 1]] < score) place -= 1
    rows.splice(place, 0, row)
    if (rows.length > K) rows.pop()
    least = scores[rows.at(-1)]
  }
  return rows
}
