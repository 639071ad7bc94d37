// One peer through its own public API, on the same items.
import { split } from './measure-loop.mjs'
import { readFloats, readJson } from './sets.mjs'
import { compare, residentBytes, timed } from './timing.mjs'

const K = 10

export async function measurePeer({ set, files, peer }) {
  const { create } = await import(`./peers/${peer}.mjs`)
  const { dimensions } = set
  const queries = split(await readFloats(files.queries), dimensions)
  const vectors = split(await readFloats(files.vectors), dimensions)
  const exact = await readJson(files.exact)
  const before = residentBytes()
  const start = performance.now()
  const index = await create(vectors, dimensions)
  const buildMs = performance.now() - start
  const bytes = residentBytes() - before
  const { queryMs, answers } = await timed(queries, (query) => index.query(query, K))
  const restoreMs = index.restore === undefined ? null : await index.restore()
  return [{ method: peer, buildMs, queryMs, ...compare(answers, exact.all), restoreMs, bytes }]
}
