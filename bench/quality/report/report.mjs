import { printTable } from '../../support/report.mjs'

/** Prints the figures of one task with their bars. */
export function printFigures(title, figures) {
  console.log(`\n${title}`)
  printTable([['  figure', 'value', '95%', 'chance', 'bar', '', 'of', 'id'], ...figures.map(row)])
}

function row({ about, value, low, high, chance, bar, passed, count, id }) {
  const interval = low === undefined ? '' : `${low.toFixed(3)}-${high.toFixed(3)}`
  const verdict = passed === undefined ? '' : passed ? 'pass' : 'MISS'
  return [`  ${about}`, value.toFixed(3), interval, chance?.toFixed(3) ?? '', barWords(bar), verdict, count ?? '', id]
}

function barWords(bar) {
  if (bar === undefined) return ''
  return bar.least === undefined ? `<= ${bar.most.toFixed(3)}` : `>= ${bar.least.toFixed(3)}`
}

/** The figures as nested objects after their ids (`postcards.textToImageR1`), each a plain number. */
export function nest(figures) {
  const root = {}
  for (const { id, value } of figures) {
    const keys = id.split('.')
    const last = keys.pop()
    let at = root
    for (const key of keys) at = at[key] ??= {}
    at[last] = value
  }
  return root
}

export function printVerdict(figures) {
  const judged = figures.filter(({ passed }) => passed !== undefined)
  const missed = judged.filter(({ passed }) => !passed)
  console.log(`\n${judged.length - missed.length} of ${judged.length} bars passed`)
  for (const { id, value, bar } of missed) console.log(`  missed: ${id} ${value.toFixed(3)} (${barWords(bar)})`)
}
