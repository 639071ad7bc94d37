import { CATEGORIES, readTrace } from './trace.mjs'

const SCROLL_MS = 10_000
const LIKES = 5

/** Runs in the page from its first moment: long tasks and, while asked, the times of frames. */
function watch() {
  const seen = { longTasks: [], frames: [], recording: false }
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.longTasks.push([startTime, duration])
  }).observe({ type: 'longtask', buffered: true })
  const frame = (at) => {
    if (seen.recording) seen.frames.push(at)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  globalThis.bench = seen
}

const mark = (page, name) => page.evaluate((name) => performance.mark(name).startTime, `bench:${name}`)

async function scroll(page) {
  await page.mouse.move(600, 500)
  const from = await mark(page, 'scroll')
  await page.evaluate((on) => Object.assign(bench, { recording: on }) && undefined, true)
  for (const began = Date.now(); Date.now() - began < SCROLL_MS; ) {
    const due = Date.now() + 50
    await page.mouse.wheel(0, 200)
    await page.waitForTimeout(Math.max(0, due - Date.now()))
  }
  await page.evaluate((on) => Object.assign(bench, { recording: on }) && undefined, false)
  return { from, to: await mark(page, 'scrolled') }
}

/** Frames that a screen of 60 Hz would have shown and that did not come: gaps between frames, less one each. */
function framesMissed(frames) {
  return frames
    .slice(1)
    .reduce((sum, at, index) => sum + Math.max(0, Math.round((at - frames[index]) / (1000 / 60)) - 1), 0)
}

async function likes(page, like) {
  await page.evaluate(() => scrollTo({ top: 0 }))
  await page.waitForTimeout(500)
  const from = await mark(page, 'like')
  const times = []
  for (let turn = 0; turn < LIKES; turn += 1) times.push(await page.evaluate(like, turn))
  return { from, to: await mark(page, 'liked'), times }
}

const memoryOf = (page) =>
  page.evaluate(async () => {
    const patience = new Promise((resolve) => setTimeout(resolve, 10_000))
    return (await Promise.race([performance.measureUserAgentSpecificMemory?.().catch(() => undefined), patience]))
      ?.bytes
  })

/**
 * One visit with a fresh profile: the first feed, all items in, ten seconds of scrolling by wheel, five likes.
 *
 * @param contender `{ address, card, settled, like }`: a selector of cards, a function of the page that waits until all items
 * are in, one that likes a card and waits for the new list and gives its time, and one that makes lists alone, if it can
 */
export async function visit(browser, { address, card, settled, like, list }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.addInitScript(watch)
  await browser.startTracing(page, { categories: CATEGORIES })
  await page.goto(address)
  await page.locator(card).first().waitFor({ timeout: 300_000 })
  const firstFeedMs = await page.evaluate(() => performance.now())
  const allInMs = await page.evaluate(settled)
  await page.waitForTimeout(3_000)
  const scrolled = await scroll(page)
  const cardsInPage = await page.locator(card).count()
  const liked = await likes(page, like)
  const trace = await browser.stopTracing()
  const listMs = list && (await page.evaluate(list))
  const { longTasks, frames } = await page.evaluate(() => bench)
  const within = ({ from, to }) => longTasks.filter(([at]) => at >= from && at < to).map(([, duration]) => duration)
  const { opening, scrolling, liking } = readTrace(trace)
  const result = {
    firstFeedMs,
    allInMs,
    opening: { ...opening, longTasks: within({ from: 0, to: scrolled.from }).length },
    scrolling: {
      ...scrolling,
      longTasks: within(scrolled).length,
      frames: frames.length,
      framesMissed: framesMissed(frames),
    },
    liking: { ...liking, longTasks: within(liked).length, likeToListMs: liked.times },
    listMs,
    cardsInPage,
    memoryBytes: await memoryOf(page),
  }
  await context.close()
  return { result, trace }
}
