import type { Bootstrap, Estimate } from './bootstrap.js'

/** Lists of many people, one after the other. */
export interface Lists {
  readonly people: number
  /** Places per list; -1 where a list was shorter. */
  readonly length: number
  /** `[people, length]` item indexes. */
  readonly items: Int32Array
}

/** Part of the catalogue in any of the lists, and how unevenly items appear. */
export function spread(
  lists: Lists,
  catalogue: number,
  bootstrap: Bootstrap,
): { coverage20: Estimate; gini20: Estimate } {
  const counts = new Uint32Array(catalogue)
  const count = (times: Uint32Array) => countItems(lists, times, counts)
  return {
    coverage20: bootstrap.pooled(lists.people, (times) => {
      count(times)
      let appearing = 0
      for (let item = 0; item < catalogue; item += 1) if ((counts[item] as number) > 0) appearing += 1
      return appearing / catalogue
    }),
    gini20: bootstrap.pooled(lists.people, (times) => {
      count(times)
      return giniOfIntegers(counts)
    }),
  }
}

/** Mean popularity of the lists over that of what was liked, minus 1 (Abdollahpouri et al., 2019). Both `[people]`. */
export function popularityLift(ofLists: Float64Array, ofLikes: Float64Array, bootstrap: Bootstrap): Estimate {
  const { mean, low, high } = bootstrap.ratio(ofLists, ofLikes)
  return { mean: mean - 1, low: low - 1, high: high - 1 }
}

/** `giniOfCounts` of core for whole numbers, counted instead of sorted: it is asked for in every resample. */
export function giniOfIntegers(counts: Uint32Array): number {
  let most = 0
  for (let k = 0; k < counts.length; k += 1) most = Math.max(most, counts[k] as number)
  const itemsWith = new Uint32Array(most + 1)
  for (let k = 0; k < counts.length; k += 1) {
    itemsWith[counts[k] as number] = (itemsWith[counts[k] as number] as number) + 1
  }
  let [rank, total, weighted] = [0, 0, 0]
  for (let value = 0; value <= most; value += 1) {
    const items = itemsWith[value] as number
    weighted += value * (items * rank + (items * (items + 1)) / 2)
    total += value * items
    rank += items
  }
  const n = counts.length
  return total > 0 ? (2 * weighted) / (n * total) - (n + 1) / n : 0
}

function countItems({ people, length, items }: Lists, times: Uint32Array, counts: Uint32Array): void {
  counts.fill(0)
  for (let person = 0; person < people; person += 1) {
    const drawn = times[person] as number
    if (drawn === 0) continue
    for (let k = person * length; k < (person + 1) * length; k += 1) {
      const item = items[k] as number
      if (item >= 0) counts[item] = (counts[item] as number) + drawn
    }
  }
}
