import { explainCandidate } from '@locavore/core'
import { topItems } from '../measure/run.js'
import { scoreDefault } from '../methods/pipeline.js'
import type { HistoryLength } from '../pack/manifest.js'
import { candidatesOf, lastLikes, type Person, type StoredList } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import { type Check, check, exactly } from './check.js'

const LEAST_IDENTICAL = 0.99
const MOST_EXPLANATION_ERROR = 1e-5
/** Items taken apart per person. */
const EXPLAINED = 5
/** Stored scores are rounded to six digits behind the point. */
const MOST_SCORE_DIFFERENCE = 1e-4

interface Counts {
  compared: number
  identical: number
}

interface Comparison {
  readonly byHistory: Map<HistoryLength, Counts>
  scoreDifference: number
  explanationError: number
}

/**
 * The default held against the lists that the reference stored, person by person; and its explanations against its own
 * scores. Empty if the pack stores no lists.
 */
export function parityChecks(pack: Pack): Check[] {
  const found: Comparison = { byHistory: new Map(), scoreDifference: 0, explanationError: 0 }
  for (const fold of pack.folds) {
    for (const person of fold.people) {
      for (const history of pack.manifest.historyLengths) compareList(pack, fold, person, history, found)
    }
  }
  const { byHistory, scoreDifference, explanationError } = found
  if (byHistory.size === 0) return []
  const identical = (about: string, { identical: same, compared }: Counts) =>
    check('parity', `top 20 as the reference, ${about}: ${compared} lists`, exactly(same / compared), {
      least: LEAST_IDENTICAL,
    })
  const all: Counts = { compared: 0, identical: 0 }
  for (const counts of byHistory.values()) {
    all.compared += counts.compared
    all.identical += counts.identical
  }
  return [
    ...pack.manifest.historyLengths.flatMap((history) => {
      const counts = byHistory.get(history)
      return counts === undefined ? [] : [identical(`n = ${history}`, counts)]
    }),
    identical('all n', all),
    check('parity', 'largest difference of a score', exactly(scoreDifference), { most: MOST_SCORE_DIFFERENCE }),
    check('parity', 'largest gap of an explanation', exactly(explanationError), { most: MOST_EXPLANATION_ERROR }),
  ]
}

function compareList(pack: Pack, fold: Fold, person: Person, history: HistoryLength, found: Comparison): void {
  const stored = person.stored.lists.get(String(history))
  const liked = lastLikes(person, history)
  if (stored === undefined || liked === undefined) return
  const candidates = candidatesOf(person, pack.manifest.itemCount)
  const scored = scoreDefault({ pack, fold, liked, disliked: person.dislikes, candidates })
  const list = topItems(scored.scores, candidates, stored.top20.length)
  const counts = found.byHistory.get(history) ?? { compared: 0, identical: 0 }
  counts.compared += 1
  if (list.every((item, place) => item === stored.top20[place])) counts.identical += 1
  found.byHistory.set(history, counts)
  found.scoreDifference = Math.max(found.scoreDifference, differenceFrom(stored, scored.scores, candidates))
  if (history !== 'all') return
  for (const item of list.slice(0, EXPLAINED)) {
    found.explanationError = Math.max(found.explanationError, errorOf(scored, candidates.indexOf(item)))
  }
}

function differenceFrom({ top20, scores }: StoredList, own: Float64Array, candidates: Int32Array): number {
  return (scores ?? []).reduce((most, score, place) => {
    const j = candidates.indexOf(top20[place] ?? -1)
    return Math.max(most, Math.abs((own[j] ?? Infinity) - score))
  }, 0)
}

/** How far events, prior and popularity are from adding up to the score, and the parts as well. */
function errorOf(scored: Parameters<typeof explainCandidate>[0], j: number): number {
  const { score, parts, history } = explainCandidate(scored, j)
  const sumOf = (values: readonly { readonly value: number }[]) => values.reduce((sum, { value }) => sum + value, 0)
  const rest = parts.filter(({ name }) => name === 'prior' || name === 'popularity')
  return Math.max(Math.abs(sumOf(parts) - score), Math.abs(sumOf(history) + sumOf(rest) - score))
}
