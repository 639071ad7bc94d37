import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright'

const SETTLE_MS = 1_000
/** A browser has settled when its pages take as much memory as a moment before; on a machine that is at work that takes long. */
const STEADY_BYTES = 500_000
const MOST_LOOKS = 15
const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const executablePath = process.env.LOCAVORE_CHROMIUM || system

/** A browser started for this, on a profile that others used before, with one page and one worker. */
export async function openPage({ profile, address }) {
  const context = await chromium.launchPersistentContext(profile, {
    args: ['--no-sandbox', '--disable-background-networking', '--js-flags=--expose-gc'],
    ...(executablePath === undefined ? {} : { executablePath }),
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(address)
  // A browser that has just been started is busy with itself.
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  const renderers = await renderersOf(context)
  const sum = (read) => renderers.reduce((total, id) => total + read(id), 0)
  await untilSteady(() => sum((id) => memoryOf(id, 'VmRSS')))
  await page.exposeFunction('memoryNow', () => sum((id) => memoryOf(id, 'VmRSS')))
  await page.exposeFunction('startPeak', () => renderers.forEach(startPeak))
  await page.exposeFunction('peakMemory', () => sum((id) => memoryOf(id, 'VmHWM')))
  return { run: (task) => page.evaluate(runInWorker, task), close: () => context.close() }
}

async function untilSteady(memory) {
  let before = Number.NaN
  for (let look = 0; look < MOST_LOOKS && !(Math.abs(memory() - before) < STEADY_BYTES); look += 1) {
    before = memory()
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS / 2))
  }
}

/** Runs in the page: hands the worker's questions about memory on, and its result back. */
function runInWorker(task) {
  const worker = new Worker('/worker.js', { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(message))
    worker.onmessage = async ({ data }) => {
      if (data.ask !== undefined) worker.postMessage({ answer: await window[data.ask]() })
      else if (data.error === undefined) resolve(data.result)
      else reject(new Error(data.error))
    }
    worker.postMessage({ task })
  })
}

/** The processes of pages: that of this page, and one that the browser keeps ready. */
async function renderersOf(context) {
  const session = await context.browser().newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

/** Sets the high-water mark of a process to what it holds now (Linux, Documentation/filesystems/proc). */
function startPeak(id) {
  if (existsSync(`/proc/${id}`)) writeFileSync(`/proc/${id}/clear_refs`, '5')
}

/** Bytes; 0 where the system does not say, or the process is gone. */
function memoryOf(id, field) {
  if (!existsSync(`/proc/${id}/status`)) return 0
  const line = readFileSync(`/proc/${id}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+) kB`))
  return line === null ? 0 : Number(line[1]) * 1024
}
