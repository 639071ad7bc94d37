import { STORED_METHODS, storedNdcg } from '../methods/stored.js'
import type { HistoryLength, PackManifest } from '../pack/manifest.js'
import type { Bootstrap, Estimate } from './bootstrap.js'
import type { MetricName } from './metrics.js'
import { popularityLift, spread } from './pooled.js'
import type { Run } from './run.js'

/** One row of the results. */
export interface Result {
  readonly method: string
  readonly history: HistoryLength
  /** People it was measured on. */
  readonly users: number
  readonly metrics: Readonly<Partial<Record<MetricName, Estimate>>>
  /** NDCG@10 over that of the default on the same people, resampled together; not for the default itself. */
  readonly ndcg10TimesDefault?: Estimate
}

/** Means and intervals of a run. @param standard the default at the same history length. */
export function summarise({ manifest, bootstrap }: Summariser, run: Run, standard?: Run): Result {
  const metrics: Partial<Record<MetricName, Estimate>> = {}
  for (const [metric, values] of run.values) metrics[metric] = bootstrap.mean(values)
  if (run.lists !== undefined) Object.assign(metrics, spread(run.lists, manifest.itemCount, bootstrap))
  if (run.popularity !== undefined) {
    const { ofLists, ofLikes } = run.popularity
    metrics.popularityLift20 = popularityLift(ofLists, ofLikes, bootstrap)
  }
  const own = run.values.get('ndcg10')
  const other = standard === run ? undefined : standard?.values.get('ndcg10')
  const comparable = own !== undefined && other !== undefined && own.length === other.length
  return {
    method: run.method,
    history: run.history,
    users: run.people.length,
    metrics,
    ...(comparable ? { ndcg10TimesDefault: bootstrap.ratio(own, other) } : {}),
  }
}

interface Summariser {
  readonly manifest: PackManifest
  readonly bootstrap: Bootstrap
}

/** Stored results as runs with one metric, for the people of `like`; of methods that were computed, the computed ones stand. */
export function storedRuns(like: readonly Run[], computed: readonly Run[]): Run[] {
  return like.flatMap(({ people, history }) =>
    STORED_METHODS.flatMap(({ name }): Run[] => {
      if (computed.some((run) => run.method === name && run.history === history)) return []
      const ndcg10 = storedNdcg(people, name, history)
      if (ndcg10 === undefined) return []
      const values = new Map([['ndcg10', ndcg10] as const])
      return [{ method: name, history, people, values, lists: undefined, popularity: undefined }]
    }),
  )
}

/** Of stored methods a pack keeps NDCG@10 per person and recall only as a mean with its interval: that is taken as it is. */
export function withStoredRecall(result: Result, manifest: PackManifest): Result {
  const recall20 = storedMean(manifest, result.method, result.history, 'recall20', result.users)
  if (result.metrics.recall20 !== undefined || recall20 === undefined) return result
  return { ...result, metrics: { ...result.metrics, recall20 } }
}

/** Methods of which a pack keeps nothing but means over the very people of `like`. */
export function storedMeans(like: readonly Run[], known: readonly Result[], manifest: PackManifest): Result[] {
  return like.flatMap(({ people, history }) =>
    STORED_METHODS.flatMap(({ name: method }): Result[] => {
      if (known.some((result) => result.method === method && result.history === history)) return []
      const users = people.length
      const ndcg10 = storedMean(manifest, method, history, 'ndcg10', users)
      return ndcg10 === undefined ? [] : [withStoredRecall({ method, history, users, metrics: { ndcg10 } }, manifest)]
    }),
  )
}

/** A mean over other people than these would be another figure. */
function storedMean(
  { json }: PackManifest,
  method: string,
  history: HistoryLength,
  metric: MetricName,
  users: number,
): Estimate | undefined {
  const stored = json.child('reference')?.child(String(history))?.child(method)
  if (stored?.number('users') !== users) return undefined
  const estimate = stored.child(metric)
  const [mean, low, high] = [estimate?.number('mean'), estimate?.number('low'), estimate?.number('high')]
  return mean === undefined || low === undefined || high === undefined ? undefined : { mean, low, high }
}
