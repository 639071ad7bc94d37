import { exploreList } from '../../explore/explore-list.js'
import { createRandom } from '../../random.js'
import { arrange, type Draft } from '../draft.js'
import type { ExploreStep } from '../step.js'

const PLACES = 100
const EVERY = 10
const SCALE = 0.1

export function explore(
  draft: Draft,
  { every = EVERY, places = PLACES, pool, scale = SCALE, seed }: ExploreStep,
): Draft {
  const { candidates, order: before, pins } = draft
  const random = createRandom(seed)
  const { order, explored } = exploreList({
    order: before,
    slots: slotsBetweenPins(pins, { every, places: Math.min(places, before.length + pins.size) }),
    ...(pool === undefined ? {} : { pool }),
    propensitiesOf: (eligible) => candidates.propensities?.(eligible, { random, scale }) ?? even(eligible.length),
    random,
  })
  const chances = new Map(draft.explored)
  for (const { candidate, propensity } of explored) chances.set(candidate, propensity)
  return { ...arrange(draft, Array.from(order.subarray(0, places))), explored: chances }
}

/** Places in the middle of each run of `every`, counted without the pins; a place that is pinned does not explore. */
function slotsBetweenPins(
  pins: ReadonlyMap<number, number>,
  { every, places }: { readonly every: number; readonly places: number },
): number[] {
  const slots: number[] = []
  let pinned = 0
  for (let place = 0; place < places; place += 1) {
    if (pins.has(place)) pinned += 1
    else if (place % every === Math.ceil(every / 2) - 1) slots.push(place - pinned)
  }
  return slots
}

function even(count: number): Float64Array {
  return new Float64Array(count).fill(1 / count)
}
