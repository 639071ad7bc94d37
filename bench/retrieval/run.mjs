// Exact retrieval beside other ways to find the nearest of many vectors, on the same items in one run.
// Usage: pnpm bench:retrieval [--json FILE] [--quick] [--real] [--set NAME]... [--part loop|typescript|simd|peers]... [--keep FOLDER]
// `--real` measures embeddings that the embedded model made (encoded once, then kept) instead of synthetic ones. With `--keep`
// the items, and the rows measured so far, stay in a folder, so that a long run can be made in parts.
// Losses are printed like wins; a peer that fails says why.
import { fork } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { must, pnpm } from '../../scripts/run.mjs'
import { writeJson } from '../support/report.mjs'
import { bandwidthGBps } from './bandwidth.mjs'
import { printRows } from './print-rows.mjs'
import { filesOf, SETS, writeSet } from './sets.mjs'

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true },
    part: { type: 'string', multiple: true, default: ['loop', 'typescript', 'simd', 'peers'] },
    keep: { type: 'string' },
  },
})
/** Peers are measured on the smallest sets only: building the largest takes them minutes to hours. */
const PEERS = {
  '5k x 128': ['mememo'],
  '20k x 128': ['voy-search', 'orama', 'client-vector-search', 'hnswlib-wasm'],
}
const SLOW_PEERS = ['hnswlib-wasm', 'mememo']
const LONGEST_CHILD_MS = 120_000
const child = fileURLToPath(new URL('child.mjs', import.meta.url))

/** Rows from a process of its own, or one row that says why there are none. */
function measure(task) {
  return new Promise((resolve) => {
    const running = fork(child, [], {
      execArgv: ['--expose-gc', '--max-old-space-size=6144'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const fail = (error) => resolve([{ method: task.peer ?? task.measure, error }])
    const limit = setTimeout(() => {
      running.kill('SIGKILL')
      fail(`not done after ${LONGEST_CHILD_MS / 1_000} s`)
    }, LONGEST_CHILD_MS)
    running.on('message', ({ rows, error }) => {
      if (rows === undefined) fail(error)
      else resolve(rows)
    })
    running.on('exit', (code) => {
      clearTimeout(limit)
      fail(`ended with ${code} and no result`)
    })
    running.send(task)
  })
}

function tasksFor(set) {
  const peers = (PEERS[set.name] ?? []).filter((peer) => !options.quick || !SLOW_PEERS.includes(peer))
  const tasks = {
    loop: [{ measure: 'loop' }],
    typescript: options.quick || options.real ? [] : [{ measure: 'locavore', prefer: 'typescript' }],
    simd: [{ measure: 'locavore', prefer: 'wasm-simd' }],
    peers: peers.map((peer) => ({ measure: 'peer', peer })),
  }
  return options.part.flatMap((part) => tasks[part] ?? [])
}

async function measureSet(set, folder) {
  const queries = options.quick ? set.quickQueries : set.queries
  if (queries === 0) return []
  const files = filesOf(set, folder)
  let known = set
  if (options.real) known = await (await import('./real/sets.mjs')).writeRealSet(set, folder)
  else if (!existsSync(files.queries)) await writeSet(set, folder, queries)
  if (known === undefined) return []
  const rows = []
  for (const task of tasksFor(set)) {
    const found = await measure({ ...task, set: known, files })
    rows.push(...found.map((row) => ({ set: set.name, ...row })))
    console.error(`${set.name}: ${found.map(({ method, error }) => error ?? method).join(' | ')}`)
  }
  if (options.keep === undefined) await rm(files.vectors)
  return rows
}

/** Rows measured in other parts of this run, those of the same set and method replaced. */
function withKept(rows) {
  if (options.keep === undefined) return rows
  const file = join(options.keep, 'rows.json')
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
  const measured = new Set(rows.map(({ set, method }) => `${set} ${method}`))
  const all = [...kept.filter(({ set, method }) => !measured.has(`${set} ${method}`)), ...rows]
  writeFileSync(file, JSON.stringify(all))
  return all
}

await must(pnpm(['exec', 'tsc', '-b', 'packages/kernels'], { capture: true }), 'Building the kernels')
if (options.keep !== undefined) mkdirSync(options.keep, { recursive: true })
const folder = options.keep ?? (await mkdtemp(join(tmpdir(), 'locavore-retrieval-')))
try {
  const before = bandwidthGBps()
  const sets = options.real ? (await import('./real/sets.mjs')).REAL_SETS : SETS
  const measured = []
  for (const set of sets)
    if (options.set === undefined || options.set.includes(set.name)) measured.push(...(await measureSet(set, folder)))
  // Other work on the machine slows a core down; the mean of before and after is what the run had.
  const bandwidth = (before + bandwidthGBps()) / 2
  const rows = withKept(measured.map((row) => ({ ...row, bandwidthGBps: bandwidth })))
  printRows(rows)
  console.log(`\nMemory is read at ${bandwidth.toFixed(1)} GB/s on one core (${cpus()[0].model}).`)
  writeJson({ bandwidthGBps: bandwidth, cpu: cpus()[0].model, node: process.version, quick: options.quick, rows })
} finally {
  if (options.keep === undefined) await rm(folder, { recursive: true, force: true })
}
