import { median } from '../support/report.mjs'

/** At most this long for the timed queries of one method, so that a slow one does not take the run. */
const LONGEST_MS = 8_000
const FEWEST = 5
const WARM_UP = 3

/** Asks every query; returns the median time of those after the first few, and all answers. */
export async function timed(queries, ask) {
  const times = []
  const answers = []
  const start = performance.now()
  for (const [index, query] of queries.entries()) {
    const before = performance.now()
    const answer = await ask(query, index)
    const time = performance.now() - before
    answers.push(answer)
    if (index >= WARM_UP || queries.length <= WARM_UP) times.push(time)
    if (performance.now() - start > LONGEST_MS && answers.length >= FEWEST + WARM_UP) break
  }
  return { queryMs: median(times), answers }
}

/** Mean share of the exact list that was found, and share of lists that are the same in the same order. */
export function compare(answers, exact) {
  let found = 0
  let wanted = 0
  let identical = 0
  answers.forEach((rows, index) => {
    const right = exact[index]
    const set = new Set(rows)
    found += right.filter((row) => set.has(row)).length
    wanted += right.length
    identical += right.length === rows.length && right.every((row, place) => rows[place] === row) ? 1 : 0
  })
  return { recall10: wanted === 0 ? 1 : found / wanted, identical: identical / answers.length, lists: answers.length }
}

export function residentBytes() {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().rss
}
