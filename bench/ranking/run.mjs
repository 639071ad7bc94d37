// How long a list of 100,000 items takes: factors and embeddings of 64 numbers, item-item weights, a filter, re-ranking for
// diversity, explanations. Beside it the loop most people would write, over embeddings of 512 numbers.
// Usage: pnpm bench:ranking [--json FILE] [--quick]. No browser; one core. Random data of a shape that has structure.
import { cpus, loadavg } from 'node:os'
import { Catalogue, createRandom, recommend, SimilarityCache } from '@locavore/core'
import { createRetrievalKernels } from '@locavore/kernels/retrieval'
import { median, printTable, writeJson } from '../support/report.mjs'
import { makeItems, makeLearnt, makeVectors, personOf } from './world.mjs'

const quick = process.argv.includes('--quick')
const ITEMS = quick ? 20_000 : 100_000
const DIMENSIONS = 64
const LOOP_DIMENSIONS = 512
const LIKES = 50
const LISTS = quick ? 40 : 200
const LOOPS = quick ? 5 : 25
const PAGE = 20
const LIMIT_MS = 10
const LEAST_FASTER = 8

const random = createRandom(11)
const kernels = await createRetrievalKernels()
globalThis.gc?.()
const before = memory()

const vectors = makeVectors(random, ITEMS, DIMENSIONS)
const catalogue = new Catalogue({ kernels, space: { id: 'bench@1', dimensions: DIMENSIONS, modalities: ['text'] } })
const fillMs = timed(() => {
  for (const { item, text } of makeItems(random, ITEMS, vectors, DIMENSIONS)) catalogue.add(item, { text })
})
const learnt = makeLearnt(random, ITEMS, DIMENSIONS)
const similarities = new SimilarityCache(catalogue)
const people = Array.from({ length: 20 }, () => personOf(random, ITEMS, LIKES))
const list = (person, filter) => {
  const context = { catalogue, similarities, learnt, profile: people[person % people.length] }
  return recommend(context, filter === undefined ? {} : { filter }).take(PAGE)
}
const firstMs = timed(() => list(0))
const prepareMs = timed(() => {
  while (catalogue.prepare(10_000)) {
    // One step after the other.
  }
})
globalThis.gc?.()
const bytesPerItem = (memory() - before) / ITEMS

const filters = [
  ['no filter', undefined],
  ['half', { half: true }],
  ['a twentieth', { twentieth: 3 }],
  ['a thousandth', { thousandth: 5 }],
]
const rows = filters.map(([name, filter]) => ({ filter: name, ...times(LISTS, (k) => list(k, filter)) }))
const changes = times(LISTS, (k) => {
  catalogue.put(catalogue.itemAt(k), { text: catalogue.modality('text').matrix.row(k + 1) })
})

const loop = naiveLoop(random)
const slowest = Math.max(...rows.map(({ p95Ms }) => p95Ms))
const faster = loop.p50Ms / Math.max(...rows.map(({ p50Ms }) => p50Ms))
printTable([
  ['100,000 items, 64 numbers, item-item weights', 'p50 ms', 'p95 ms'],
  ...rows.map((row) => [`list of ${PAGE}, filter: ${row.filter}`, row.p50Ms.toFixed(2), row.p95Ms.toFixed(2)]),
  ['one item changed', changes.p50Ms.toFixed(4), changes.p95Ms.toFixed(4)],
  [`loop over ${LOOP_DIMENSIONS} numbers, sorted`, loop.p50Ms.toFixed(2), loop.p95Ms.toFixed(2)],
])
const passed = slowest <= LIMIT_MS && faster >= LEAST_FASTER
console.log(
  `Filled in ${fillMs.toFixed(0)} ms, first list ${firstMs.toFixed(0)} ms, prepared in ${prepareMs.toFixed(0)} ms.`,
)
console.log(`${bytesPerItem.toFixed(0)} bytes an item, titles, factors and item-item weights among them.`)
console.log(
  `Slowest p95 ${slowest.toFixed(2)} ms (at most ${LIMIT_MS}); ${faster.toFixed(1)} times as fast as the loop (at least ${LEAST_FASTER}): ${passed ? 'passed' : 'NOT PASSED'}`,
)
writeJson({
  machine: { processor: cpus()[0]?.model, load: loadavg()[0], node: process.version },
  items: ITEMS,
  dimensions: DIMENSIONS,
  likes: LIKES,
  kernels: kernels.name,
  ...{ fillMs, firstMs, prepareMs, bytesPerItem, rows, changes },
  loop: { dimensions: LOOP_DIMENSIONS, ...loop },
  faster,
  passed,
})
if (!passed && !quick) process.exitCode = 1

/** The person as the mean of 50 likes, every item compared, the filter asked, everything sorted. */
function naiveLoop(random) {
  const data = Float32Array.from({ length: ITEMS * LOOP_DIMENSIONS }, () => random() - 0.5)
  const items = Array.from({ length: ITEMS }, (_, index) => ({ index, half: index % 2 === 0 }))
  return times(LOOPS, () => {
    const person = new Float32Array(LOOP_DIMENSIONS)
    for (let k = 0; k < LIKES; k += 1) {
      const at = Math.floor(random() * ITEMS) * LOOP_DIMENSIONS
      for (let d = 0; d < LOOP_DIMENSIONS; d += 1) person[d] += data[at + d]
    }
    return items
      .filter(({ half }) => half)
      .map(({ index }) => {
        let score = 0
        for (let d = 0; d < LOOP_DIMENSIONS; d += 1) score += person[d] * data[index * LOOP_DIMENSIONS + d]
        return { index, score }
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, PAGE)
  })
}

function times(count, work) {
  for (let k = 0; k < 5; k += 1) work(k)
  const each = Array.from({ length: count }, (_, k) => timed(() => work(k + 5)))
  const sorted = each.slice().sort((a, b) => a - b)
  return { p50Ms: median(each), p95Ms: sorted[Math.floor(0.95 * (count - 1))] }
}

function timed(work) {
  const start = performance.now()
  work()
  return performance.now() - start
}

function memory() {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + Math.max(external, arrayBuffers)
}
