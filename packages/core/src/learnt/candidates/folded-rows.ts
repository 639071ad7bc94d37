import type { ItemFactors } from '../../artefacts/item-factors.js'
import { type FoldedPerson, foldIn } from '../../collaborative/fold-in.js'
import type { Learnt } from '../learnt.js'

export interface FoldedRowsInput {
  readonly learnt: Learnt
  readonly factors: ItemFactors
  /** `[events]`: rows of the factors. */
  readonly items: Int32Array
  /** `[events]` */
  readonly weights: Float64Array
}

interface Held {
  readonly items: Int32Array
  readonly weights: Float64Array
  readonly person: FoldedPerson
}

const held = new WeakMap<Learnt, Held>()

/** A person by the rows of their events, as long as these stay the same: candidates and score ask for the same one. */
export function foldInRows({ learnt, factors, items, weights }: FoldedRowsInput): FoldedPerson {
  const last = held.get(learnt)
  if (last !== undefined && isSame(last.items, items) && isSame(last.weights, weights)) return last.person
  const prior = learnt.factorMean === undefined ? {} : { priorMean: learnt.factorMean }
  const person = foldIn({ ...learnt.constants, ...prior, factors, items, weights })
  held.set(learnt, { items, weights, person })
  return person
}

function isSame(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  if (left.length !== right.length) return false
  for (let k = 0; k < left.length; k += 1) if (left[k] !== right[k]) return false
  return true
}
