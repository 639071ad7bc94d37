import { valuesOf } from '../bounds/make-bound.js'
import { arrange, type Draft, unitRelevance } from '../draft.js'
import { type CalibrationStep, DEFAULT_PLACES } from '../step.js'

const POOL = 200
/** Part of the wanted shares mixed into the shown ones, which keeps the divergence finite (Steck 2018). */
const SMOOTHING = 0.01

/** Greedy: each place goes to the largest (1 - strength) * relevance - strength * divergence of the list with the item. */
export function calibration(
  draft: Draft,
  { attribute, strength = 0.1, places = DEFAULT_PLACES }: CalibrationStep,
): Draft {
  const wanted = draft.candidates.wantedShares(attribute)
  if (wanted.size === 0) return draft
  const pool = Array.from(draft.order.subarray(0, Math.max(POOL, places)))
  const relevance = unitRelevance(draft, pool.length)
  const shares = new GrowingShares(wanted)
  const labels = new Map(pool.map((j) => [j, shares.labelsOf(valuesOf(draft.candidates, j, attribute))]))
  const front: number[] = []
  while (front.length < places && pool.length > 0) {
    let [best, bestValue] = [0, -Infinity]
    for (let k = 0; k < pool.length; k += 1) {
      const j = pool[k] as number
      const value = (1 - strength) * relevance(j) - strength * shares.divergenceWith(labels.get(j) ?? NONE)
      if (value > bestValue) [best, bestValue] = [k, value]
    }
    const [j = -1] = pool.splice(best, 1)
    shares.add(labels.get(j) ?? NONE)
    front.push(j)
  }
  return arrange(draft, front)
}

interface ItemLabels {
  /** Wanted labels it has. */
  readonly wanted: Int32Array
  /** All labels it has; 0 for an item that says nothing. */
  readonly count: number
}

const NONE: ItemLabels = { wanted: new Int32Array(0), count: 0 }

/** The shares of a list that grows, and their divergence from the wanted ones. */
class GrowingShares {
  readonly #names: readonly string[]
  readonly #wanted: Float64Array
  readonly #sums: Float64Array
  #items = 0

  constructor(wanted: ReadonlyMap<string, number>) {
    this.#names = [...wanted.keys()]
    this.#wanted = Float64Array.from(wanted.values())
    this.#sums = new Float64Array(this.#names.length)
  }

  labelsOf(values: readonly string[]): ItemLabels {
    const wanted = values.map((value) => this.#names.indexOf(value)).filter((label) => label >= 0)
    return { wanted: Int32Array.from(wanted), count: values.length }
  }

  add({ wanted, count }: ItemLabels): void {
    if (count === 0) return
    this.#items += 1
    for (const label of wanted) this.#sums[label] = (this.#sums[label] as number) + 1 / count
  }

  /** Kullback-Leibler divergence of the shares with one more item from the wanted ones, in nats. */
  divergenceWith(labels: ItemLabels): number {
    const items = this.#items + (labels.count > 0 ? 1 : 0)
    let divergence = 0
    for (let label = 0; label < this.#wanted.length; label += 1) {
      const share = this.#wanted[label] as number
      if (!(share > 0)) continue
      const more = labels.wanted.includes(label) ? 1 / labels.count : 0
      const shown = items === 0 ? 0 : ((this.#sums[label] as number) + more) / items
      divergence += share * Math.log(share / ((1 - SMOOTHING) * shown + SMOOTHING * share))
    }
    return divergence
  }
}
