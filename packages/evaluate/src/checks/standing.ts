import type { HistoryLength } from '../pack/manifest.js'
import { barsApply, type Check, type CheckContext, check, exactly, findRun, ndcgRatio } from './check.js'

/** Q1 to Q4: how the default stands against EASE, the naive baselines and popularity. */
export function standingChecks(context: CheckContext): Check[] {
  const own = barsApply(context)
  const checks: Check[] = []
  const ratio = (id: string, other: string, history: HistoryLength, least: number | undefined) => {
    const value = ndcgRatio(context, 'default', other, history)
    const bar = least === undefined ? undefined : { least }
    if (value !== undefined) checks.push(check(id, `NDCG@10, default / ${other}, n = ${history}`, value, bar))
  }
  ratio(own ? 'Q1' : 'Q4', 'ease', 'all', own ? 1.06 : 1)
  const ndcg = findRun(context, 'default', 'all')?.values.get('ndcg10')
  if (ndcg !== undefined) {
    checks.push(
      check('Q1', 'NDCG@10, default, n = all', context.bootstrap.mean(ndcg), own ? { least: 0.198 } : undefined),
    )
  }
  ratio('Q2', 'naive', 'all', own ? 5 : undefined)
  ratio('Q2', 'naiveLlm', 'all', own ? 3.5 : undefined)
  ratio('Q3', 'ease', 1, 1.15)
  ratio('Q3', 'ease', 3, 1.15)
  for (const history of context.pack.manifest.historyLengths) ratio('Q3', 'popularity', history, 1)
  return checks
}

/** Q6: what the compact form of the artefacts costs. */
export function compressionChecks(context: CheckContext): Check[] {
  const bar = (least: number) => (barsApply(context) ? { least } : undefined)
  const dense = ndcgRatio(context, 'default', 'defaultDenseFloat', 'all')
  const rows = ndcgRatio(context, 'easeTop100Int8', 'ease', 'all')
  const floats = ndcgRatio(context, 'default', 'defaultFloatFactors', 'all')
  return [
    ...(dense === undefined ? [] : [check('Q6', 'NDCG@10, shipped form / dense float', dense, bar(0.98))]),
    ...(rows === undefined ? [] : [check('Q6', 'NDCG@10, shipped rows alone / dense EASE', rows, bar(0.96))]),
    ...(floats === undefined ? [] : [check('Q6', 'NDCG@10, int8 factors / float factors', floats, { least: 0.98 })]),
  ]
}

/** Q8, second half: how the default's lists spread over the catalogue. */
export function spreadChecks(context: CheckContext, spread: { coverage20: number; gini20: number }): Check[] {
  const own = barsApply(context)
  return [
    check('Q8', 'coverage@20 of the default', exactly(spread.coverage20), own ? { least: 0.25 } : undefined),
    check('Q8', 'Gini@20 of the default', exactly(spread.gini20), own ? { most: 0.91 } : undefined),
  ]
}
