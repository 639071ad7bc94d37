import {
  type Counterfactual,
  counterfactualSearch,
  type NoCounterfactual,
  type RankedAgain,
} from '../explain/counterfactual.js'
import { replay } from '../profile/profile.js'
import type { Interaction } from '../types.js'
import { checkLimit, LARGEST_LIMIT, type RecommendRankOptions } from './options.js'
import { type RankingContext, recommend } from './rank.js'
import type { RankedList } from './ranked-list.js'

export interface ChangeInput {
  readonly itemId: string
  /** Every interaction the list was made from, oldest first. */
  readonly log: readonly Interaction[]
  /** Ranks the list as it was, from a log. */
  readonly rank: (log: readonly Interaction[]) => RankedList
  /** Items on a page: an item leaves the list when it is on none of the pages up to the one it was on. */
  readonly pageSize: number
  readonly mostRankings?: number
}

/**
 * The smallest set of the person's own actions without which an item would not be on the pages of a list that showed it: found
 * by taking them out of the log, folding it anew and ranking again. Yields after every ranking how many there were.
 * @throws `unknown-item` if the item is not in the first 500 places; what ranking throws.
 */
export function* changeSearch(input: ChangeInput): Generator<number, Counterfactual | NoCounterfactual, undefined> {
  const { itemId, log, rank, pageSize, mostRankings } = input
  const search = counterfactualSearch({ itemId, ...(mostRankings === undefined ? {} : { mostRankings }) })
  const limit = pagesWith(rank(log), itemId, pageSize)
  let rankings = 0
  let step = search.next()
  while (!step.done) {
    const without = step.value
    step = search.next(rankedAgain(input, without, limit))
    rankings += 1
    yield rankings
  }
  return step.value
}

/** The same at one go, for a recommendation. `context.profile` is not looked at. @throws as above. */
export function whatWouldChange(
  context: Omit<RankingContext, 'profile'>,
  log: readonly Interaction[],
  itemId: string,
  options: RecommendRankOptions = {},
): Counterfactual | NoCounterfactual {
  const search = changeSearch({
    itemId,
    log,
    pageSize: checkLimit(options.limit),
    rank: (kept) => recommend({ ...context, profile: replay(kept) }, options),
  })
  let step = search.next()
  while (!step.done) step = search.next()
  return step.value
}

/** Places of all pages up to the one that shows the item; one page if none does. */
function pagesWith(list: RankedList, itemId: string, pageSize: number): number {
  const position = list.take(LARGEST_LIMIT).findIndex(({ item }) => item.id === itemId)
  return Math.ceil((Math.max(0, position) + 1) / pageSize) * pageSize
}

function rankedAgain({ itemId, log, rank }: ChangeInput, without: ReadonlySet<number>, limit: number): RankedAgain {
  const kept = log.filter(({ sequence }) => !without.has(sequence))
  const list = rank(kept)
  const itemIds = list.take(limit).map(({ item }) => item.id)
  if (!itemIds.includes(itemId)) return { itemIds, history: [] }
  const { history, parts } = list.explain(itemId)
  // What was done elsewhere is in no log of this catalogue, and can be taken away only there.
  const here = history.filter(({ domain }) => domain === undefined)
  return { itemIds, history: [...here, ...wordShares(kept, parts)] }
}

/** Newest words that are tried; older ones hardly count any more. */
const MOST_WORDS_TRIED = 10

/** What was searched for and steered with by words has one part of the score together: an equal share each says what to try. */
function wordShares(
  log: readonly Interaction[],
  parts: readonly { readonly name: string; readonly value: number }[],
): { sequence: number; value: number }[] {
  const value = parts.reduce((sum, part) => sum + (part.name === 'words' ? part.value : 0), 0)
  if (!(value > 0)) return []
  const wordy = log.filter(({ query }) => query !== undefined).slice(-MOST_WORDS_TRIED)
  return wordy.map(({ sequence }) => ({ sequence, value: value / wordy.length }))
}
