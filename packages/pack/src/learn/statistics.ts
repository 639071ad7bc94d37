import type { TermStatistics, WeightTable } from '@locavore/catalogue'
import { foldIn, type ItemFactors } from '@locavore/core'
import { itemsOf, type Likes } from './people/likes.js'

/** People whose terms are looked at: evenly spread over all. */
const SAMPLE = 200

/** Mean and population standard deviation over the rows that live. */
export function statisticsOf(values: ArrayLike<number>, live: Int32Array): TermStatistics {
  let [sum, squares] = [0, 0]
  for (const row of live) sum += values[row] as number
  const mean = sum / Math.max(1, live.length)
  for (const row of live) squares += ((values[row] as number) - mean) ** 2
  return { mean, deviation: Math.sqrt(squares / Math.max(1, live.length)) }
}

/** The mean, over a sample of people, of both statistics of a term that differs from person to person. */
function meanStatistics(
  likes: Likes,
  live: Int32Array,
  termOf: (items: Int32Array) => ArrayLike<number>,
): TermStatistics {
  const people = samplePeople(likes, SAMPLE)
  let [mean, deviation] = [0, 0]
  for (const person of people) {
    const one = statisticsOf(termOf(itemsOf(likes, person)), live)
    mean += one.mean / people.length
    deviation += one.deviation / people.length
  }
  return { mean, deviation }
}

export function samplePeople({ people }: Likes, most: number): readonly number[] {
  const count = Math.min(people, most)
  return Array.from({ length: count }, (_, index) => Math.floor((index * people) / count))
}

/** The fold-in of one person without a prior, as a device makes it. */
export function foldPerson(factors: ItemFactors, items: Int32Array, constants: FoldConstants): Float64Array {
  const weights = new Float64Array(items.length).fill(1)
  return foldIn({ factors, items, weights, ...constants, tau: 0 }).vector
}

export interface FoldConstants {
  readonly alpha0: number
  readonly lambda: number
}

export function factorStatistics(
  likes: Likes,
  live: Int32Array,
  factors: ItemFactors,
  constants: FoldConstants,
): TermStatistics {
  const all = Int32Array.from({ length: likes.rows }, (_, row) => row)
  const scores = new Float64Array(likes.rows)
  return meanStatistics(likes, live, (items) => {
    factors.products(foldPerson(factors, items, constants), all, scores)
    return scores
  })
}

export function weightStatistics(likes: Likes, live: Int32Array, weights: WeightTable): TermStatistics {
  const scores = new Float64Array(likes.rows)
  return meanStatistics(likes, live, (items) => {
    scores.fill(0)
    for (const item of items) {
      for (let at = weights.starts[item] as number; at < (weights.starts[item + 1] as number); at += 1) {
        const column = weights.columns[at] as number
        scores[column] = (scores[column] as number) + (weights.codes[at] as number) * (weights.scales[item] as number)
      }
    }
    return scores
  })
}
