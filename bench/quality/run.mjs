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
  const tasks = Object.entries(TASKS).filter(([name]) => options.only.length === 0 || options.only.includes(name))
  if (tasks.length === 0) throw new UsageError(`--only: there is no such task; there are ${Object.keys(TASKS)}.`)
  const photographs = readPhotographs(options)
  const emoji = readEmoji(options)
  const encoder = await openEncoder(options.device)
  const teacher = options.teacher === undefined ? undefined : await openTeacher(encoder, options.teacher)
  const context = { encoder, teacher, photographs, emoji, library: openLibrary(encoder) }
  const measured = []
  for (const [, task] of tasks) measured.push(...(await runTask(task, context)))
  const report = await encoder.report()
  await encoder.close()
  finish(options, measured, report, photographs)
  return options.check && measured.some(({ passed }) => passed === false) ? 1 : 0
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

function finish(options, figures, report, photographs) {
  const device = report.ladder.find(({ outcome }) => outcome === 'chosen')?.device
  printVerdict(figures)
  console.log(`${report.modelId}, variant ${report.variant}, on ${device}`)
  if (options.json === undefined) return
  const { modelId: model, spaceId, variant } = report
  const prompts = Object.fromEntries(photographs.map(({ name }) => [name, templatesOf(name)]))
  const result = { model, spaceId, variant, device, ...nest(figures), prompts, figures }
  writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`)
  console.log(`Written to ${options.json}`)
}

try {
  process.exit(await main())
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`${error.message}\n\n${USAGE}`)
  process.exit(2)
}
