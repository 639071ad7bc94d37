import { examination, ndcgAt } from '@locavore/core'
import { LIST_LENGTH } from '../measure/metrics.js'
import { topItems } from '../measure/run.js'
import { baselines } from '../methods/baselines.js'
import { pipelineMethods } from '../methods/pipeline.js'
import { candidatesOf, type Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'

/** A person with the lists that are audited: the first 20 places, all likes known. */
export interface AuditedPerson {
  readonly fold: Fold
  readonly person: Person
  readonly list: readonly number[]
  /** What everybody would be shown alike, for comparison; undefined without counts. */
  readonly popular: readonly number[] | undefined
  readonly ndcg10: number
  readonly popularNdcg10: number | undefined
}

/** How much of the attention a list gets goes to each of its places, `[20]`; sums to 1. */
export const ATTENTION: readonly number[] = attention()

function attention(): number[] {
  const looks = Array.from({ length: LIST_LENGTH }, (_, place) => examination(place))
  const sum = looks.reduce((total, look) => total + look, 0)
  return looks.map((look) => look / sum)
}

/** The default's list of everyone, beside that of the most popular. */
export function auditedLists(pack: Pack): AuditedPerson[] {
  const standard = pipelineMethods().find(({ name }) => name === 'default')
  const byCount = baselines().find(({ name }) => name === 'popularity')
  return pack.folds.flatMap((fold) =>
    fold.people.flatMap((person): AuditedPerson[] => {
      const candidates = candidatesOf(person, pack.manifest.itemCount)
      const request = { pack, fold, liked: person.likes, disliked: person.dislikes, candidates }
      const scores = standard?.score(request)
      if (scores === undefined) return []
      const counts = byCount?.score(request)
      const list = topItems(scores, candidates)
      const popular = counts && topItems(counts, candidates)
      return [
        {
          ...{ fold, person, list, popular, ndcg10: ndcgAt(10, list, person.targets) },
          popularNdcg10: popular && ndcgAt(10, popular, person.targets),
        },
      ]
    }),
  )
}
