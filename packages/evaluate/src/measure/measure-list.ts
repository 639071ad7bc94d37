import {
  areaUnderCurve,
  averagePrecisionAt,
  dot,
  f1At,
  hitRateAt,
  intraListDiversity,
  labelShares,
  miscalibration,
  ndcgAt,
  novelty,
  precisionAt,
  recallAt,
  serendipityAt,
} from '@locavore/core'
import type { Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import { LIST_LENGTH, type PersonMetric } from './metrics.js'

export interface RankedPerson {
  readonly pack: Pack
  readonly fold: Fold
  readonly person: Person
  /** Likes that reached the scorer. */
  readonly liked: Int32Array
  readonly candidates: Int32Array
  /** `[candidates]` */
  readonly scores: Float64Array
  /** The first places, best first, as item indexes. */
  readonly list: readonly number[]
  /** The most popular items this person could be shown; undefined if counts are not shipped. */
  readonly mostPopular: ReadonlySet<number> | undefined
}

/** All metrics of one list; those the pack has no data for are left out. */
export function measureList(ranked: RankedPerson): Partial<Record<PersonMetric, number>> {
  const { list, person, mostPopular } = ranked
  const { targets } = person
  return {
    ndcg10: ndcgAt(10, list, targets),
    recall20: recallAt(LIST_LENGTH, list, targets),
    precision20: precisionAt(LIST_LENGTH, list, targets),
    f1At20: f1At(LIST_LENGTH, list, targets),
    hit10: hitRateAt(10, list, targets),
    map20: averagePrecisionAt(LIST_LENGTH, list, targets),
    ...wholeRanking(ranked),
    ...diversity(ranked),
    ...surprise(ranked),
    ...(mostPopular === undefined ? {} : { serendipity20: serendipityAt(LIST_LENGTH, list, targets, mostPopular) }),
    ...calibration(ranked),
  }
}

/** MRR and AUC look at all candidates, so they are counted from scores; equal scores stand in the order of their index. */
function wholeRanking({ candidates, scores, person: { targets } }: RankedPerson): { mrr: number; auc: number } {
  const wanted = Float64Array.from(candidates, (item, j) => (targets.has(item) ? (scores[j] as number) : Number.NaN))
  const relevant = wanted.filter((score) => !Number.isNaN(score))
  const others = scores.filter((_, j) => Number.isNaN(wanted[j]))
  const best = relevant.reduce((most, score) => Math.max(most, score), -Infinity)
  const first = scores.findIndex((score, j) => score === best && !Number.isNaN(wanted[j]))
  let before = 0
  for (let j = 0; j < scores.length; j += 1) {
    const score = scores[j] as number
    if (score > best || (score === best && j < first)) before += 1
  }
  return { mrr: relevant.length === 0 ? 0 : 1 / (before + 1), auc: areaUnderCurve(relevant, others) }
}

function diversity({ pack, list }: RankedPerson): { ild10?: number } {
  const table = pack.content?.table
  if (table === undefined) return {}
  return { ild10: intraListDiversity(list.slice(0, 10), (a, b) => dot(table.vector(a), table.vector(b))) }
}

/** One imaginary person likes everything, so that what nobody liked is surprising but not infinitely so. */
function surprise({ fold: { popularity, publisherUsers }, list }: RankedPerson): { novelty20?: number } {
  if (popularity === undefined) return {}
  return { novelty20: novelty(list, (item) => ((popularity[item] as number) + 1) / (publisherUsers + 1)) }
}

function calibration({ pack: { labels }, liked, list }: RankedPerson): { miscalibration20?: number } {
  if (labels === undefined) return {}
  const labelsOf = (item: number) => labels[item] ?? []
  return { miscalibration20: miscalibration(labelShares([...liked], labelsOf), labelShares(list, labelsOf)) }
}
