import { readFileSync } from 'node:fs'

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
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const peaks = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => peakOf(id))
  const known = peaks.filter((peak) => peak !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
