// How long a list of 100,000 items takes: factors and embeddings of 64 numbers, item-item weights, a filter, re-ranking for
// diversity, explanations. Beside it the loop one would write without a library, over embeddings of 512 numbers.
// Usage: pnpm bench:ranking [--json FILE] [--quick]. No browser; one core. Random data of a shape that has structure.
import { cpus, loadavg } from 'node:os'
import { Catalogue, createRandom, recommend, SimilarityCache } from '@locavore/core'
import { createRetrievalKernels } from '@locavore/kernels/retrieval'
import { printTable, writeJson } from '../support/report.mjs'
import { naiveLoop } from './loop.mjs'
import { MemoryParts } from './memory.mjs'
import { inTurns, ROUNDS, timed, times } from './timing.mjs'
import {
  afterLike,
  makeFactors,
  makeItems,
  makeItemWeights,
  makeLearnt,
  makeVectors,
  personOf,
  textOf,
} from './world.mjs'

const quick = process.argv.includes('--quick')
const ITEMS = quick ? 20_000 : 100_000
const DIMENSIONS = 64
const LOOP_DIMENSIONS = 512
const LIKES = 50
const LISTS = quick ? 20 : 250
const LOOPS = quick ? 5 : 25
const PAGE = 20
const COMPARED = quick ? 3 : 10
const LIMIT_MS = 10
const LEAST_FASTER = 8

const random = createRandom(11)
const kernels = await createRetrievalKernels()
const vectors = makeVectors(random, ITEMS, DIMENSIONS)
const people = Array.from({ length: 20 }, () => personOf(random, ITEMS, LIKES))

const parts = new MemoryParts()
const catalogue = new Catalogue({ kernels, space: { id: 'bench@1', dimensions: DIMENSIONS, modalities: ['text'] } })
const fillMs = timed(() => {
  for (const item of makeItems(random, ITEMS)) catalogue.add(item)
})
parts.note('item: id, title, three attributes, two numbers', ITEMS)
const embedMs = timed(() => {
  for (let k = 0; k < ITEMS; k += 1) catalogue.embed(`item-${k}`, 'text', textOf(vectors, k, DIMENSIONS))
})
parts.note('embedding of 64 numbers', ITEMS)
const factors = makeFactors(random, ITEMS, DIMENSIONS)
parts.note('factors of 64 numbers', ITEMS)
const itemWeights = makeItemWeights(random, ITEMS)
parts.note('100 item-item weights', ITEMS)
const learnt = makeLearnt(
  catalogue.items().map(({ id }) => id),
  factors,
  itemWeights,
)
parts.note('rows of the tables by id', ITEMS)

const similarities = new SimilarityCache(catalogue)
const recommended = (profile, filter, more = {}) =>
  recommend({ catalogue, similarities, learnt, profile, ...more }, filter === undefined ? {} : { filter })
const list = (profile, filter) => recommended(profile, filter).take(PAGE)
const personAt = (k) => people[k % people.length]
const firstMs = timed(() => list(personAt(0)))
const secondMs = timed(() => list(personAt(1)))
const prepareMs = timed(() => {
  while (catalogue.prepare(10_000)) {
    // One step after the other.
  }
})
parts.note('what lists need: centred embeddings, factors for search, orders', ITEMS)

const FILTERS = [
  ['no filter', undefined, undefined],
  ['half', { half: true }, ({ attributes }) => attributes.half === true],
  ['a twentieth', { twentieth: 3 }, ({ attributes }) => attributes.twentieth === 3],
  ['a thousandth', { thousandth: 5 }, ({ attributes }) => attributes.thousandth === 5],
]
const kinds = FILTERS.flatMap(([name, filter]) => [
  { labels: { case: 'another person', filter: name }, work: (profile) => list(profile, filter), before: personAt },
  {
    labels: { case: 'after a like', filter: name },
    work: (profile) => list(profile, filter),
    before: (k) => afterLike(random, ITEMS, personAt(k)),
  },
])
kinds.push({ labels: { case: 'the same again', filter: 'no filter' }, work: () => list(personAt(0)) })
kinds.push({
  labels: { case: 'the next page', filter: 'no filter' },
  work: (shown) => shown.take(PAGE),
  before: (k) => {
    const shown = recommended(personAt(k))
    shown.take(PAGE)
    return shown
  },
})
const rows = inTurns(kinds, LISTS)
const changes = times(LISTS, (k) => {
  catalogue.put(catalogue.itemAt(k), { text: catalogue.modality('text').matrix.row(k + 1) })
})

const common = sameAtTheTop()
const loop = naiveLoop(random, { items: catalogue.items(), dimensions: LOOP_DIMENSIONS, likes: LIKES, page: PAGE })
const loops = FILTERS.map(([name, , passes]) => ({ filter: name, ...times(LOOPS, () => loop(passes), undefined, 5) }))

const ofFilter = (all, name) => all.filter(({ filter }) => filter === name)
const faster = FILTERS.map(([name]) => ({
  filter: name,
  times: ofFilter(loops, name)[0].p50Ms / Math.max(...ofFilter(rows, name).map(({ p50Ms }) => p50Ms)),
}))
const slowest = Math.max(...rows.map(({ p95Ms }) => p95Ms))
const passed = slowest <= LIMIT_MS && faster[0].times >= LEAST_FASTER
report()
writeJson({
  machine: { processor: cpus()[0]?.model, load: loadavg()[0], node: process.version },
  items: ITEMS,
  dimensions: DIMENSIONS,
  rounds: ROUNDS,
  lists: LISTS,
  likes: LIKES,
  kernels: kernels.name,
  first: { fillMs, embedMs, firstMs, secondMs, prepareMs },
  ...{ rows, changes, loopDimensions: LOOP_DIMENSIONS, loops, faster, common },
  memory: { parts: parts.parts, total: parts.total },
  passed,
})
if (!passed && !quick) process.exitCode = 1

/** How much of the first page is that of a list for which every item was scored, by the standard of all. */
function sameAtTheTop() {
  const ids = (profile, more) =>
    recommended(profile, undefined, more)
      .take(PAGE)
      .map(({ item }) => item.id)
  const shares = Array.from({ length: COMPARED }, (_, k) => {
    const whole = new Set(ids(personAt(k), { maxCandidates: ITEMS }))
    return ids(personAt(k)).filter((id) => whole.has(id)).length / PAGE
  })
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

function report() {
  const cells = ({ p50Ms, p95Ms, mostMs }) => [p50Ms, p95Ms, mostMs].map((value) => value.toFixed(2))
  printTable([
    [`${ITEMS} items, ${DIMENSIONS} numbers, item-item weights`, 'p50 ms', 'p95 ms', 'most ms'],
    ...rows.map((row) => [`list of ${PAGE}, ${row.case}, filter: ${row.filter}`, ...cells(row)]),
    ['one item changed', ...cells(changes)],
    ...loops.map((row) => [`loop over ${LOOP_DIMENSIONS} numbers, filter: ${row.filter}`, ...cells(row)]),
  ])
  console.log(
    `\nTimes as fast as the loop: ${faster.map((row) => `${row.times.toFixed(1)} (${row.filter})`).join(', ')}.`,
  )
  console.log(
    `Filled in ${fillMs.toFixed(0)} ms, embedded in ${embedMs.toFixed(0)} ms; first list ${firstMs.toFixed(0)} ms, second ${secondMs.toFixed(0)} ms, prepared in ${prepareMs.toFixed(0)} ms.`,
  )
  console.log(
    `Of the first ${PAGE}, ${(100 * common).toFixed(0)}% are those of a list for which all items were scored.`,
  )
  printTable([
    ['memory', 'bytes an item'],
    ...parts.parts.map((part) => [part.name, part.bytesPerItem.toFixed(0)]),
    ['all', parts.total.toFixed(0)],
  ])
  console.log(
    `Each figure is the median of ${ROUNDS} rounds of ${LISTS} lists. Slowest p95 ${slowest.toFixed(2)} ms (at most ${LIMIT_MS}), ${faster[0].times.toFixed(1)} times as fast as the loop over all (at least ${LEAST_FASTER}): ${passed ? 'passed' : 'NOT PASSED'}`,
  )
}
