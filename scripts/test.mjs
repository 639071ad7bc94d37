// All tests, from a fresh clone: installs what it needs, runs every lane, ends with `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { must, pnpm, root } from './run.mjs'

const results = []

function report(lane, passed, failed, skipped = 0) {
  results.push({ lane, passed, failed, skipped })
  console.log(`\n-- ${lane}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
}

/** A lane that is one check: passes when the command exits with 0. */
async function check(lane, promise) {
  console.log(`\n== ${lane}`)
  const { status } = await promise
  report(lane, status === 0 ? 1 : 0, status === 0 ? 0 : 1)
  return status === 0
}

/** A lane whose runner writes its counts as JSON. A runner that dies without counts is one failure. */
async function suite(lane, promise, file, read) {
  console.log(`\n== ${lane}`)
  const { status } = await promise
  try {
    const { passed, failed, skipped } = read(JSON.parse(readFileSync(file, 'utf8')))
    report(lane, passed, failed === 0 && status !== 0 ? 1 : failed, skipped)
  } catch (error) {
    console.error(`No result file: ${error}`)
    report(lane, 0, 1)
  }
}

const vitestCounts = (json) => ({
  passed: json.numPassedTests,
  failed: json.numFailedTests + (json.numFailedTestSuites > 0 && json.numFailedTests === 0 ? 1 : 0),
  skipped: json.numPendingTests + json.numTodoTests,
})
const playwrightCounts = ({ stats }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: stats.skipped,
})

const LANES = ['types', 'lint', 'packages', 'node', 'browser', 'e2e']
const only = process.argv.slice(2)
const unknown = only.filter((lane) => !LANES.includes(lane))
if (unknown.length > 0) {
  console.error(`There is no lane ${unknown.join(', ')}; there are ${LANES.join(', ')}.`)
  process.exit(2)
}
const wanted = (lane) => only.length === 0 || only.includes(lane)

await must(pnpm(['install', '--frozen-lockfile']), 'Installing')
const { ensureBrowser, ensureStrace } = await import('./ensure-browser.mjs')
const browser = await ensureBrowser()
if (!browser) console.error('No Chromium could be found or installed: the browser lanes will fail.')
const strace = await ensureStrace()
if (!strace)
  console.error(
    'strace could not be installed: the proof from below the browser will fail (LOCAVORE_WITHOUT_STRACE=1 leaves it out).',
  )
const env = { LOCAVORE_CHROMIUM: browser ?? '', CI: process.env.CI ?? '' }

const out = `${root}/test-results`
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })

const built = await check('types', pnpm(['run', 'build']))
if (built) {
  if (wanted('types')) await check('types of tests', pnpm(['exec', 'tsc', '-p', 'tsconfig.test.json']))
  if (wanted('lint')) await check('lint', pnpm(['run', 'lint']))
  if (wanted('packages')) {
    const checks = ['package-shape', 'api-report', 'size', 'server-import', 'import-direction', 'doc-links', 'settings']
    for (const name of checks) await check(name, pnpm(['exec', 'node', `scripts/checks/${name}.mjs`]))
  }
  for (const project of ['node', 'browser']) {
    if (!wanted(project)) continue
    const file = `${out}/${project}.json`
    const args = ['exec', 'vitest', 'run', '--project', project, '--reporter=default', '--reporter=json']
    await suite(`vitest ${project}`, pnpm([...args, `--outputFile.json=${file}`], { env }), file, vitestCounts)
  }
  if (wanted('e2e')) {
    const demo = await check('demo build', pnpm(['--filter', '@locavore/demo', 'run', 'build']))
    const file = `${out}/e2e.json`
    const args = ['--filter', '@locavore/e2e', 'exec', 'playwright', 'test']
    if (demo) await suite('e2e', pnpm(args, { env }), file, playwrightCounts)
  }
}

const sum = (key) => results.reduce((total, result) => total + result[key], 0)
console.log('')
for (const { lane, passed, failed, skipped } of results)
  console.log(`${lane.padEnd(24)} ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
const skipped = sum('skipped')
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exit(sum('failed') === 0 ? 0 : 1)
