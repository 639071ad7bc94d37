import { median } from '../support/report.mjs'

/** Calls before those that count: what a page's first lists cost stands apart. */
const WARM_UP = 60

/** Rounds over all that is measured: a neighbour's burst on the machine falls into one of them, and the median leaves it out. */
export const ROUNDS = 5

/**
 * Milliseconds of each call, after some that are not counted. Tasks take turns in rounds; every figure of a task is the
 * median over its rounds.
 * @param tasks `before` is not timed, and gives the call its argument. @param count calls a round
 */
export function inTurns(tasks, count) {
  const rounds = tasks.map(() => [])
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, { work, before }] of tasks.entries()) {
      rounds[at].push(times(count, work, before, WARM_UP, round * count))
    }
  }
  return tasks.map(({ labels }, at) => {
    const of = (name) => rounds[at].map((round) => round[name])
    const [p50Ms, p95Ms, mostMs] = [median(of('p50Ms')), median(of('p95Ms')), Math.max(...of('mostMs'))]
    return { ...labels, p50Ms, p95Ms, mostMs, rounds: of('p95Ms') }
  })
}

/** One round. @param first number of the first call, for `before` */
export function times(count, work, before = (k) => k, warmUp = WARM_UP, first = 0) {
  for (let k = 0; k < warmUp; k += 1) work(before(first + k))
  const each = Array.from({ length: count }, (_, k) => {
    const given = before(first + k + warmUp)
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
