import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright'

const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const executablePath = process.env.LOCAVORE_CHROMIUM || system

/** A browser started for this, on a profile that others used before, with one page and one worker. */
export async function openPage({ profile, address }) {
  const context = await chromium.launchPersistentContext(profile, {
    args: ['--no-sandbox', '--disable-background-networking'],
    ...(executablePath === undefined ? {} : { executablePath }),
  })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(address)
  const renderer = await rendererOf(context)
  await page.exposeFunction('memoryNow', () => memoryOf(renderer, 'VmRSS'))
  await page.exposeFunction('startPeak', () => startPeak(renderer))
  await page.exposeFunction('peakMemory', () => memoryOf(renderer, 'VmHWM'))
  return { run: (task) => page.evaluate(runInWorker, task), close: () => context.close() }
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

/** The process of the page, by what the browser says of its own processes. */
async function rendererOf(context) {
  const session = await context.browser()?.newBrowserCDPSession()
  if (session === undefined) return ofChildren(context)
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  return largest(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id))
}

async function ofChildren(context) {
  const session = await context.newCDPSession(context.pages()[0])
  const { processInfo } = await session.send('SystemInfo.getProcessInfo').catch(() => ({ processInfo: [] }))
  return largest(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id))
}

function largest(ids) {
  return ids.sort((a, b) => (memoryOf(b, 'VmRSS') ?? 0) - (memoryOf(a, 'VmRSS') ?? 0))[0]
}

function startPeak(id) {
  if (id === undefined) return undefined
  // Sets the high-water mark of the process to what it holds now (Linux, Documentation/filesystems/proc).
  writeFileSync(`/proc/${id}/clear_refs`, '5')
  return memoryOf(id, 'VmRSS')
}

/** Bytes, or undefined where the system does not say. */
function memoryOf(id, field) {
  if (id === undefined || !existsSync(`/proc/${id}/status`)) return undefined
  const line = readFileSync(`/proc/${id}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+) kB`))
  return line === null ? undefined : Number(line[1]) * 1024
}
