// What folding one interaction costs: the profile and its sums over published artefacts, for a log of every type.
// Usage: pnpm bench:fold [--json FILE]. No browser. Random artefacts: only their size matters here.
import { createRandom, gaussian, INTERACTION_TYPES, ItemFactors, ItemWeights, PersonFold } from '@locavore/core'
import { printTable, writeJson } from './support/report.mjs'

const ITEMS = 20_000
const PER_ITEM = 100
const EVENTS = 20_000
const WARM_UP = 5_000
const LIMIT_MS = 0.1
const random = createRandom(1)
const below = (count) => Math.floor(random() * count)

function artefacts(dimensions) {
  const values = Float32Array.from({ length: ITEMS * dimensions }, () => gaussian(random))
  const ids = Int32Array.from({ length: ITEMS * PER_ITEM }, () => below(ITEMS))
  const weights = Int8Array.from({ length: ITEMS * PER_ITEM }, () => below(255) - 127)
  const scales = new Float32Array(ITEMS).fill(0.01)
  return {
    factors: new ItemFactors({ dimensions, values }),
    itemWeights: new ItemWeights({ perItem: PER_ITEM, ids, weights, scales }),
    indexOf: Number,
  }
}

/** Items are met again and again, as they are in life, so that evidence is also taken back. */
function interaction(sequence) {
  const type = INTERACTION_TYPES[below(INTERACTION_TYPES.length)]
  const itemId = String(Math.floor(ITEMS * random() ** 3))
  const value = { dwell: 40_000 * random(), play: random(), steer: 2 * random() - 1 }[type]
  const words = type === 'search' ? { query: `words ${below(100)}` } : { itemId }
  const shown = type === 'impression' ? { listId: `list ${Math.floor(sequence / 20)}`, position: sequence % 20 } : {}
  return { sequence, type, at: 0, ...words, ...shown, ...(value === undefined ? {} : { value }) }
}

function measure(dimensions) {
  const person = new PersonFold(artefacts(dimensions))
  const times = new Float64Array(EVENTS)
  for (let k = 0; k < WARM_UP + EVENTS; k += 1) {
    const next = interaction(k + 1)
    const start = performance.now()
    person.fold(next)
    if (k >= WARM_UP) times[k - WARM_UP] = performance.now() - start
  }
  times.sort()
  const at = (part) => times[Math.floor(part * (EVENTS - 1))]
  const evidence = person.profile().evidence.length
  return { dimensions, events: EVENTS, evidence, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }
}

const rows = [32, 64, 128].map(measure)
printTable([
  ['dimensions', 'evidence at the end', 'p50 ms', 'p95 ms', 'p99 ms'],
  ...rows.map((row) => [row.dimensions, row.evidence, ...[row.p50Ms, row.p95Ms, row.p99Ms].map((ms) => ms.toFixed(4))]),
])
const passed = rows.every(({ dimensions, p95Ms }) => dimensions !== 64 || p95Ms < LIMIT_MS)
console.log(`p95 at 64 dimensions below ${LIMIT_MS} ms: ${passed ? 'yes' : 'NO'}`)
writeJson({ items: ITEMS, entriesPerItem: PER_ITEM, events: EVENTS, limitMs: LIMIT_MS, passed, rows })
if (!passed) process.exitCode = 1
