import { areaUnderCurve, ndcgAt } from '@locavore/core'
import { topItems } from '../measure/run.js'
import { scoreDefault, scoreWithDislikes } from '../methods/pipeline.js'
import { candidatesOf } from '../pack/people.js'
import { barsApply, type Check, type CheckContext, check } from './check.js'

interface Measured {
  readonly ndcg: number[]
  /** People who came to dislike something only. */
  readonly share: number[]
  readonly auc: number[]
}

/** Q9: what it does to a list that dislikes count against what is like them, and not only hide what was disliked. */
export function dislikeChecks({ pack, bootstrap }: CheckContext): Check[] {
  if (pack.manifest.dislikeThreshold === undefined) return []
  const hidden = measure(pack, scoreDefault)
  const counted = measure(pack, scoreWithDislikes)
  if (hidden.share.length === 0) return []
  const own = barsApply({ pack })
  const ratio = (of: keyof Measured) => bootstrap.ratio(Float64Array.from(counted[of]), Float64Array.from(hidden[of]))
  const gain = bootstrap.mean(Float64Array.from(counted.auc, (value, k) => value - (hidden.auc[k] as number)))
  const people = `${hidden.share.length} people`
  return [
    check(
      'Q9',
      `part of the top 20 disliked later, dislikes counted / hidden: ${people}`,
      ratio('share'),
      own ? { most: 0.92 } : undefined,
    ),
    check('Q9', 'NDCG@10, dislikes counted / hidden', ratio('ndcg'), own ? { least: 0.985 } : undefined),
    check('Q9', 'AUC of likes over dislikes gained', gain, own ? { least: 0 } : undefined),
  ]
}

function measure(pack: CheckContext['pack'], score: typeof scoreDefault): Measured {
  const measured: Measured = { ndcg: [], share: [], auc: [] }
  for (const fold of pack.folds) {
    for (const person of fold.people) {
      const candidates = candidatesOf(person, pack.manifest.itemCount)
      const { scores } = score({ pack, fold, liked: person.likes, disliked: person.dislikes, candidates })
      const list = topItems(scores, candidates)
      measured.ndcg.push(ndcgAt(10, list, person.targets))
      if (person.dislikedLater.size === 0) continue
      const scoresOf = (wanted: ReadonlySet<number>) => scores.filter((_, j) => wanted.has(candidates[j] as number))
      measured.share.push(list.filter((item) => person.dislikedLater.has(item)).length / list.length)
      measured.auc.push(areaUnderCurve(scoresOf(person.targets), scoresOf(person.dislikedLater)))
    }
  }
  return measured
}
