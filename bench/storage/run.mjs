// Embeddings kept on the device: the files of a pack, as the recommender keeps and restores a catalogue, beside one record per
// item, each after a cold start of the browser, with the memory the page's process takes on the way; and float32 vectors read
// by row, from OPFS and from IndexedDB.
// Usage: pnpm bench:storage [--json FILE] [--quick] [--part catalogue].
// Chromium with a profile of its own that is removed afterwards.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, printTable, writeJson } from '../support/report.mjs'
import { openPage } from './browser.mjs'
import { buildWorker, servePage } from './site.mjs'

const quick = process.argv.includes('--quick')
const ITEMS = quick ? 20_000 : 100_000
const DIMENSIONS = 512
/** Float32 vectors: in IndexedDB they take too long for more. */
const VECTORS = 10_000
const CATALOGUE_ONLY = process.argv.includes('catalogue')
const ADDED = 1_000
const ROUNDS = 3
const REPEATED = [
  ['records', 'save'],
  ['pack', 'save'],
  ['records', 'restore'],
  ['pack', 'restore'],
  ['pack', 'vectors'],
]
const LEAST_FASTER = 10
const MOST_MEMORY = 1.3

const site = await servePage(await buildWorker())
const profiles = mkdtempSync(join(tmpdir(), 'locavore-bench-storage-'))

/**
 * Each task runs in a browser that was started for it: nothing is warm but the files of the system. Each method has a profile of
 * its own, for what one of them leaves to be tidied up would slow the others.
 */
async function measure(task) {
  const page = await openPage({ profile: join(profiles, task.method), address: site.origin })
  try {
    const result = await page.run({ items: ITEMS, dimensions: DIMENSIONS, added: ADDED, ...task })
    console.error(task.method, task.step, JSON.stringify(result))
    return { ...task, ...result }
  } finally {
    await page.close()
  }
}

const rows = []
const rounds = []

/** What a disk takes differs from one time to the next by much more than what is measured here. */
function medianOf(method, step) {
  const same = rounds.filter((row) => row.method === method && row.step === step)
  const memory = Math.max(...same.map((row) => row.memory))
  return { ...same[0], ms: median(same.map(({ ms }) => ms)), all: same.map(({ ms }) => ms), memory }
}

try {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [method, step] of REPEATED) rounds.push(await measure({ method, step, round }))
  }
  for (const [method, step] of REPEATED) rows.push(medianOf(method, step))
  for (const method of ['records', 'pack']) rows.push(await measure({ method, step: 'add' }))
  for (const method of CATALOGUE_ONLY ? [] : ['opfs', 'indexeddb']) {
    for (const step of ['vectors-save', 'vectors-read']) rows.push(await measure({ method, step, items: VECTORS }))
  }
} finally {
  rmSync(profiles, { recursive: true, force: true })
  await site.close()
}

const find = (method, step) => rows.find((row) => row.method === method && row.step === step)
const faster = (step, of = step) => find('records', of).ms / find('pack', step).ms
const summary = {
  saveFaster: faster('save'),
  restoreFaster: faster('restore'),
  vectorsFaster: faster('vectors', 'restore'),
  saveMemory: find('pack', 'save').memory,
  restoreMemory: find('pack', 'restore').memory,
}
const passed =
  summary.saveFaster >= LEAST_FASTER &&
  summary.restoreFaster >= LEAST_FASTER &&
  summary.saveMemory < MOST_MEMORY &&
  summary.restoreMemory < MOST_MEMORY

const number = (value, digits = 2) => (value === undefined ? '-' : value.toFixed(digits))
printTable([
  [`${ITEMS} x ${DIMENSIONS}`, 'ms', 'p95 ms', 'peak memory / data', 'records written', 'bytes written'],
  ...rows.map((row) => [
    `${row.method}: ${row.step}`,
    number(row.ms, 1),
    number(row.p95Ms, 2),
    number(row.memory),
    row.records ?? '-',
    row.bytes ?? '-',
  ]),
])
console.log(
  `Saved ${summary.saveFaster.toFixed(1)} and restored ${summary.restoreFaster.toFixed(1)} times (its vectors alone ${summary.vectorsFaster.toFixed(1)}) as fast as one record per item (at least ${LEAST_FASTER}); peak memory ${number(summary.saveMemory)} and ${number(summary.restoreMemory)} of the data (below ${MOST_MEMORY}): ${passed ? 'passed' : 'NOT PASSED'}`,
)
writeJson({
  machine: { processor: cpus()[0]?.model, load: loadavg()[0], node: process.version },
  items: ITEMS,
  dimensions: DIMENSIONS,
  rows,
  ...summary,
  passed,
})
if (!passed && !quick) process.exitCode = 1
