import type { Random } from '../random.js'
import type { Attributes, Modality } from '../types.js'
import type { Bound } from './bounds/bound.js'

/** What re-ranking knows about the candidates; `j` is always a place in the caller's arrays. */
export interface RerankCandidates {
  /** `[candidates]`, higher is better. */
  readonly scores: Float64Array
  itemId(j: number): string
  attributes(j: number): Attributes | undefined
  /** Milliseconds since 1970; undefined if unknown. */
  addedAt(j: number): number | undefined
  modalities(j: number): readonly Modality[]
  /** How often it was shown and left alone, 0 or more. */
  impressions(j: number): number
  /** Similarity of one candidate to others, in [-1, 1], 1 with itself. */
  similarTo(j: number): (other: number) => number
  /** Shares of an attribute's values in the history, summing to 1; empty where nothing is known. */
  wantedShares(attribute: string): ReadonlyMap<string, number>
  /**
   * With what chance each of these takes an exploring place, `[eligible]`, above 0 and summing to 1; without it all have the
   * same.
   */
  propensities?(eligible: Int32Array, options: { readonly random: Random; readonly scale: number }): Float64Array
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The list as it stands between two steps. */
export interface Draft {
  readonly candidates: RerankCandidates
  /** Without the pinned, best first. What is in neither has been left out. */
  readonly order: Int32Array
  /** Candidate by place. */
  readonly pins: ReadonlyMap<number, number>
  /** `[candidates]` the score with everything that was added to it. */
  readonly adjusted: Float64Array
  /**
   * `[candidates]` what the next step takes for relevance: descending in `order`. After a step that arranges, the best
   * value stands at the first place and so on, so that the next step builds on it and does not undo it.
   */
  readonly relevance: Float64Array
  readonly bounds: readonly Bound[]
  /** Chance of every candidate that was dealt an exploring place. */
  readonly explored: ReadonlyMap<number, number>
  /** What could not be had, in words. */
  readonly unmet: readonly string[]
}

export function startDraft(candidates: RerankCandidates): Draft {
  const { scores } = candidates
  return {
    candidates,
    order: sortedBy(
      Int32Array.from(scores, (_, j) => j),
      scores,
    ),
    pins: new Map(),
    adjusted: scores,
    relevance: scores,
    bounds: [],
    explored: new Map(),
    unmet: [],
  }
}

/** The list with `add[j]` added to what each candidate scores, in its new order. */
export function adjust(draft: Draft, add: (j: number) => number): Draft {
  const adjusted = draft.adjusted.slice()
  const relevance = draft.relevance.slice()
  for (let j = 0; j < adjusted.length; j += 1) {
    const added = add(j)
    adjusted[j] = (adjusted[j] as number) + added
    relevance[j] = (relevance[j] as number) + added
  }
  return { ...draft, adjusted, relevance, order: sortedBy(draft.order.slice(), relevance) }
}

/** The list without the candidates that are not to be kept. Pins stay. */
export function keepOnly(draft: Draft, keep: (j: number) => boolean): Draft {
  return { ...draft, order: draft.order.filter(keep) }
}

/** The list with these in front, in this order, and the rest behind as it was. Places keep the relevance they had. */
export function arrange(draft: Draft, front: readonly number[]): Draft {
  const taken = new Set(front)
  const order = Int32Array.from([...front, ...draft.order.filter((j) => !taken.has(j))])
  const relevance = draft.relevance.slice()
  order.forEach((j, place) => {
    relevance[j] = draft.relevance[draft.order[place] as number] as number
  })
  return { ...draft, order, relevance }
}

/** The list as it would be shown: pins at their places, or behind the last where the list is shorter. */
export function shownOrder({ order, pins }: Pick<Draft, 'order' | 'pins'>): Int32Array {
  if (pins.size === 0) return order
  const shown: number[] = []
  const waiting = [...pins].sort(([a], [b]) => a - b)
  let next = 0
  while (next < order.length || waiting.length > 0) {
    const pin = waiting[0]
    if (pin !== undefined && (pin[0] <= shown.length || next >= order.length)) {
      shown.push(pin[1])
      waiting.shift()
    } else {
      shown.push(order[next] as number)
      next += 1
    }
  }
  return Int32Array.from(shown)
}

/** Relevance of every candidate brought to [0, 1] over the first `window` of the list. */
export function unitRelevance({ order, relevance }: Draft, window: number): (j: number) => number {
  const highest = relevance[order[0] ?? -1] ?? 0
  const lowest = relevance[order[Math.min(window, order.length) - 1] ?? -1] ?? 0
  const range = highest - lowest
  return (j) => (range > 0 ? ((relevance[j] as number) - lowest) / range : 0)
}

function sortedBy(order: Int32Array, values: Float64Array): Int32Array {
  return order.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
}
