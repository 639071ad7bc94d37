// The demo over a large collection, beside a hand-written page over the same: what the main thread does while somebody
// scrolls for ten seconds and likes five postcards, by a trace of Chromium.
// Usage: pnpm bench:smooth [--json FILE] [--items 100000] [--trace FOLDER] [--built]
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { must, pnpm } from '../../scripts/run.mjs'
import { launchBrowser } from '../support/browser.mjs'
import { median, printTable, writeJson } from '../support/report.mjs'
import { serveDemo, serveNaive } from './site.mjs'
import { visit } from './visit.mjs'

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined)
const count = Number(option('--items') ?? 100_000)

const LOCAVORE = {
  card: '[data-testid="postcard"]',
  settled: async () => {
    const items = () => document.querySelector('[data-testid="large-items"]')
    while (items()?.dataset.whole !== 'true') await new Promise((resolve) => setTimeout(resolve, 50))
    return performance.getEntriesByName('postcards:all-in')[0].startTime
  },
  like: async (turn) => {
    const grid = () => document.querySelector('[data-testid="large-grid"]')
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const card = grid().querySelectorAll('li')[turn + 1]
    const before = card.dataset.itemId
    const since = performance.now()
    card.querySelector('.action-like').click()
    while (document.querySelector('[data-testid="refresh"]') === null) await frame()
    document.querySelector('[data-testid="refresh"]').click()
    const changed = () =>
      !grid().classList.contains('cards-waiting') && grid().querySelector(`[data-item-id="${before}"]`) === null
    while (!changed()) await frame()
    return performance.now() - since
  },
}

/** Without the page around it; the hand-written page has no list without its cards. */
async function listAlone() {
  const times = []
  for (let turn = 0; turn < 10; turn += 1) {
    const since = performance.now()
    await postcards.recommender.recommend({ limit: 60 })
    times.push(performance.now() - since)
  }
  return times
}

const NAIVE = {
  card: 'li',
  settled: () => performance.getEntriesByName('naive:first-feed')[0].startTime,
  like: async (turn) => {
    const card = document.querySelectorAll('li')[turn + 1]
    const since = performance.now()
    card.querySelector('button').click()
    await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.now() - since
  },
}

async function measure(name, site, contender) {
  // Memory is otherwise measured at leisure, a minute later.
  const browser = await launchBrowser(['--enable-blink-features=ForceEagerMeasureMemory'])
  try {
    const { result, trace } = await visit(browser, contender)
    const folder = option('--trace')
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${name}.json`), trace)
    }
    return result
  } finally {
    await browser.close()
    await site.close()
  }
}

if (!process.argv.includes('--built')) {
  await must(pnpm(['run', 'build']), 'Building the packages')
  await must(pnpm(['--filter', '@locavore/demo', 'run', 'build'], { capture: true }), 'Building the demo')
}
const demo = await serveDemo()
const locavore = await measure('locavore', demo, {
  ...LOCAVORE,
  list: listAlone,
  address: `${demo.origin}/?items=${count}`,
})
const page = await serveNaive(count)
const naive = await measure('naive', page, { ...NAIVE, address: `${page.origin}/naive.html` })

const round = (value) => (value === undefined ? '–' : value >= 100 ? Math.round(value) : Number(value.toFixed(1)))
const ROWS = [
  ['scrolling: longest task (ms)', ({ scrolling }) => scrolling.longestMs],
  ['scrolling: longest task, processor alone (ms)', ({ scrolling }) => scrolling.longestProcessorMs],
  ['scrolling: tasks over 50 ms', ({ scrolling }) => scrolling.over50],
  ['scrolling: tasks over 50 ms of processor', ({ scrolling }) => scrolling.over50Processor],
  ['scrolling: processor time of the main thread (ms of 10,000)', ({ scrolling }) => scrolling.busyMs],
  ['scrolling: frames', ({ scrolling }) => scrolling.frames],
  ['scrolling: frames missed, of 60 a second', ({ scrolling }) => scrolling.framesMissed],
  ['five likes: longest task (ms)', ({ liking }) => liking.longestMs],
  ['five likes: longest task, processor alone (ms)', ({ liking }) => liking.longestProcessorMs],
  ['five likes: tasks over 50 ms', ({ liking }) => liking.over50],
  ['five likes: tasks over 50 ms of processor', ({ liking }) => liking.over50Processor],
  ['like to new list, median (ms)', ({ liking }) => median(liking.likeToListMs)],
  ['a list alone, median of 10 (ms)', ({ listMs }) => listMs && median(listMs)],
  ['opening: longest task (ms)', ({ opening }) => opening.longestMs],
  ['opening: longest task, processor alone (ms)', ({ opening }) => opening.longestProcessorMs],
  ['opening: tasks over 50 ms', ({ opening }) => opening.over50],
  ['opening: tasks over 50 ms of processor', ({ opening }) => opening.over50Processor],
  ['first feed (ms)', ({ firstFeedMs }) => firstFeedMs],
  ['all items in (ms)', ({ allInMs }) => allInMs],
  ['cards in the page after scrolling', ({ cardsInPage }) => cardsInPage],
  ['memory (MB)', ({ memoryBytes }) => (memoryBytes === undefined ? undefined : memoryBytes / 1e6)],
]
const device = `${cpus().length} cores, ${cpus()[0].model.trim()}, load ${loadavg()[0].toFixed(1)}`
console.log(`\n${count} postcards, ${device}\n`)
printTable([
  ['', 'locavore', 'naive'],
  ...ROWS.map(([label, read]) => [label, round(read(locavore)), round(read(naive))]),
])
writeJson({ items: count, device, locavore, naive })
