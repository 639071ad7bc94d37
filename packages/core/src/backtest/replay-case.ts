import { allowedItems } from '../filter/compile-filter.js'
import { checkLimit, type RecommendRankOptions } from '../pipeline/options.js'
import { type RankingContext, recommend } from '../pipeline/rank.js'
import { chosenItems, refusedItems } from '../profile/profile.js'
import type { BacktestCase } from './backtest-cases.js'

/** Where the item that was really chosen stood, in two lists made from what was known before. */
export interface ReplayedCase {
  /** Place in the list that the present settings make, from 0; undefined if it is not in it. */
  readonly place: number | undefined
  /** Place among the most popular of the same items; undefined also where no item has a popularity. */
  readonly popularPlace: number | undefined
}

/**
 * Ranks once more what could have been shown when a choice was made. `context.profile` is the person as of then; what was added
 * to the catalogue later is left out, and so is what was done in other catalogues, of which it is not known when.
 * @returns undefined if the item cannot be in any list: it is gone, refused by the filter, or has none of the media
 * @throws `unknown-option`, `invalid-argument`
 */
export function replayCase(
  context: RankingContext,
  { itemId, at }: BacktestCase,
  options: RecommendRankOptions = {},
): ReplayedCase | undefined {
  const limit = checkLimit(options.limit)
  const exclude = new Set([...(context.exclude ?? []), ...addedAfter(context, at)])
  exclude.delete(itemId)
  const then = { ...context, exclude, elsewhere: [], now: at }
  const list = recommend(then, options)
  const popular = popularPlace(then, itemId, options)
  if (popular === undefined) return undefined
  const place = list.take(limit).findIndex(({ item }) => item.id === itemId)
  return {
    place: place < 0 ? undefined : place,
    popularPlace: popular.known && popular.place < limit ? popular.place : undefined,
  }
}

function addedAfter({ catalogue }: RankingContext, at: number): string[] {
  const later = catalogue.fact('addedAt').subarray(0, catalogue.extent)
  return Array.from(later.keys()).flatMap((index) =>
    (later[index] as number) > at ? (catalogue.idAt(index) ?? []) : [],
  )
}

/** How many of the items that may appear are more popular; of equals the one that came first counts. */
function popularPlace(
  { catalogue, profile, exclude = new Set() }: RankingContext,
  itemId: string,
  { filter, modalities }: RecommendRankOptions,
): { readonly place: number; readonly known: boolean } | undefined {
  const allowed = allowedItems(catalogue, filter)
  for (const id of [...chosenItems(profile), ...refusedItems(profile), ...exclude]) {
    const index = catalogue.indexOf(id)
    if (index !== undefined) allowed[index] = 0
  }
  const mayAppear = (index: number) =>
    allowed[index] === 1 &&
    (modalities === undefined || modalities.some((modality) => catalogue.modality(modality)?.has(index)))
  const own = catalogue.indexOf(itemId)
  if (own === undefined || !mayAppear(own)) return undefined
  const counts = catalogue.fact('popularity')
  const popularity = (index: number) => Math.max(0, counts[index] as number)
  let place = 0
  let known = false
  for (let index = 0; index < allowed.length; index += 1) {
    if (!mayAppear(index)) continue
    known ||= (counts[index] as number) >= 0
    const ahead = popularity(index) - popularity(own)
    if (ahead > 0 || (ahead === 0 && index < own)) place += 1
  }
  return { place, known }
}
