import { readFileSync } from 'node:fs'

async function processesOf(browser) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo
}

/** Milliseconds of processor time that the browser's processes have used in all. Other work on the machine is not in it. */
export async function processorTime(browser) {
  return (await processesOf(browser)).reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0)
}

function peakOf(pid) {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024
  } catch {
    return undefined
  }
}

/**
 * The most memory the page's process ever had resident, in MiB: Linux's own record (`VmHWM`) of the largest renderer.
 * Workers, their WebAssembly and decoded pictures live in the same process. For a browser with one page only.
 *
 * @returns `undefined` where the system keeps no such record
 */
export async function peakMemory(browser) {
  const peaks = (await processesOf(browser)).filter(({ type }) => type === 'renderer').map(({ id }) => peakOf(id))
  const known = peaks.filter((peak) => peak !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
