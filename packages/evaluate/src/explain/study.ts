import {
  type Counterfactual,
  counterfactual,
  explainCandidate,
  type NoCounterfactual,
  type RankedAgain,
} from '@locavore/core'
import { Bootstrap } from '../measure/bootstrap.js'
import { topItems } from '../measure/run.js'
import { scoreDefault } from '../methods/pipeline.js'
import { candidatesOf, type Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import type { Study, StudyTable } from '../studies/study.js'

const LIST = 20
/** Everyone would take an hour: people are taken at even distances, and places from the top to the end of the list. */
const PEOPLE = 120
const PLACES = [0, 4, 9, 14, 19]

/** Whether "without these, it would not be in the list" is true, and how much has to go. */
export const explainStudy: Study = {
  name: 'explain',
  about: 'whether explanations add up and counterfactuals are true',
  needsPack: true,
  run: (pack) => (pack === undefined ? [] : [measure(pack)]),
}

interface Case {
  readonly found: boolean
  readonly holds: boolean
  readonly size: number
  readonly rankings: number
  /** Whether taking away what the shares alone promise would have been true. */
  readonly promised: boolean | undefined
  readonly gap: number
}

function measure(pack: Pack): StudyTable {
  const everyone = pack.folds.flatMap((fold) => fold.people.map((person) => ({ fold, person })))
  const step = Math.max(1, everyone.length / PEOPLE)
  const people = everyone.filter((_, k) => Math.floor(k / step) !== Math.floor((k - 1) / step))
  const lengths = [3, 10, 30] as const
  const rows = [...lengths, 'all' as const].flatMap((length) => {
    const chosen = people.filter(({ person }) => length === 'all' || person.likes.length >= length)
    const cases = chosen.flatMap(({ fold, person }) => casesOf(pack, fold, person, length))
    return cases.length === 0 ? [] : [{ name: `${length} likes: ${cases.length} cases`, values: summarise(cases) }]
  })
  return {
    title: `Explanations on ${pack.manifest.name}, ${people.length} people, places ${PLACES.map((p) => p + 1).join(', ')} of ${LIST}`,
    columns: [
      'largest gap of parts',
      'found',
      'true when ranked again',
      'likes to take away',
      'lists ranked',
      'true by shares alone',
    ],
    rows,
    note: 'Found: an answer within 64 rankings. True: the likes were taken away, their items may appear again, everything was ranked anew by another call, and the item was gone. By shares alone: likes taken away until their shares make up the lead over place 21, without looking.',
  }
}

function summarise(cases: readonly Case[]): StudyTable['rows'][number]['values'] {
  const bootstrap = new Bootstrap(1, 500)
  const mean = (values: readonly number[]) =>
    values.length === 0 ? undefined : bootstrap.mean(Float64Array.from(values))
  const found = cases.filter((each) => each.found)
  const promised = cases.filter((each) => each.promised !== undefined)
  const gap = Math.max(...cases.map((each) => each.gap))
  return [
    { mean: gap, low: gap, high: gap },
    mean(cases.map((each) => Number(each.found))),
    mean(found.map((each) => Number(each.holds))),
    mean(found.map((each) => each.size)),
    mean(cases.map((each) => each.rankings)),
    mean(promised.map((each) => Number(each.promised === true))),
  ]
}

function casesOf(pack: Pack, fold: Fold, person: Person, length: number | 'all'): Case[] {
  const likes = length === 'all' ? person.likes : person.likes.subarray(person.likes.length - length)
  const rank = (removed: ReadonlySet<number>) => rankWithout(pack, fold, person, likes, removed)
  const all = rank(new Set())
  return PLACES.flatMap((place) => {
    const item = all.list[place]
    if (item === undefined) return []
    const { gap, history } = all.explain(item)
    const search = counterfactualOf(rank, item)
    const taken = byShares(all.lead(item), history)
    return [
      {
        found: search.found,
        holds: search.found && !rank(new Set(search.sequences)).list.includes(item),
        size: search.found ? search.sequences.length : 0,
        rankings: search.rankings,
        promised: taken === undefined ? undefined : !rank(taken).list.includes(item),
        gap,
      },
    ]
  })
}

function counterfactualOf(
  rank: (removed: ReadonlySet<number>) => Ranked,
  item: number,
): Counterfactual | NoCounterfactual {
  return counterfactual({
    itemId: String(item),
    rankWithout: (removed): RankedAgain => {
      const { list, explain } = rank(removed)
      return { itemIds: list.map(String), history: list.includes(item) ? explain(item).history : [] }
    },
  })
}

interface Ranked {
  readonly list: readonly number[]
  /** Score above that of the first item behind the list. */
  lead(item: number): number
  explain(item: number): { readonly gap: number; readonly history: readonly { sequence: number; value: number }[] }
}

/** Events keep their numbers, from 1, when others are taken away. */
function rankWithout(pack: Pack, fold: Fold, person: Person, likes: Int32Array, removed: ReadonlySet<number>): Ranked {
  const kept = Array.from(likes, (item, k) => ({ item, sequence: k + 1 })).filter(
    ({ sequence }) => !removed.has(sequence),
  )
  const back = Array.from(likes).filter((_, k) => removed.has(k + 1))
  const candidates = Int32Array.from([...candidatesOf(person, pack.manifest.itemCount), ...back]).sort()
  const liked = Int32Array.from(kept, ({ item }) => item)
  const scored = scoreDefault({ pack, fold, liked, disliked: person.dislikes, candidates })
  const list = topItems(scored.scores, candidates, LIST + 1)
  const scoreOf = (item: number) => scored.scores[candidates.indexOf(item)] ?? Number.NaN
  return {
    list: list.slice(0, LIST),
    lead: (item) => scoreOf(item) - scoreOf(list[LIST] ?? -1),
    explain(item) {
      const { score, parts, history } = explainCandidate(scored, candidates.indexOf(item))
      const sum = parts.reduce((total, { value }) => total + value, 0)
      const events = history.map(({ sequence, value }) => ({ sequence: kept[sequence - 1]?.sequence ?? 0, value }))
      return { gap: Math.abs(sum - score), history: events }
    },
  }
}

function byShares(
  lead: number,
  history: readonly { sequence: number; value: number }[],
): ReadonlySet<number> | undefined {
  const taken = new Set<number>()
  let left = lead
  for (const { sequence, value } of [...history].sort((a, b) => b.value - a.value)) {
    if (left <= 0 || value <= 0) break
    taken.add(sequence)
    left -= value
  }
  return left <= 0 ? taken : undefined
}
