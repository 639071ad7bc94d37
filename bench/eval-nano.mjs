// How well the embedded model finds pictures by words on postcards it has never seen, in the browser's own runtime.
// Usage: pnpm eval:nano [--json FILE] [--device wasm|webgpu]
import { createPostcard, isHeldOutCombination } from '@locavore/postcards'
import { launchBrowser } from './support/browser.mjs'
import { printTable, writeJson } from './support/report.mjs'
import { buildSite, serveSite } from './support/site.mjs'

// Training uses seeds from 1,000,000 and the demo those below 10,000, so none of these was ever seen.
const FIRST_UNSEEN = 500_000
const SET_SIZE = 100
const SETS = 5

const device = process.argv[process.argv.indexOf('--device') + 1] === 'webgpu' ? 'webgpu' : 'wasm'
const seeds = Array.from({ length: SET_SIZE * (device === 'wasm' ? SETS : 1) }, (_, index) => FIRST_UNSEEN + index)
const heldOut = []
for (let seed = FIRST_UNSEEN + 10_000; device === 'wasm' && heldOut.length < SET_SIZE; seed += 1)
  if (isHeldOutCombination(createPostcard(seed).scene)) heldOut.push(seed)

/** Share of queries whose own answer is among the `k` best; similarity is the dot product of unit vectors. */
function recallAt(k, queries, answers) {
  const hits = queries.filter((query, own) => {
    const score = (answer) => answer.reduce((sum, value, d) => sum + value * query[d], 0)
    const ownScore = score(answers[own])
    return answers.filter((answer, other) => other !== own && score(answer) >= ownScore).length < k
  })
  return hits.length / queries.length
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

async function encodeSet(page, set) {
  const texts = (language) => set.map((seed) => createPostcard(seed).text[language])
  const inBatches = async (method, inputs) => {
    const vectors = []
    for (let start = 0; start < inputs.length; start += 20)
      vectors.push(
        ...(await page.evaluate(([name, batch]) => encodePage[name](batch), [method, inputs.slice(start, start + 20)])),
      )
    return vectors
  }
  return {
    pictures: await inBatches(
      'pictures',
      set.map((seed) => `/pictures/${seed}.jpg`),
    ),
    en: await inBatches('texts', texts('en')),
    zh: await inBatches('texts', texts('zh')),
  }
}

function measure({ pictures, en, zh }) {
  return {
    textToImageR1: recallAt(1, en, pictures),
    textToImageR5: recallAt(5, en, pictures),
    imageToTextR1: recallAt(1, pictures, en),
    chineseToImageR1: recallAt(1, zh, pictures),
    englishToChineseR1: recallAt(1, en, zh),
  }
}

await buildSite({ pictureSeeds: [...seeds, ...heldOut] })
const site = await serveSite()
const browser = await launchBrowser(device === 'webgpu' ? ['--enable-unsafe-webgpu'] : [])
const page = await browser.newPage()
await page.goto(`${site.origin}/encode.html?device=${device}`)
await page.waitForFunction(() => globalThis.encodePage !== undefined)

const sets = []
for (let start = 0; start < seeds.length; start += SET_SIZE)
  sets.push(measure(await encodeSet(page, seeds.slice(start, start + SET_SIZE))))
const unseen = Object.fromEntries(Object.keys(sets[0]).map((key) => [key, mean(sets.map((set) => set[key]))]))
const combinations = heldOut.length > 0 ? measure(await encodeSet(page, heldOut)) : undefined
const report = await page.evaluate(() => encodePage.report())
await browser.close()
await site.close()

printTable([
  ['postcards, 100-way', ...Object.keys(unseen)],
  [`unseen, mean of ${sets.length} sets`, ...Object.values(unseen).map((value) => value.toFixed(3))],
  ['unseen, first set', ...Object.values(sets[0]).map((value) => value.toFixed(3))],
  ...(combinations ? [['unseen combinations', ...Object.values(combinations).map((value) => value.toFixed(3))]] : []),
])
const chosen = report.ladder.find(({ outcome }) => outcome === 'chosen')?.device
console.log(`\n${report.modelId}, variant ${report.variant}, on ${chosen}; chance is ${1 / SET_SIZE}`)
writeJson({
  model: report.modelId,
  spaceId: report.spaceId,
  variant: report.variant,
  device: chosen,
  postcards: unseen,
  firstSet: sets[0],
  combinations,
})
process.exit(unseen.textToImageR1 >= 0.6 ? 0 : 1)
