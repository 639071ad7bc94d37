import { type Draft, keepOnly, shownOrder } from '../draft.js'
import type { NearDuplicatesStep, PinStep, RelevanceFloorStep } from '../step.js'

export function pin(draft: Draft, { itemId, place }: PinStep): Draft {
  const { candidates, order, pins, unmet } = draft
  const j = order.find((candidate) => candidates.itemId(candidate) === itemId)
  if (j === undefined) return { ...draft, unmet: [...unmet, `the pinned ${JSON.stringify(itemId)} may not appear`] }
  return { ...draft, order: order.filter((candidate) => candidate !== j), pins: new Map([...pins, [place, j]]) }
}

export function relevanceFloor(draft: Draft, { least }: RelevanceFloorStep): Draft {
  return keepOnly(draft, (j) => (draft.adjusted[j] as number) >= least)
}

/** How many of the first places are compared; duplicates further down are not worth the time. */
const COMPARED = 500

export function nearDuplicates(draft: Draft, { from = 0.95 }: NearDuplicatesStep): Draft {
  const { candidates, pins } = draft
  const pinned = new Set(pins.values())
  const kept: ((other: number) => number)[] = [...pinned].map((j) => candidates.similarTo(j))
  const doubled = new Set<number>()
  let compared = 0
  for (const j of shownOrder(draft)) {
    if (pinned.has(j)) continue
    if (kept.some((similarity) => similarity(j) >= from)) doubled.add(j)
    else if (compared < COMPARED) kept.push(candidates.similarTo(j))
    compared += 1
  }
  return keepOnly(draft, (j) => !doubled.has(j))
}
