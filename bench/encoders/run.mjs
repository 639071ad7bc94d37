// Encoding pictures and words beside transformers.js on the same model, device and files, and beside a model of the shape
// of CLIP ViT-B/32. Rounds are interleaved; every figure is a median of one run, and every ratio is of that run. Time that
// passed depends on what else the machine does; processor time of the browser's processes hardly does.
// Usage: pnpm bench:encoders [--json FILE] [--only one,threads,clip,memory] [--rounds N]. The CLIP rows need Python with numpy, onnx and onnxruntime
// (LOCAVORE_PYTHON, or python3).
import { cpus, loadavg } from 'node:os'
import { createPostcard, writeTexts } from '@locavore/postcards'
import { launchBrowser } from '../support/browser.mjs'
import { median, printTable, writeJson } from '../support/report.mjs'
import { serveSite } from '../support/site.mjs'
import { peakMemory, processorTime } from './processes.mjs'
import { buildEncoderSite, makeClip } from './site.mjs'

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined)
const ROUNDS = Number(option('--rounds') ?? 5)
const FIRST_UNSEEN = 500_000
const seedsOf = (count) => Array.from({ length: count }, (_, index) => FIRST_UNSEEN + index)
const SMALL = { seeds: seedsOf(32), width: 640, height: 480 }
const LARGE = { seeds: seedsOf(16), width: 1600, height: 1200 }
const addresses = ({ seeds, width, height }) => seeds.map((seed) => `/pictures/${width}x${height}/${seed}.jpg`)
const textOf = (seed) => writeTexts(createPostcard(seed).scene).en
const TASKS = {
  small: { label: 'picture 640x480', kind: 'pictures', inputs: addresses(SMALL) },
  large: { label: 'picture 1600x1200', kind: 'pictures', inputs: addresses(LARGE) },
  captions: { label: 'caption', kind: 'texts', inputs: SMALL.seeds.map((seed) => textOf(seed).caption) },
  mixed: {
    label: 'title or caption',
    kind: 'texts',
    inputs: SMALL.seeds.map((seed) => textOf(seed)[seed % 4 ? 'title' : 'caption']),
  },
}
const threads = Math.min(4, cpus().length)
/** The other side in each way its user may feed it; it is compared by its fastest. */
const ONE_THREAD = {
  locavore: 'locavore.html?device=wasm',
  'transformers.js, all at once': 'transformers.html?threads=1',
  'transformers.js, by 8': 'transformers.html?threads=1&batch=8',
  'transformers.js, one by one': 'transformers.html?threads=1&batch=1',
}
const THREADS = {
  locavore: 'locavore.html?device=wasm-threads',
  'transformers.js, all at once': `transformers.html?threads=${threads}`,
  'transformers.js, by 8': `transformers.html?threads=${threads}&batch=8`,
}
const CLIP = {
  'nano, locavore': 'locavore.html?device=wasm',
  'CLIP shape, locavore': 'locavore.html?device=wasm&model=clip',
  'CLIP shape, transformers.js': 'transformers.html?threads=1&model=clip&batch=1',
}

async function openPage(browser, origin, address) {
  const page = await (await browser.newContext()).newPage()
  page.on('pageerror', (error) => console.error(`${address}: ${error.message}`))
  await page.goto(`${origin}/${address}`)
  await page.waitForFunction(() => globalThis.encoders !== undefined)
  return page
}

const time = (page, { kind, inputs }) =>
  page.evaluate(([name, batch]) => encoders.time(name, batch), [kind, inputs]).then((all) => all / inputs.length)

/** One timed call: milliseconds per input that passed, and that the browser's processes computed. */
async function sample(browser, page, task) {
  const since = await processorTime(browser)
  const wall = await time(page, task)
  return { wall, processor: ((await processorTime(browser)) - since) / task.inputs.length }
}

/** Task -> contender -> one sample per round. Everyone is warm before the first round. */
async function compare(browser, origin, contenders, tasks) {
  const names = Object.keys(contenders)
  const pages = {}
  for (const name of names) {
    pages[name] = await openPage(browser, origin, contenders[name])
    for (const task of Object.values(tasks)) await time(pages[name], { ...task, inputs: task.inputs.slice(0, 8) })
  }
  const samples = {}
  for (const [id, task] of Object.entries(tasks)) {
    samples[id] = Object.fromEntries(names.map((name) => [name, []]))
    for (let round = 0; round < ROUNDS; round += 1)
      for (const name of round % 2 ? [...names].reverse() : names)
        samples[id][name].push(await sample(browser, pages[name], task))
  }
  for (const page of Object.values(pages)) await page.context().close()
  return samples
}

/** Peak of a browser of its own that loads the model and encodes everything once. */
async function memoryOf(origin, address, tasks) {
  const browser = await launchBrowser()
  const page = await openPage(browser, origin, address)
  for (const task of tasks) await time(page, task)
  const peak = await peakMemory(browser)
  await browser.close()
  return peak
}

const round = (value) => (value >= 100 ? Math.round(value) : Number(value.toFixed(1)))

/** Medians per contender, and how many times less the first one takes than the best of the others. */
function ratiosOf(samples, measure) {
  const medians = Object.fromEntries(
    Object.entries(samples).map(([name, all]) => [name, median(all.map((each) => each[measure]))]),
  )
  const [ours, ...others] = Object.values(medians)
  return { medians, ratio: Math.min(...others) / ours }
}

/** A table of one group: who, then per task the medians of both measures. */
function summarise(title, samples, tasks) {
  const ids = Object.keys(samples)
  const columns = ids.flatMap((id) => [
    { heading: `${tasks[id].label} (ms)`, ...ratiosOf(samples[id], 'wall') },
    { heading: 'processor (ms)', ...ratiosOf(samples[id], 'processor') },
  ])
  console.log('')
  printTable([
    [title, ...columns.map(({ heading }) => heading)],
    ...Object.keys(columns[0].medians).map((name) => [name, ...columns.map(({ medians }) => round(medians[name]))]),
    ['the best other / the first', ...columns.map(({ ratio }) => `${ratio.toFixed(1)}x`)],
  ])
  const measures = (id) => ({ wall: ratiosOf(samples[id], 'wall'), processor: ratiosOf(samples[id], 'processor') })
  return { ...Object.fromEntries(ids.map((id) => [id, measures(id)])), samples }
}

/** What one run measures; all of it unless `--only` names some. */
const only = option('--only')?.split(',')
const wants = (group) => only === undefined || only.includes(group)

const hasClip = makeClip()
const folder = await buildEncoderSite({ hasClip, pictures: [SMALL, LARGE] })
const site = await serveSite(folder)
const result = {
  rounds: ROUNDS,
  pictures: { small: SMALL, large: LARGE },
  threads,
  cores: cpus().length,
  load: loadavg(),
}
console.log(`${result.cores} cores, load ${result.load.map((load) => load.toFixed(1)).join(' ')}`)

async function measure(title, contenders, tasks) {
  const browser = await launchBrowser()
  const samples = await compare(browser, site.origin, contenders, tasks)
  await browser.close()
  return summarise(title, samples, tasks)
}

if (wants('one')) result.oneThread = await measure('one thread', ONE_THREAD, TASKS)
if (wants('threads')) result.threaded = await measure(`${threads} threads`, THREADS, TASKS)
if (wants('clip') && hasClip) {
  const few = { small: { ...TASKS.small, inputs: TASKS.small.inputs.slice(0, 8) } }
  result.clip = await measure('one thread', CLIP, few)
}
if (!hasClip) console.log('\nNo CLIP rows: Python with numpy, onnx and onnxruntime was not found.')
if (wants('memory')) {
  result.peakMemory = {}
  for (const [name, address] of Object.entries(ONE_THREAD))
    result.peakMemory[name] = await memoryOf(site.origin, address, [TASKS.small, TASKS.large])
  console.log('')
  printTable([
    ['32 pictures 640x480, 16 pictures 1600x1200', 'peak resident memory of the page (MiB)'],
    ...Object.entries(result.peakMemory).map(([name, peak]) => [name, peak === undefined ? 'not known' : round(peak)]),
  ])
}
await site.close()
writeJson(result)
