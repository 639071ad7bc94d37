import { effect, signal, untracked } from '@preact/signals'
import {
  type ListOptions,
  LocavoreError,
  type Recommendation,
  type RecommendationList,
  type Recommender,
  type SearchQuery,
} from 'locavore'
import { filter } from '../filters/choices.js'
import { say } from '../language/texts.js'
import { personalise, query } from '../search/query.js'
import { onlyTaste } from '../tastes/only-taste-choice.js'
import { isTuned, tunedOptions, tuning } from '../tune/settings.js'
import { announce } from '../ui/announcements.js'
import { recommender } from './connection.js'
import { prepareEncoder } from './encoder.js'
import { language } from './language.js'
import { learntSinceFeed } from './marks.js'
import { isAbort, messageOf } from './messages.js'
import { largeCount } from './session.js'

/** What the main part of the page shows: the feed, or the results of a search. */
export interface Listing {
  readonly kind: 'feed' | 'search'
  readonly state: 'loading' | 'ready' | 'loading-more' | 'failed'
  readonly entries: readonly Recommendation[]
  /** The first page, and the last that was fetched. */
  readonly first?: RecommendationList
  readonly page?: RecommendationList
  /** How many of the first page would not be on it if it had not been tuned. */
  readonly otherwise?: number
  readonly problem?: string
}

const PAGE = largeCount === undefined ? 24 : 60
export const listing = signal<Listing>({ kind: 'feed', state: 'loading', entries: [] })

/** Every recommendation shown so far, so that an address can name one. */
export const seen = new Map<string, Recommendation>()
let running: AbortController | undefined

/** Milliseconds from asking for the last list, or its next page, to having it. */
export const lastListTook = signal<number | undefined>(undefined)

/** True when more items came to choose from since the feed was made. */
export const grownSinceFeed = signal(false)

export function remember(list: readonly Recommendation[]): void {
  for (const entry of list) seen.set(entry.item.id, entry)
}

/** What a list shows that one without tuning would not. */
async function countOtherwise(page: RecommendationList, signal: AbortSignal): Promise<{ otherwise?: number }> {
  if (page.kind !== 'recommend' || !isTuned.peek()) return {}
  const narrowed = filter.peek()
  const only = onlyTaste.peek()
  const options = {
    ...{ limit: PAGE, signal },
    ...(narrowed === undefined ? {} : { filter: narrowed }),
    ...(only === undefined ? {} : { taste: only.id }),
  }
  const plain = new Set((await (await recommender()).recommend(options)).map(({ item }) => item.id))
  return { otherwise: page.filter(({ item }) => !plain.has(item.id)).length }
}

/** The feed, of one taste alone if one was chosen. A taste may be gone by now; then it is the whole feed again. */
async function recommended(made: Recommender, options: ListOptions): Promise<RecommendationList> {
  const common = { ...options, scenario: 'home', ...tunedOptions(tuning.peek()) }
  const only = onlyTaste.peek()
  if (only === undefined) return made.recommend(common)
  try {
    return await made.recommend({ ...common, taste: only.id })
  } catch (error) {
    if (!(error instanceof LocavoreError) || error.code !== 'unknown-taste') throw error
    onlyTaste.value = undefined
    return made.recommend(common)
  }
}

let lastSearched = ''

/** What was searched for is evidence too, once for the same words. */
async function recordSearch(asked: SearchQuery | undefined): Promise<void> {
  if (typeof asked !== 'string' || asked === lastSearched) return
  lastSearched = asked
  await (await recommender()).record({ type: 'search', query: asked })
}

async function fetchList(asked: SearchQuery | undefined, signal: AbortSignal): Promise<RecommendationList> {
  const made = await recommender()
  const narrowed = filter.peek()
  const spoken = language.peek()
  const options = { limit: PAGE, signal, language: spoken, ...(narrowed === undefined ? {} : { filter: narrowed }) }
  if (asked === undefined) return timed(recommended(made, options))
  await prepareEncoder(asked, signal)
  return timed(made.search(asked, { ...options, personalise: personalise.peek() }))
}

async function timed<Result>(work: Promise<Result>): Promise<Result> {
  const since = performance.now()
  const result = await work
  lastListTook.value = performance.now() - since
  return result
}

/** Makes the list again from the query and the filters; a newer call takes the place of an older one. */
export async function refresh(): Promise<void> {
  running?.abort()
  running = new AbortController()
  const { signal } = running
  const asked = query.peek()
  const kind = asked === undefined ? 'feed' : 'search'
  const last = listing.peek()
  listing.value = { kind, state: 'loading', entries: last.kind === kind ? last.entries : [] }
  try {
    const page = await fetchList(asked, signal)
    const counted = await countOtherwise(page, signal)
    if (signal.aborted) return
    remember(page)
    if (kind === 'feed') {
      learntSinceFeed.value = 0
      grownSinceFeed.value = false
    }
    listing.value = { kind, state: 'ready', entries: [...page], first: page, page, ...counted }
    void recordSearch(asked).catch(() => undefined)
    const { feed } = say()
    announce(page.length === 0 ? feed.noMatch : feed.count(page.length, page.hasMore))
  } catch (error) {
    if (signal.aborted || isAbort(error)) return
    listing.value = { kind, state: 'failed', entries: [], problem: messageOf(error) }
  }
}

export async function showMore(): Promise<void> {
  const before = listing.peek()
  const { page } = before
  if (before.state !== 'ready' || page === undefined || !page.hasMore || running === undefined) return
  const { signal } = running
  listing.value = { ...before, state: 'loading-more' }
  try {
    const next = await timed((await recommender()).next(page, { limit: PAGE, signal }))
    if (signal.aborted) return
    remember(next)
    listing.value = { ...before, state: 'ready', entries: [...before.entries, ...next], page: next }
    announce(say().feed.moreCame(next.length))
  } catch (error) {
    if (signal.aborted || isAbort(error)) return
    // A list lives in the engine's memory: if that was restarted, a new list is the honest answer.
    await refresh()
  }
}

/** Keeps the list in step with the query, the filters and the language of its reasons. */
export function followChoices(): () => void {
  return effect(() => {
    void [query.value, filter.value, personalise.value, tuning.value, language.value]
    untracked(() => void refresh())
  })
}
