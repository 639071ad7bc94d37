import type { Draft } from '../draft.js'
import type { Bound, Tally } from './bound.js'

/**
 * Whether the places behind `place` suffice for all that is still lacking once `j` stands there. Where no item has two labels
 * of a bound, each place serves one label, the largest lack first, with the places that are worth most: what is found so
 * can be done. Where items have several, each label is looked at alone, which promises less.
 */
export function coverable(
  tallies: readonly Tally[],
  place: number,
  pins: ReadonlyMap<number, number>,
  j: number,
): boolean {
  return tallies.every((tally) => {
    const { bound } = tally
    const weight = place < bound.places ? bound.weightOf(place) : 0
    const lacking = tally.deficits(j, weight).filter((amount) => amount > 0)
    if (lacking.length === 0) return true
    const taken = new Set<number>()
    return lacking
      .sort((a, b) => b - a)
      .every((amount) => {
        if (bound.overlapping) taken.clear()
        return takePlaces(bound, place + 1, amount, (next) => pins.has(next) || taken.has(next), taken)
      })
  })
}

function takePlaces(
  bound: Bound,
  from: number,
  amount: number,
  occupied: (place: number) => boolean,
  taken: Set<number>,
): boolean {
  let left = amount
  for (let place = from; place < bound.places && left > 1e-9; place += 1) {
    if (occupied(place)) continue
    taken.add(place)
    left -= bound.weightOf(place)
  }
  return left <= 1e-9
}

/**
 * The bound without the labels whose `least` the candidates cannot fill, so that the list is not spoilt for what cannot be
 * had; and those labels in words.
 */
export function reachableLeast({ order, pins }: Draft, bound: Bound): { bound: Bound; unmet: string[] } {
  const weights = Array.from({ length: Math.min(bound.places, order.length + pins.size) }, (_, p) => bound.weightOf(p))
  const counts = new Int32Array(bound.names.length)
  for (const candidate of [...order, ...pins.values()]) {
    for (const label of bound.labelsOf(candidate)) counts[label] = (counts[label] as number) + 1
  }
  const least = bound.least.slice()
  const unmet: string[] = []
  bound.names.forEach((name, label) => {
    const reach = weights.slice(0, counts[label]).reduce((sum, weight) => sum + weight, 0)
    if (reach >= (least[label] as number) - 1e-9) return
    least[label] = 0
    unmet.push(`too few of ${name}`)
  })
  return { bound: { ...bound, least }, unmet }
}
