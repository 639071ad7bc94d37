// How good the embedded model is, on what it has never seen: the shipped files behind the public encoder, in the browser.
import { writeFileSync } from 'node:fs'
import { openEncoder } from './browser/open-encoder.mjs'
import { openTeacher } from './browser/open-teacher.mjs'
import { openLibrary } from './data/library.mjs'
import { readEmoji, readPhotographs } from './data/photographs.mjs'
import { templatesOf } from './data/prompts.mjs'
import { readOptions, USAGE, UsageError } from './options.mjs'
import { nest, printFigures, printVerdict } from './report/report.mjs'
import { TASKS } from './tasks.mjs'

async function main() {
  const options = readOptions(process.argv.slice(2))
  if (options.help === true) {
    console.log(USAGE)
    return 0
  }
  const tasks = Object.entries(TASKS).filter(([name]) => options.only.length === 0 || options.only.includes(name))
  if (tasks.length === 0) throw new UsageError(`--only: there is no such task; there are ${Object.keys(TASKS)}.`)
  const photographs = readPhotographs(options)
  const emoji = readEmoji(options)
  const encoder = await openEncoder(options.device)
  try {
    const teacher = options.teacher === undefined ? undefined : await openTeacher(encoder, options.teacher)
    const context = { encoder, teacher, photographs, emoji, library: openLibrary(encoder) }
    const figures = []
    for (const [, task] of tasks) {
      figures.push(...(await runTask(task, context)))
      // After each task: what was measured is not lost if a later one fails.
      writeJson(options.json, figures, await encoder.report(), photographs)
    }
    printEnd(options, figures, await encoder.report())
    return options.check && figures.some(({ passed }) => passed === false) ? 1 : 0
  } finally {
    await encoder.close()
  }
}

async function runTask({ title, why, measure }, context) {
  const missing = why(context)
  if (missing !== undefined) {
    console.log(`\n${title}: not measured, ${missing}`)
    return []
  }
  const started = performance.now()
  const figures = await measure(context)
  printFigures(`${title} (${((performance.now() - started) / 1000).toFixed(0)} s)`, figures)
  return figures
}

const deviceOf = ({ ladder }) => ladder.find(({ outcome }) => outcome === 'chosen')?.device

function printEnd(options, figures, report) {
  printVerdict(figures)
  console.log(`${report.modelId}, variant ${report.variant}, on ${deviceOf(report)}`)
  if (options.json !== undefined) console.log(`Written to ${options.json}`)
}

function writeJson(path, figures, report, photographs) {
  if (path === undefined) return
  const { modelId: model, spaceId, variant } = report
  const prompts = Object.fromEntries(photographs.map(({ name }) => [name, templatesOf(name)]))
  const result = { model, spaceId, variant, device: deviceOf(report), ...nest(figures), prompts, figures }
  writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`)
}

try {
  process.exit(await main())
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exit(2)
}
