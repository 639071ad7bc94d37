// What a person waits for, beside the hand-written way on the same items in the same run.
// Usage: pnpm bench [--json FILE]. Needs the demo's catalogue (made by the demo's build, which this runs first).
import { createPostcard } from '@locavore/postcards'
import { measureSizes } from '../scripts/checks/size.mjs'
import { must, pnpm } from '../scripts/run.mjs'
import { launchBrowser } from './support/browser.mjs'
import { median, printTable, writeJson } from './support/report.mjs'
import { buildSite, serveSite } from './support/site.mjs'

const CONTENDERS = ['locavore', 'hand-written']
const VISITS = 3
const LIKES = 10
const BATCH = 32
const pictureSeeds = Array.from({ length: BATCH }, (_, index) => 500_000 + index)
const texts = pictureSeeds.map((seed) => createPostcard(seed).text.en)
const pictures = pictureSeeds.map((seed) => `/pictures/${seed}.jpg`)

async function open(context, origin, name) {
  const page = await context.newPage()
  const bytes = { transferred: 0 }
  page.on('response', async (response) => {
    const size = await response
      .request()
      .sizes()
      .catch(() => undefined)
    bytes.transferred += size?.responseBodySize ?? 0
  })
  await page.goto(`${origin}/${name}.html`)
  await page.waitForFunction(() => globalThis.contender !== undefined)
  const feed = await page.evaluate(() => contender.firstFeed())
  const stall = await page.evaluate(() => contender.longestStall())
  return { page, bytes, feed, stall }
}

/** One cold visit (a browser profile that has never been here), then one warm visit in the same profile. */
async function visits(browser, origin, name) {
  const context = await browser.newContext()
  const cold = await open(context, origin, name)
  await cold.page.waitForTimeout(1_500) // what was loaded has time to be kept
  await cold.page.close()
  const warm = await open(context, origin, name)
  return { context, cold, warm }
}

/** Likes one item after another and times each next list. */
async function likes({ page, feed }) {
  const times = []
  for (const itemId of feed.itemIds.slice(0, LIKES))
    times.push(await page.evaluate((id) => contender.recordToList(id), itemId))
  return times
}

/** Per item, after one batch that loads and warms the model up. */
async function encoding(page, method, inputs) {
  await page.evaluate(([name, batch]) => contender[name](batch), [method, inputs.slice(0, 4)])
  const each = []
  for (let round = 0; round < 3; round += 1)
    each.push((await page.evaluate(([name, batch]) => contender[name](batch), [method, inputs])) / inputs.length)
  return median(each)
}

async function measure(browser, origin, name) {
  const { context, cold, warm } = await visits(browser, origin, name)
  const recordToList = await likes(warm)
  await warm.page.evaluate(() => contender.longestStall())
  const textMs = await encoding(warm.page, 'encodeTexts', texts)
  const pictureMs = await encoding(warm.page, 'encodePictures', pictures)
  const encodeStall = await warm.page.evaluate(() => contender.longestStall())
  await context.close()
  return {
    firstFeedColdMs: cold.feed.milliseconds,
    firstFeedWarmMs: warm.feed.milliseconds,
    coldBytes: cold.bytes.transferred,
    coldStallMs: cold.stall,
    recordToListMs: median(recordToList),
    encodeTextMs: textMs,
    encodePictureMs: pictureMs,
    encodeStallMs: encodeStall,
  }
}

await must(pnpm(['run', 'build']), 'Building the packages')
await must(pnpm(['--filter', '@locavore/demo', 'run', 'build'], { capture: true }), 'Building the demo')
await buildSite({ pictureSeeds })
const site = await serveSite()
const browser = await launchBrowser()
const runs = Object.fromEntries(CONTENDERS.map((name) => [name, []]))
for (let visit = 0; visit < VISITS; visit += 1)
  for (const name of visit % 2 ? [...CONTENDERS].reverse() : CONTENDERS)
    runs[name].push(await measure(browser, site.origin, name))
await browser.close()
await site.close()

const medians = (name) =>
  Object.fromEntries(Object.keys(runs[name][0]).map((key) => [key, median(runs[name].map((run) => run[key]))]))
const [ours, theirs] = CONTENDERS.map(medians)
const sizes = await measureSizes()

const LABELS = {
  firstFeedColdMs: 'first feed, first visit (ms)',
  firstFeedWarmMs: 'first feed, later visit (ms)',
  coldBytes: 'bytes before the first feed',
  coldStallMs: 'longest stall of the page, first visit (ms)',
  recordToListMs: 'like to new list (ms)',
  encodeTextMs: 'encode one text, batch of 32 (ms)',
  encodePictureMs: 'encode one picture, batch of 32 (ms)',
  encodeStallMs: 'longest stall of the page while encoding (ms)',
}
const round = (value) => (value >= 100 ? Math.round(value) : Number(value.toFixed(2)))
printTable([
  [`720 items, median of ${VISITS}`, 'locavore', 'hand-written', 'ratio'],
  ...Object.entries(LABELS).map(([key, label]) => [
    label,
    round(ours[key]),
    round(theirs[key]),
    `${(theirs[key] / ours[key]).toFixed(1)}x`,
  ]),
])
console.log('')
printTable([
  ['bundle', 'gzip bytes', 'limit'],
  ...sizes.map(({ name, bytes, limitBytes }) => [name, bytes, limitBytes]),
])
writeJson({ items: 720, visits: VISITS, locavore: ours, handWritten: theirs, runs, sizes })
