import type { ListPage } from '../shared/protocol.js'
import type { Recommendation, RecommendationList } from './contract/lists.js'

/** A page of the engine as the frozen array that hosts get. */
export function recommendationList(page: ListPage): RecommendationList {
  const entries: Recommendation[] = page.entries.map((entry) => Object.freeze({ ...entry, listId: page.listId }))
  // Not enumerable, so that the list still prints, spreads and compares as the array it is.
  Object.defineProperties(entries, {
    listId: { value: page.listId },
    kind: { value: page.kind },
    hasMore: { value: page.hasMore },
    steps: { value: page.steps },
  })
  return Object.freeze(entries) as unknown as RecommendationList
}
