import { CheckedJson } from './checked-json.js'
import type { HistoryLength, PackManifest } from './manifest.js'

/** One test person of a pack. All arrays hold item indexes. */
export interface Person {
  readonly id: string
  /** Liked items of the history, oldest first. */
  readonly likes: Int32Array
  readonly dislikes: Int32Array
  /** Every item of the history, liked or not. Hidden at every history length. */
  readonly seen: Int32Array
  /** `[seen]`; NaN where there is no rating. */
  readonly ratings: Float64Array
  /** Liked items of the later part. */
  readonly targets: ReadonlySet<number>
  /** Items of the later part that were rated low. */
  readonly dislikedLater: ReadonlySet<number>
  /** What the reference made of this person. */
  readonly stored: StoredResults
}

export interface StoredList {
  readonly top20: Int32Array
  /** Scores of `top20`, if stored. */
  readonly scores: readonly number[] | undefined
}

export interface StoredResults {
  /** NDCG@10 by method, then by history length. */
  readonly ndcg10: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Lists of the default, by history length. */
  readonly lists: ReadonlyMap<string, StoredList>
  /** The new-item experiment; undefined if the person is not part of it. */
  readonly newItems: { readonly top20: Int32Array | undefined } | undefined
}

/** The likes that reach the scorer; undefined for a person who has too few. */
export function lastLikes({ likes }: Person, history: HistoryLength): Int32Array | undefined {
  if (history === 'all') return likes
  return likes.length < history ? undefined : likes.subarray(likes.length - history)
}

/** Every item that may be recommended, ascending: all but those of the history. */
export function candidatesOf({ seen }: Person, items: number): Int32Array {
  const hidden = new Uint8Array(items)
  for (const item of seen) hidden[item] = 1
  let count = 0
  for (let item = 0; item < items; item += 1) count += 1 - (hidden[item] as number)
  const candidates = new Int32Array(count)
  let next = 0
  for (let item = 0; item < items; item += 1) {
    if (hidden[item] === 0) {
      candidates[next] = item
      next += 1
    }
  }
  return candidates
}

/** One person per line. People without a like or a target are left out, as the protocol says. @throws `catalogue-invalid` */
export function readPeople(text: string, file: string, manifest: PackManifest): Person[] {
  return text
    .split('\n')
    .map((line, k) => ({ line: line.trim(), where: `${file}, line ${k + 1}` }))
    .filter(({ line }) => line !== '')
    .map(({ line, where }) => readPerson(CheckedJson.parse(line, where), manifest))
    .filter(({ likes, targets }) => likes.length > 0 && targets.size > 0)
}

function readPerson(json: CheckedJson, manifest: PackManifest): Person {
  const { itemCount, likeThreshold, dislikeThreshold } = manifest
  const events = json.list('history').map((event) => readEvent(event, itemCount, json))
  const liked = ({ rating }: Event) => likeThreshold === undefined || rating === undefined || rating >= likeThreshold
  const disliked = (event: Event) =>
    !liked(event) && dislikeThreshold !== undefined && (event.rating ?? Infinity) <= dislikeThreshold
  const itemsOf = (chosen: readonly Event[]) => Int32Array.from(chosen, ({ item }) => item)
  return {
    id: String(json.raw('user') ?? ''),
    likes: itemsOf(events.filter(liked)),
    dislikes: itemsOf(events.filter(disliked)),
    seen: itemsOf(events),
    ratings: Float64Array.from(events, ({ rating }) => rating ?? Number.NaN),
    targets: new Set(json.items('targets', itemCount)),
    dislikedLater: new Set(json.items('dislikedLater', itemCount)),
    stored: readStored(json, itemCount),
  }
}

interface Event {
  readonly item: number
  readonly rating: number | undefined
}

/** `[item, rating, time]`, `[item, rating]`, `[item]` or `item`: their order is the order in time. */
function readEvent(value: unknown, items: number, json: CheckedJson): Event {
  const [item, rating] = Array.isArray(value) ? value : [value]
  if (typeof item !== 'number' || !Number.isInteger(item) || item < 0 || item >= items) {
    throw json.error(`history names ${JSON.stringify(item)}, which is none of the ${items} items.`)
  }
  return { item, rating: typeof rating === 'number' ? rating : undefined }
}

function readStored(json: CheckedJson, items: number): StoredResults {
  const reference = json.child('reference')
  const ndcg10 = new Map<string, Map<string, number>>()
  const lists = new Map<string, StoredList>()
  for (const method of reference?.keys() ?? []) {
    const byHistory = reference?.child(method)
    const values = new Map<string, number>()
    for (const history of byHistory?.keys() ?? []) {
      const entry = byHistory?.child(history)
      const value = entry?.number('ndcg10')
      if (value !== undefined) values.set(history, value)
      if (method === 'default' && entry?.has('top20') === true) {
        const scores = entry.has('scores') ? entry.list('scores').map(Number) : undefined
        lists.set(history, { top20: entry.items('top20', items), scores })
      }
    }
    ndcg10.set(method, values)
  }
  const map = json.child('cold')?.child('map')
  const newItems = json.has('cold')
    ? { top20: map?.has('top20') === true ? map.items('top20', items) : undefined }
    : undefined
  return { ndcg10, lists, newItems }
}
