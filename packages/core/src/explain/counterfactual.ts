import { LocavoreError } from '../errors.js'
import type { HistoryContribution } from '../types.js'

/** A list ranked again without some events. */
export interface RankedAgain {
  /** The list as it would be shown, best first. */
  readonly itemIds: readonly string[]
  /** What the events that are left give to the item in question; empty if it is not in the list. */
  readonly history: readonly Pick<HistoryContribution, 'sequence' | 'value'>[]
}

export interface CounterfactualInput {
  readonly itemId: string
  /** Really ranks again from a log without these events, everything else as it was. */
  readonly rankWithout: (sequences: ReadonlySet<number>) => RankedAgain
  /** Lists ranked at most (default 64). */
  readonly mostRankings?: number
}

/** Events without which an item is not in a list. It has been tried: `itemIds` is the list ranked without them. */
export interface Counterfactual {
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

const MOST_RANKINGS = 64
/** Events tried one by one, and in pairs, before larger sets are believed to be needed. */
const SINGLES = 8
const PAIRED = 5

/**
 * The smallest set of events without which an item leaves its list: single events by the size of their share, then greedily
 * more, each time by the shares in the list as it now is, then pairs, and at last every event that was not needed is
 * put back. Shares only say what to try; what is returned was ranked. Undefined if the item stays whatever is tried, as
 * where others' likes put it there.
 * @throws `unknown-item` if the item is not in the list to begin with.
 */
export function counterfactual(input: CounterfactualInput): Counterfactual | undefined {
  const search = new Search(input)
  const first = search.without([])
  if (!search.present(first)) {
    throw new LocavoreError(
      'unknown-item',
      'The item to explain is not in this list. Explain an entry of the list itself.',
    )
  }
  const strongest = positive(first)
  const found = search.firstThatWorks(strongest.slice(0, SINGLES).map((sequence) => [sequence])) ?? search.greedy(first)
  if (found === undefined) return undefined
  const pairs = found.length > 2 ? pairsOf(strongest.slice(0, PAIRED)) : []
  const smallest = search.prune(search.firstThatWorks(pairs) ?? found)
  const { itemIds } = search.without(smallest)
  const before = new Set(first.itemIds)
  return {
    sequences: [...smallest].sort((a, b) => a - b),
    itemIds,
    instead: itemIds.filter((id) => !before.has(id)),
    rankings: search.rankings,
    exhausted: search.exhausted,
  }
}

class Search {
  readonly #input: CounterfactualInput
  readonly #tried = new Map<string, RankedAgain>()
  exhausted = false

  constructor(input: CounterfactualInput) {
    this.#input = input
  }

  get rankings(): number {
    return this.#tried.size
  }

  without(sequences: readonly number[]): RankedAgain {
    const key = [...sequences].sort((a, b) => a - b).join()
    const ranked = this.#tried.get(key) ?? this.#input.rankWithout(new Set(sequences))
    this.#tried.set(key, ranked)
    return ranked
  }

  present({ itemIds }: RankedAgain): boolean {
    return itemIds.includes(this.#input.itemId)
  }

  firstThatWorks(sets: readonly (readonly number[])[]): readonly number[] | undefined {
    return sets.find((set) => this.#mayRank() && !this.present(this.without(set)))
  }

  greedy(first: RankedAgain): readonly number[] | undefined {
    const removed: number[] = []
    let ranked = first
    while (this.#mayRank()) {
      const [next] = positive(ranked).filter((sequence) => !removed.includes(sequence))
      if (next === undefined) return undefined
      removed.push(next)
      ranked = this.without(removed)
      if (!this.present(ranked)) return removed
    }
    return undefined
  }

  /** Puts back, the last and weakest first, what need not go, until every single one must. */
  prune(sequences: readonly number[]): readonly number[] {
    const spare = [...sequences].reverse().find((sequence) => {
      const fewer = sequences.filter((other) => other !== sequence)
      return fewer.length > 0 && this.#mayRank() && !this.present(this.without(fewer))
    })
    return spare === undefined ? sequences : this.prune(sequences.filter((other) => other !== spare))
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
