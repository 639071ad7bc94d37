// A million items of 128 int8 numbers each, as the engine keeps them: saved, restored after a cold start of the browser, and
// searched; with the memory that the page's process takes on the way.
// Usage: node bench/storage/million.mjs [--json FILE].
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeJson } from '../support/report.mjs'
import { openPage } from './browser.mjs'
import { buildWorker, servePage } from './site.mjs'

const TASK = { method: 'pack', items: 1_000_000, dimensions: 128 }
const MEGABYTE = 1_000_000

const site = await servePage(await buildWorker())
const profile = mkdtempSync(join(tmpdir(), 'locavore-bench-million-'))
const steps = {}
try {
  for (const step of ['save', 'million']) {
    const page = await openPage({ profile, address: site.origin })
    steps[step] = await page.run({ ...TASK, step })
    await page.close()
  }
} finally {
  rmSync(profile, { recursive: true, force: true })
  await site.close()
}
const { save, million } = steps
const bytes = TASK.items * (TASK.dimensions + 4)
const round = (value) => Math.round(value).toLocaleString('en')
console.log(`${round(TASK.items)} x ${TASK.dimensions}, ${round(bytes / MEGABYTE)} MB of vectors:`)
console.log(`saved in ${round(save.ms)} ms; restored in ${round(million.ms)} ms`)
console.log(`first search ${round(million.firstMs)} ms, the next ${million.againMs.toFixed(1)} ms`)
console.log(
  `memory at most ${round((million.memory * bytes) / MEGABYTE)} MB, ${million.memory.toFixed(2)} of the vectors`,
)
writeJson({ ...TASK, bytes, ...steps })
