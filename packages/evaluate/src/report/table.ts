import type { Check } from '../checks/check.js'
import type { Evaluation } from '../evaluate.js'
import type { Estimate } from '../measure/bootstrap.js'
import type { MetricName } from '../measure/metrics.js'
import type { Result } from '../measure/summarise.js'
import { formatSection } from './section.js'

const COLUMNS: readonly { readonly metric: MetricName; readonly head: string }[] = [
  { metric: 'recall20', head: 'R@20' },
  { metric: 'precision20', head: 'P@20' },
  { metric: 'f1At20', head: 'F1@20' },
  { metric: 'hit10', head: 'hit@10' },
  { metric: 'map20', head: 'MAP@20' },
  { metric: 'mrr', head: 'MRR' },
  { metric: 'auc', head: 'AUC' },
  { metric: 'coverage20', head: 'cover' },
  { metric: 'gini20', head: 'Gini' },
  { metric: 'ild10', head: 'ILD@10' },
  { metric: 'novelty20', head: 'novel' },
  { metric: 'serendipity20', head: 'seren' },
  { metric: 'miscalibration20', head: 'miscal' },
  { metric: 'popularityLift20', head: 'lift' },
]

/** The results and checks as text. Intervals of everything are in the JSON; here NDCG has its own. */
export function formatEvaluation({ pack, results, sections, checks }: Evaluation): string {
  const lengths = [...new Set(results.map(({ history }) => history))]
  const tables = lengths.map((length) => formatResults(results.filter(({ history }) => history === length)))
  const verdicts = checks.length === 0 ? [] : [['Checks', ...checks.map(formatCheck)].join('\n')]
  return [`Pack ${pack}`, ...tables, ...sections.map(formatSection), ...verdicts].join('\n\n')
}

function formatResults(results: readonly Result[]): string {
  const [{ history, users } = { history: 'all', users: 0 }] = results
  const head = [
    'NDCG@10 [95%]'.padEnd(24),
    'x default [95%]'.padEnd(20),
    ...COLUMNS.map(({ head: text }) => text.padStart(7)),
  ].join(' ')
  const rows = results.map(({ method, metrics, ndcg10TimesDefault }) =>
    [
      method.padEnd(20),
      (metrics.ndcg10 === undefined ? '' : withInterval(metrics.ndcg10)).padEnd(24),
      (ndcg10TimesDefault === undefined ? '' : withInterval(ndcg10TimesDefault, 3)).padEnd(20),
      ...COLUMNS.map(({ metric }) => metrics[metric]?.mean.toFixed(3).padStart(7) ?? '      –'),
    ].join(' '),
  )
  return [
    `History: ${history === 'all' ? 'all likes' : `last ${history}`}, ${users} people`,
    `${' '.repeat(21)}${head}`,
    ...rows,
  ].join('\n')
}

/** One bar as a line of text. */
export function formatCheck({ id, about, value, bar, passed }: Check): string {
  const verdict = passed === undefined ? '      ' : passed ? 'passed' : 'FAILED'
  const wanted = bar === undefined ? 'no bar for this pack' : barWords(bar)
  return `  ${verdict} ${id.padEnd(7)} ${about}: ${withInterval(value)} (${wanted})`
}

function barWords({ least, most }: NonNullable<Check['bar']>): string {
  return [least === undefined ? [] : `at least ${least}`, most === undefined ? [] : `at most ${most}`].flat().join(', ')
}

function withInterval({ mean, low, high }: Estimate, digits = 4): string {
  const small = Math.abs(mean) < 1e-3 && mean !== 0
  if (small && low === high) return mean.toExponential(1)
  const [value, from, to] = [mean, low, high].map((number) => number.toFixed(digits))
  return low === high ? `${value}` : `${value} [${from}, ${to}]`
}
