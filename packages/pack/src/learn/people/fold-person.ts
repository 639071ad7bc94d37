import { foldIn, type ItemFactors } from '@locavore/core'
import type { Likes } from './likes.js'

/** So many people, evenly spread over all. */
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
