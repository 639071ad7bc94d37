// All tests, from a fresh clone: installs what it needs, runs every lane, ends with `N passed, N failed`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { must, pnpm, root } from './run.mjs'

const out = `${root}/test-results`
const results = []
const broken = []
const flaky = []

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
    const { passed, failed, skipped, failures, unsteady } = read(JSON.parse(readFileSync(file, 'utf8')))
    broken.push(...failures.map((failure) => `${lane}: ${failure}`))
    flaky.push(...unsteady.map((each) => `${lane}: ${each}`))
    const died = failed === 0 && status !== 0
    if (died)
      broken.push(`${lane}: no test failed, yet the runner ended with ${status}: an error outside of tests, above`)
    report(lane, passed, died ? 1 : failed, skipped)
  } catch (error) {
    console.error(`No result file: ${error}`)
    report(lane, 0, 1)
  }
}

/** The first lines of a message, without colours. */
const short = (message = '') => stripVTControlCharacters(message).split('\n').slice(0, 6).join('\n    ')

/** What the runs of Vitest so far found to pass at the second try only (flaky-reporter.mjs), and no more after reading. */
function readUnsteady() {
  const file = `${out}/flaky.jsonl`
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  rmSync(file)
  return lines.map((line) => JSON.parse(line)).map((test) => `${test.file} > ${test.name}\n    ${short(test.message)}`)
}

const vitestCounts = (json) => ({
  passed: json.numPassedTests,
  failed: json.numFailedTests + (json.numFailedTestSuites > 0 && json.numFailedTests === 0 ? 1 : 0),
  skipped: json.numPendingTests + json.numTodoTests,
  failures: json.testResults
    .filter((file) => file.status === 'failed')
    .flatMap((file) => {
      const failed = file.assertionResults.filter((each) => each.status === 'failed')
      if (failed.length === 0) return [`${file.name}\n    ${short(file.message)}`]
      return failed.map((each) => `${file.name} > ${each.fullName}\n    ${short(each.failureMessages[0])}`)
    }),
  unsteady: readUnsteady(),
})

function specsWhere(suites, wanted) {
  return suites
    .flatMap(specsOf)
    .filter(wanted)
    .map((spec) => {
      const errors = spec.tests.flatMap((test) => test.results.flatMap((result) => result.errors))
      return `${spec.file} > ${spec.title}\n    ${short(errors[0]?.message)}`
    })
}
const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
const playwrightCounts = ({ stats, suites }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: stats.skipped,
  failures: specsWhere(suites, (spec) => !spec.ok),
  unsteady: specsWhere(suites, (spec) => spec.ok && spec.tests.some((test) => test.status === 'flaky')),
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
const env = { LOCAVORE_CHROMIUM: browser ?? '', CI: process.env.CI ?? '', LOCAVORE_RETRIES: '1' }

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
    const args = [
      'exec',
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      '--reporter=./scripts/flaky-reporter.mjs',
    ]
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
if (flaky.length > 0)
  console.log(`\nWhat passed at the second try only:\n${flaky.map((each) => `- ${each}`).join('\n')}`)
if (broken.length > 0) console.log(`\nWhat failed:\n${broken.map((each) => `- ${each}`).join('\n')}`)
const skipped = sum('skipped')
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exit(sum('failed') === 0 ? 0 : 1)
