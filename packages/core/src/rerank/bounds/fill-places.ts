import { LocavoreError } from '../../errors.js'
import { type Draft, keepOnly } from '../draft.js'
import { type Bound, Tally } from './bound.js'
import { coverable, reachableLeast } from './cover.js'

/**
 * Fills the places one after another, each with the best placed candidate that keeps every bound so far within reach:
 * within every `most`, and so that the places behind still suffice for every `least`. Where none does, hard bounds hold
 * and soft ones give way; where not even hard bounds can hold, the list ends.
 * @throws `invalid-argument` if pins alone exceed a hard bound.
 */
export function fillPlaces(draft: Draft, added: Bound): Draft {
  const { bound, unmet } = reachableLeast(draft, added)
  const bounds = [...draft.bounds, bound]
  const tallies = bounds.map((each) => new Tally(each))
  chargePins(draft, tallies)
  const last = Math.max(...bounds.map(({ places }) => places))
  const waiting = Array.from(draft.order)
  const chosen: number[] = []
  let place = 0
  let ended = false
  while (waiting.length > 0 && place < last) {
    if (!draft.pins.has(place)) {
      const slot = choose(waiting, place, tallies, draft.pins)
      ended = slot < 0
      if (ended) break
      const [j = -1] = waiting.splice(slot, 1)
      for (const tally of tallies) tally.add(j, weightAt(tally.bound, place))
      chosen.push(j)
    }
    place += 1
  }
  const order = Int32Array.from(ended ? chosen : [...chosen, ...waiting])
  const missed = tallies.at(-1)
  return {
    ...draft,
    order,
    bounds,
    unmet: [...draft.unmet, ...unmet, ...(missed === undefined ? [] : overruns(missed))],
  }
}

/** A cap on the whole list: what comes after the last that is allowed is left out. @throws `invalid-argument` as above. */
export function capWholeList(draft: Draft, bound: Bound): Draft {
  const tally = new Tally(bound)
  chargePins(draft, [tally])
  return keepOnly(draft, (j) => {
    const allowed = tally.allows(j, 1)
    if (allowed) tally.add(j, 1)
    return allowed
  })
}

/** Slot in `waiting` for a place, or -1 if hard bounds allow none. */
function choose(
  waiting: readonly number[],
  place: number,
  tallies: readonly Tally[],
  pins: ReadonlyMap<number, number>,
): number {
  let [covering, helping, allowed] = [-1, -1, -1]
  for (let slot = 0; slot < waiting.length; slot += 1) {
    const j = waiting[slot] as number
    if (tallies.some((tally) => tally.bound.hard && !tally.allows(j, weightAt(tally.bound, place)))) continue
    if (allowed < 0) allowed = slot
    const covers = coverable(tallies, place, pins, j)
    const soft = tallies.every((tally) => tally.bound.hard || tally.allows(j, weightAt(tally.bound, place)))
    if (covers && soft) return slot
    if (covers && covering < 0) covering = slot
    if (helping < 0 && helps(tallies, j)) helping = slot
  }
  return covering >= 0 ? covering : helping >= 0 ? helping : allowed
}

function helps(tallies: readonly Tally[], j: number): boolean {
  return tallies.some((tally) => {
    const lacking = tally.deficits()
    return tally.bound.labelsOf(j).some((label) => (lacking[label] as number) > 0)
  })
}

/** Every pin counts in a hard bound, wherever it stands: a list that ends early moves pins up. */
function chargePins({ pins, candidates }: Draft, tallies: readonly Tally[]): void {
  for (const [place, j] of pins) {
    for (const tally of tallies) {
      const weight = tally.bound.hard ? 1 : weightAt(tally.bound, place)
      if (tally.bound.hard && !tally.allows(j, weight)) {
        const names = tally.bound.labelsOf(j).map((label) => tally.bound.names[label])
        throw new LocavoreError(
          'invalid-argument',
          `The pins exceed the cap on ${names.join(', ')} with ${JSON.stringify(candidates.itemId(j))}. Take a pin away, or raise the cap.`,
        )
      }
      tally.add(j, weight)
    }
  }
}

function weightAt(bound: Bound, place: number): number {
  return place < bound.places ? bound.weightOf(place) : 0
}

function overruns({ bound, amounts }: Tally): string[] {
  return bound.names.flatMap((name, label) => {
    const amount = amounts[label] as number
    const most = bound.most[label] as number
    const least = bound.least[label] as number
    if (amount > most + 1e-9) return [`more than asked of ${name}`]
    return amount < least - 1e-9 ? [`less than asked of ${name}`] : []
  })
}
