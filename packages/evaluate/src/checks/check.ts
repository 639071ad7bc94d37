import type { Bootstrap, Estimate } from '../measure/bootstrap.js'
import type { Run } from '../measure/run.js'
import type { HistoryLength } from '../pack/manifest.js'
import type { Pack } from '../pack/read-pack.js'

/** One figure held against a bar. */
export interface Check {
  /** Bar Q1 to Q9 of docs/ranking.md, or "parity". */
  readonly id: string
  readonly about: string
  readonly value: Estimate
  /** `[least, most]`, either open; undefined if the bar is not of this pack, and the figure is for information. */
  readonly bar: { readonly least?: number; readonly most?: number } | undefined
  readonly passed: boolean | undefined
}

export interface CheckContext {
  readonly pack: Pack
  readonly runs: readonly Run[]
  readonly bootstrap: Bootstrap
}

/** The pack the absolute bars were set on. What was measured there promises nothing about the size of figures elsewhere. */
export const BAR_PACK = 'ml-100k'

export function barsApply({ pack }: Pick<CheckContext, 'pack'>): boolean {
  return pack.manifest.name === BAR_PACK
}

/** @param bar judged by the estimate itself, not by its interval. */
export function check(id: string, about: string, value: Estimate, bar: Check['bar']): Check {
  const least = bar?.least ?? -Infinity
  const most = bar?.most ?? Infinity
  return { id, about, value, bar, passed: bar === undefined ? undefined : value.mean >= least && value.mean <= most }
}

/** A figure without an interval. */
export function exactly(value: number): Estimate {
  return { mean: value, low: value, high: value }
}

export function findRun({ runs }: Pick<CheckContext, 'runs'>, method: string, history: HistoryLength): Run | undefined {
  return runs.find((run) => run.method === method && run.history === history)
}

/** NDCG@10 of one method over that of another, on the same people; undefined if either was not measured on all of them. */
export function ndcgRatio(
  context: CheckContext,
  method: string,
  other: string,
  history: HistoryLength,
): Estimate | undefined {
  const above = findRun(context, method, history)?.values.get('ndcg10')
  const below = findRun(context, other, history)?.values.get('ndcg10')
  return above === undefined || below === undefined || above.length !== below.length
    ? undefined
    : context.bootstrap.ratio(above, below)
}
