import { type Counterfactual, counterfactual } from '../explain/counterfactual.js'
import { replay } from '../profile/profile.js'
import type { Interaction } from '../types.js'
import type { RecommendRankOptions } from './options.js'
import { checkLimit } from './options.js'
import { type RankingContext, recommend } from './rank.js'

/**
 * The smallest set of the person's own actions without which an item would not be recommended: found by taking them out of
 * the log, folding it anew and ranking again, with the options of the list. Undefined if nothing they did put it there.
 * @param log every interaction, oldest first. `context.profile` is not looked at.
 * @throws `unknown-item` if the item is not in the first `limit` places; what `recommend` throws.
 */
export function whatWouldChange(
  context: Omit<RankingContext, 'profile'>,
  log: readonly Interaction[],
  itemId: string,
  options: RecommendRankOptions = {},
): Counterfactual | undefined {
  const limit = checkLimit(options.limit)
  return counterfactual({
    itemId,
    rankWithout: (sequences) => {
      const profile = replay(log.filter(({ sequence }) => !sequences.has(sequence)))
      const list = recommend({ ...context, profile }, options)
      const itemIds = list.take(limit).map(({ item }) => item.id)
      // What was done elsewhere is in no log of this catalogue, and can be taken away only there.
      const here = itemIds.includes(itemId)
        ? list.explain(itemId).history.filter(({ domain }) => domain === undefined)
        : []
      return { itemIds, history: here }
    },
  })
}
