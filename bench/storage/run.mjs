// Embeddings kept on the device: the files of a pack, which is how the recommender keeps a catalogue, and chunks, beside one
// record per item, after a cold start of the browser, with the memory the
// page's process takes on the way; and float32 vectors read by row, from OPFS and from IndexedDB.
// Usage: pnpm bench:storage [--json FILE] [--quick]. Chromium with a profile of its own that is removed afterwards.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { printTable, writeJson } from '../support/report.mjs'
import { openPage } from './browser.mjs'
import { buildWorker, servePage } from './site.mjs'

const quick = process.argv.includes('--quick')
const ITEMS = quick ? 20_000 : 100_000
const DIMENSIONS = 512
const ADDED = 1_000
const LEAST_FASTER = 10
const MOST_MEMORY = 1.3

const site = await servePage(await buildWorker())
const profile = mkdtempSync(join(tmpdir(), 'locavore-bench-storage-'))

/** Each task runs in a browser that was started for it: nothing is warm but the files of the system. */
async function measure(task) {
  const page = await openPage({ profile, address: site.origin })
  try {
    const result = await page.run({ items: ITEMS, dimensions: DIMENSIONS, added: ADDED, ...task })
    console.error(task.method, task.step, JSON.stringify(result))
    return { ...task, ...result }
  } finally {
    await page.close()
  }
}

const rows = []
try {
  for (const method of ['records', 'chunks', 'pack']) {
    for (const step of ['save', 'restore', 'add']) rows.push(await measure({ method, step }))
  }
  for (const method of ['opfs', 'indexeddb']) {
    for (const step of ['vectors-save', 'vectors-read']) rows.push(await measure({ method, step }))
  }
} finally {
  rmSync(profile, { recursive: true, force: true })
  await site.close()
}

const find = (method, step) => rows.find((row) => row.method === method && row.step === step)
const faster = (step, method = 'pack') => find('records', step).ms / find(method, step).ms
const summary = {
  saveFaster: faster('save'),
  restoreFaster: faster('restore'),
  saveMemory: find('pack', 'save').memory,
  restoreMemory: find('pack', 'restore').memory,
  chunksSaveFaster: faster('save', 'chunks'),
  chunksRestoreFaster: faster('restore', 'chunks'),
}
const passed =
  summary.saveFaster >= LEAST_FASTER &&
  summary.restoreFaster >= LEAST_FASTER &&
  summary.saveMemory < MOST_MEMORY &&
  summary.restoreMemory < MOST_MEMORY

const number = (value, digits = 2) => (value === undefined ? '-' : value.toFixed(digits))
printTable([
  [`${ITEMS} x ${DIMENSIONS}`, 'ms', 'p95 ms', 'peak memory / data', 'records written'],
  ...rows.map((row) => [
    `${row.method}: ${row.step}`,
    number(row.ms, 1),
    number(row.p95Ms, 2),
    number(row.memory),
    row.written ?? '-',
  ]),
])
console.log(
  `Saved ${summary.saveFaster.toFixed(1)} and restored ${summary.restoreFaster.toFixed(1)} times as fast as one record per item (at least ${LEAST_FASTER}); peak memory ${number(summary.saveMemory)} and ${number(summary.restoreMemory)} of the data (below ${MOST_MEMORY}): ${passed ? 'passed' : 'NOT PASSED'}`,
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
