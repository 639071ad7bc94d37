import { Room } from '../vector/sets/room.js'

const roomForValues = new Room((length) => new Float64Array(length))

/**
 * Places of the `k` largest values in no order, of equal ones those with the smaller ids: what a search needs that adds its
 * finds to others. Two or three passes, and nothing is sorted.
 * @param ids `[values]`
 */
export function bestSet(values: Float64Array, k: number, ids: Int32Array): Int32Array {
  const { length } = values
  const wanted = Math.min(Math.max(0, Math.trunc(k)), length)
  const places = new Int32Array(wanted)
  if (wanted === 0) return places
  const reordered = roomForValues.of(length)
  reordered.set(values)
  const least = kthLargest(reordered, wanted)
  const equal: number[] = []
  let count = 0
  for (let place = 0; place < length; place += 1) {
    const value = values[place] as number
    if (value === least) equal.push(place)
    if (!(value > least)) continue
    places[count] = place
    count += 1
  }
  if (equal.length > wanted - count) equal.sort((a, b) => (ids[a] as number) - (ids[b] as number))
  places.set(equal.slice(0, wanted - count), count)
  return places
}

/** Hoare's selection (1961): only the part that the k-th falls into is divided again. Reorders `values`; `k` counts from 1. */
function kthLargest(values: Float64Array, k: number): number {
  let first = 0
  let last = values.length - 1
  while (first < last) {
    const pivot = values[(first + last) >> 1] as number
    let left = first
    let right = last
    while (left <= right) {
      while ((values[left] as number) > pivot) left += 1
      while ((values[right] as number) < pivot) right -= 1
      if (left > right) break
      const value = values[left] as number
      values[left] = values[right] as number
      values[right] = value
      left += 1
      right -= 1
    }
    if (k - 1 <= right) last = right
    else if (k - 1 >= left) first = left
    else break
  }
  return values[k - 1] as number
}
