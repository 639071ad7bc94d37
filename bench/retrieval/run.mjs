// Exact retrieval beside other ways to find the nearest of many vectors, on the same items in one run.
// Usage: pnpm bench:retrieval [--json FILE] [--quick]. Losses are printed like wins; a peer that fails says why.
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { must, pnpm } from '../../scripts/run.mjs'
import { printTable, writeJson } from '../support/report.mjs'
import { bandwidthGBps } from './bandwidth.mjs'
import { SETS, writeSet } from './sets.mjs'

const quick = process.argv.includes('--quick')
const SLOW_PEERS = ['hnswlib-wasm', 'mememo']
const PEERS = ['voy-search', '@orama/orama', 'client-vector-search', ...SLOW_PEERS]
/** Peers are measured on the smallest set only: building the largest takes them minutes to hours. */
const PEER_SET = SETS[0].name
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
  const loop = { measure: 'loop' }
  const simd = { measure: 'locavore', prefer: 'wasm-simd' }
  const typescript = { measure: 'locavore', prefer: 'typescript' }
  if (set.name !== PEER_SET) return quick ? [loop, simd] : [loop, typescript, simd]
  const peers = quick ? PEERS.filter((peer) => !SLOW_PEERS.includes(peer)) : PEERS
  return [loop, typescript, simd, ...peers.map((peer) => ({ measure: 'peer', peer: peer.replace('@orama/', '') }))]
}

async function measureSet(set, folder) {
  const queryCount = quick ? set.quickQueries : set.queries
  if (queryCount === 0) return []
  const files = { ...(await writeSet(set, folder, queryCount)), exact: join(folder, `${set.rows}.exact.json`) }
  const rows = []
  for (const task of tasksFor(set)) {
    const found = await measure({ ...task, set, files })
    rows.push(...found.map((row) => ({ set: set.name, ...row })))
    console.error(`${set.name}: ${found.map(({ method, error }) => error ?? method).join(' | ')}`)
  }
  await rm(files.vectors)
  return rows
}

function print(rows, bandwidth) {
  const loops = new Map(rows.filter(({ method }) => method === 'float32 loop').map((row) => [row.set, row.queryMs]))
  const number = (value, digits = 2) => (value === null || value === undefined ? '-' : value.toFixed(digits))
  const columns = [
    'set',
    'method',
    'build ms',
    'query ms',
    'x loop',
    'x memory',
    'recall@10',
    'same list',
    'restore ms',
    'MB',
  ]
  printTable([
    columns,
    ...rows.map((row) =>
      row.error === undefined
        ? [
            row.set,
            row.method,
            number(row.buildMs, 0),
            number(row.queryMs, 3),
            row.recall10 === null ? '-' : number(loops.get(row.set) / row.queryMs, 1),
            number(row.touchedBytes && row.queryMs / (row.touchedBytes / bandwidth / 1e6), 1),
            number(row.recall10, 4),
            number(row.identical, 3),
            number(row.restoreMs, 0),
            number(row.bytes / 1e6, 0),
          ]
        : [row.set, row.method, `failed: ${row.error}`, '', '', '', '', '', '', ''],
    ),
  ])
  console.log(`\nMemory is read at ${bandwidth.toFixed(1)} GB/s on one core (${cpus()[0].model}).`)
}

await must(pnpm(['exec', 'tsc', '-b', 'packages/kernels'], { capture: true }), 'Building the kernels')
const folder = await mkdtemp(join(tmpdir(), 'locavore-retrieval-'))
try {
  const before = bandwidthGBps()
  const rows = []
  for (const set of SETS) rows.push(...(await measureSet(set, folder)))
  // Other work on the machine slows a core down; the mean of before and after is what the run had.
  const bandwidth = (before + bandwidthGBps()) / 2
  print(rows, bandwidth)
  writeJson({ bandwidthGBps: bandwidth, cpu: cpus()[0].model, node: process.version, quick, rows })
} finally {
  await rm(folder, { recursive: true, force: true })
}
