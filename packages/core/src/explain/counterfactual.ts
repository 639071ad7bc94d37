import { LocavoreError } from '../errors.js'
import type { HistoryContribution } from '../types.js'

/** A list ranked again without some events. */
export interface RankedAgain {
  /** The list as it would be shown, best first. */
  readonly itemIds: readonly string[]
  /** What the events that are left give to the item in question; empty if it is not in the list. */
  readonly history: readonly Pick<HistoryContribution, 'sequence' | 'value'>[]
}

export interface CounterfactualInput extends SearchInput {
  /** Really ranks again from a log without these events, everything else as it was. */
  readonly rankWithout: (sequences: ReadonlySet<number>) => RankedAgain
}

export interface SearchInput {
  readonly itemId: string
  /** Lists ranked at most (default 64). */
  readonly mostRankings?: number
}

/** Events without which an item is not in a list. It has been tried: `itemIds` is the list ranked without them. */
export interface Counterfactual {
  readonly found: true
  /** Ascending. None of them can be left in: without any one less the item was in the list, unless `exhausted`. */
  readonly sequences: readonly number[]
  readonly itemIds: readonly string[]
  /** Items that are in the list only without these events, best first. */
  readonly instead: readonly string[]
  /** Lists that were ranked to find it. */
  readonly rankings: number
  /** Whether the search ended for want of rankings, so that a smaller set may exist. */
  readonly exhausted: boolean
}

/** The item stays whatever was taken away, as where others' likes put it there. */
export interface NoCounterfactual {
  readonly found: false
  readonly rankings: number
  /** Whether the search ended for want of rankings, so that there may be one. */
  readonly exhausted: boolean
}

/** A search that asks for one ranking at a time: it yields the events to leave out, and is told the list without them. */
export type CounterfactualSearch = Generator<ReadonlySet<number>, Counterfactual | NoCounterfactual, RankedAgain>

const MOST_RANKINGS = 64
/** Events tried one by one, and in pairs, before larger sets are believed to be needed. */
const SINGLES = 8
const PAIRED = 5

/**
 * The smallest set of events without which an item leaves its list: single events by the size of their share, then greedily
 * more, each time by the shares in the list as it now is, then pairs, and at last every event that was not needed is
 * put back. Shares only say what to try; what is returned was ranked.
 * @throws `unknown-item` if the item is not in the list to begin with.
 */
export function counterfactual({ rankWithout, ...input }: CounterfactualInput): Counterfactual | NoCounterfactual {
  const search = counterfactualSearch(input)
  let step = search.next()
  while (!step.done) step = search.next(rankWithout(step.value))
  return step.value
}

/** The same, one ranking at a time, so that whoever ranks can pause or stop in between. @throws `unknown-item` as above. */
export function* counterfactualSearch(input: SearchInput): CounterfactualSearch {
  const search = new Search(input)
  const first = yield* search.without([])
  if (!search.present(first)) {
    throw new LocavoreError(
      'unknown-item',
      'The item to explain is not in this list. Explain an entry of the list itself.',
    )
  }
  const strongest = positive(first)
  const single = yield* search.firstThatWorks(strongest.slice(0, SINGLES).map((sequence) => [sequence]))
  const found = single ?? (yield* search.greedy(first))
  if (found === undefined) return { found: false, rankings: search.rankings, exhausted: search.exhausted }
  const pairs = found.length > 2 ? pairsOf(strongest.slice(0, PAIRED)) : []
  const smallest = yield* search.prune((yield* search.firstThatWorks(pairs)) ?? found)
  const { itemIds } = yield* search.without(smallest)
  const before = new Set(first.itemIds)
  return {
    found: true,
    sequences: [...smallest].sort((a, b) => a - b),
    itemIds,
    instead: itemIds.filter((id) => !before.has(id)),
    rankings: search.rankings,
    exhausted: search.exhausted,
  }
}

/** Part of a search that comes to a `Result`. */
type Searching<Result> = Generator<ReadonlySet<number>, Result, RankedAgain>

class Search {
  readonly #input: SearchInput
  readonly #tried = new Map<string, RankedAgain>()
  exhausted = false

  constructor(input: SearchInput) {
    this.#input = input
  }

  get rankings(): number {
    return this.#tried.size
  }

  *without(sequences: readonly number[]): Searching<RankedAgain> {
    const key = [...sequences].sort((a, b) => a - b).join()
    const ranked = this.#tried.get(key) ?? (yield new Set(sequences))
    this.#tried.set(key, ranked)
    return ranked
  }

  present({ itemIds }: RankedAgain): boolean {
    return itemIds.includes(this.#input.itemId)
  }

  *firstThatWorks(sets: readonly (readonly number[])[]): Searching<readonly number[] | undefined> {
    for (const set of sets) {
      if (this.#mayRank() && !this.present(yield* this.without(set))) return set
    }
    return undefined
  }

  *greedy(first: RankedAgain): Searching<readonly number[] | undefined> {
    const removed: number[] = []
    let ranked = first
    while (this.#mayRank()) {
      const [next] = positive(ranked).filter((sequence) => !removed.includes(sequence))
      if (next === undefined) return undefined
      removed.push(next)
      ranked = yield* this.without(removed)
      if (!this.present(ranked)) return removed
    }
    return undefined
  }

  /** Puts back, the last and weakest first, what need not go, until every single one must. */
  *prune(sequences: readonly number[]): Searching<readonly number[]> {
    for (const spare of [...sequences].reverse()) {
      const fewer = sequences.filter((other) => other !== spare)
      if (fewer.length === 0 || !this.#mayRank() || this.present(yield* this.without(fewer))) continue
      return yield* this.prune(fewer)
    }
    return sequences
  }

  #mayRank(): boolean {
    const may = this.rankings < (this.#input.mostRankings ?? MOST_RANKINGS)
    if (!may) this.exhausted = true
    return may
  }
}

/** Events that speak for the item, the strongest first. */
function positive({ history }: RankedAgain): number[] {
  return history
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || b.sequence - a.sequence)
    .map(({ sequence }) => sequence)
}

function pairsOf(sequences: readonly number[]): number[][] {
  return sequences.flatMap((a, k) => sequences.slice(k + 1).map((b) => [a, b]))
}
