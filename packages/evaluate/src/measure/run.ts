import { topK } from '@locavore/core'
import type { Method } from '../methods/method.js'
import type { HistoryLength } from '../pack/manifest.js'
import { candidatesOf, lastLikes, type Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import { measureList } from './measure-list.js'
import { LIST_LENGTH, PERSON_METRICS, type PersonMetric } from './metrics.js'
import type { Lists } from './pooled.js'

/** What one method did for everyone at one history length; people in the order of the folds. */
export interface Run {
  readonly method: string
  readonly history: HistoryLength
  readonly people: readonly Person[]
  /** `[people]` each; metrics the pack has no data for are not there. */
  readonly values: ReadonlyMap<PersonMetric, Float64Array>
  /** Undefined for stored results. */
  readonly lists: Lists | undefined
  /** `[people]`: mean popularity of the list, and of what was liked. Undefined without counts. */
  readonly popularity: { readonly ofLists: Float64Array; readonly ofLikes: Float64Array } | undefined
}

interface Draft {
  readonly method: Method
  readonly history: HistoryLength
  readonly people: Person[]
  readonly values: Map<PersonMetric, number[]>
  readonly items: number[]
  readonly ofLists: number[]
  readonly ofLikes: number[]
}

/** Ranks everyone with every method at every history length. Methods a pack has no data for are left out. */
export function runMethods(pack: Pack, methods: readonly Method[], onFold: (fold: Fold) => void = () => {}): Run[] {
  const drafts = pack.manifest.historyLengths.flatMap((history) =>
    methods.map(
      (method): Draft => ({ method, history, people: [], values: new Map(), items: [], ofLists: [], ofLikes: [] }),
    ),
  )
  for (const fold of pack.folds) {
    for (const person of fold.people) rankPerson(pack, fold, person, drafts)
    onFold(fold)
  }
  return drafts.filter(({ people }) => people.length > 0).map(finish)
}

function rankPerson(pack: Pack, fold: Fold, person: Person, drafts: readonly Draft[]): void {
  const candidates = candidatesOf(person, pack.manifest.itemCount)
  const popularity = fold.popularity && Float64Array.from(candidates, (item) => fold.popularity?.[item] ?? 0)
  const mostPopular = popularity && new Set(topItems(popularity, candidates))
  for (const draft of drafts) {
    const liked = lastLikes(person, draft.history)
    if (liked === undefined) continue
    const scores = draft.method.score({ pack, fold, liked, disliked: person.dislikes, candidates })
    if (scores === undefined) continue
    const list = topItems(scores, candidates)
    record(draft, measureList({ pack, fold, person, liked, candidates, scores, list, mostPopular }))
    draft.people.push(person)
    for (let place = 0; place < LIST_LENGTH; place += 1) draft.items.push(list[place] ?? -1)
    if (fold.popularity === undefined) continue
    draft.ofLists.push(meanPopularity(list, fold.popularity))
    draft.ofLikes.push(meanPopularity(liked, fold.popularity))
  }
}

/** The best items, best first; of equal scores the smaller index, because candidates ascend. */
export function topItems(scores: Float64Array, candidates: Int32Array, count = LIST_LENGTH): number[] {
  return Array.from(topK(scores, count), (j) => candidates[j] as number)
}

function record(draft: Draft, measured: Partial<Record<PersonMetric, number>>): void {
  for (const metric of PERSON_METRICS) {
    const value = measured[metric]
    if (value === undefined) continue
    const values = draft.values.get(metric) ?? []
    values.push(value)
    draft.values.set(metric, values)
  }
}

function finish({ method, history, people, values, items, ofLists, ofLikes }: Draft): Run {
  return {
    method: method.name,
    history,
    people,
    values: new Map([...values].map(([metric, numbers]) => [metric, Float64Array.from(numbers)])),
    lists: { people: people.length, length: LIST_LENGTH, items: Int32Array.from(items) },
    popularity:
      ofLists.length === people.length
        ? { ofLists: Float64Array.from(ofLists), ofLikes: Float64Array.from(ofLikes) }
        : undefined,
  }
}

function meanPopularity(items: ArrayLike<number>, popularity: Float64Array): number {
  let sum = 0
  for (let k = 0; k < items.length; k += 1) sum += popularity[items[k] as number] as number
  return items.length === 0 ? 0 : sum / items.length
}
