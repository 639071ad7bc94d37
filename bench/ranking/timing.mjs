import { median } from '../support/report.mjs'

/** Calls before those that count: what a page's first lists cost stands apart. */
const WARM_UP = 60

/** Milliseconds of each call, after some that are not counted. @param before is not timed, and gives the call its argument */
export function times(count, work, before = (k) => k, warmUp = WARM_UP) {
  for (let k = 0; k < warmUp; k += 1) work(before(k))
  const each = Array.from({ length: count }, (_, k) => {
    const given = before(k + warmUp)
    return timed(() => work(given))
  })
  return { p50Ms: median(each), p95Ms: percentile(each, 0.95), mostMs: Math.max(...each) }
}

export function timed(work) {
  const start = performance.now()
  work()
  return performance.now() - start
}

function percentile(values, share) {
  const sorted = values.slice().sort((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1]
}

/** What the process holds, in bytes. */
export function memory() {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + Math.max(external, arrayBuffers)
}
