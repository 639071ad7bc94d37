import { artefactError, checkFinite, checkShape } from './check-artefact.js'

export interface ItemWeightsInput {
  /** Entries per row, where all rows have as many. Give this or `starts`. */
  readonly perItem?: number
  /** `[items + 1]`: entries `starts[h]` up to `starts[h + 1]` are those of row h. */
  readonly starts?: Int32Array
  /** `[entries]`: the items a row speaks about. An unused slot holds any item, with weight 0. */
  readonly ids: Int32Array
  /** `[entries]`: numbers, or codes to be multiplied by `scales`. Signs matter. */
  readonly weights: Float32Array | Int8Array
  /** `[items]`, one per row; must be there for int8 codes. */
  readonly scales?: Float32Array
}

/**
 * Item-to-item weights B as sparse rows: row h holds what one event on item h adds to the score of other items. Learnt by
 * the publisher, for instance EASE (Steck, WWW 2019: `B_hi = -P_hi / P_ii`, cut to the largest entries of each row) or item
 * neighbourhoods (Sarwar et al., WWW 2001). B need not be symmetric: mind the direction. Immutable.
 */
export class ItemWeights {
  readonly count: number
  readonly #starts: Int32Array
  readonly #ids: Int32Array
  readonly #weights: Float32Array | Int8Array
  readonly #scales: Float64Array | undefined

  /** Copies what it is given. @throws `catalogue-invalid` */
  constructor({ perItem, starts, ids, weights, scales }: ItemWeightsInput) {
    this.#starts = starts === undefined ? evenStarts(weights.length, perItem) : checkStarts(starts, weights.length)
    this.count = this.#starts.length - 1
    if (ids.length !== weights.length) {
      throw artefactError(
        `There are ${weights.length} item weights for ${ids.length} item ids. Ship one id per weight.`,
      )
    }
    if (weights instanceof Int8Array && scales === undefined) {
      throw artefactError('The item weights are int8 codes without a scale per row. Ship the scales with them.')
    }
    if (scales !== undefined && scales.length !== this.count) {
      throw artefactError(`There are ${this.count} rows of item weights and ${scales.length} scales. Ship one per row.`)
    }
    for (const id of ids) {
      if (id < 0 || id >= this.count) throw artefactError(`Item weights name item ${id} of ${this.count} items.`)
    }
    checkFinite('item weights', weights)
    if (scales !== undefined) checkFinite('scales of the item weights', scales)
    this.#ids = ids.slice()
    this.#weights = weights.slice()
    this.#scales = scales === undefined ? undefined : Float64Array.from(scales)
  }

  /**
   * Adds `factor * B[item, i]` to `out[slots[i]]` for every entry whose slot is not negative.
   * @param slots `[items]`: place of each item in `out`, or -1.
   * @returns the sum of what was added.
   */
  addRow(item: number, factor: number, slots: Int32Array, out: Float64Array): number {
    const scaled = factor * this.#scaleOf(item)
    const end = this.#starts[item + 1] as number
    let sum = 0
    for (let entry = this.#starts[item] as number; entry < end; entry += 1) {
      const slot = slots[this.#ids[entry] as number] as number
      if (slot < 0) continue
      const value = scaled * (this.#weights[entry] as number)
      out[slot] = (out[slot] as number) + value
      sum += value
    }
    return sum
  }

  /** How many entries a row has. */
  lengthOf(item: number): number {
    return (this.#starts[item + 1] as number) - (this.#starts[item] as number)
  }

  /** Writes a row, from `at` on: the item of each entry, and `factor * B[item, i]`. */
  readRow(
    item: number,
    factor: number,
    { ids, values, at }: { readonly ids: Int32Array; readonly values: Float64Array; readonly at: number },
  ): void {
    const scaled = factor * this.#scaleOf(item)
    const start = this.#starts[item] as number
    const length = this.lengthOf(item)
    for (let k = 0; k < length; k += 1) {
      ids[at + k] = this.#ids[start + k] as number
      values[at + k] = scaled * (this.#weights[start + k] as number)
    }
  }

  /** B[from, to]; 0 where nothing is shipped. */
  weight(from: number, to: number): number {
    const end = this.#starts[from + 1] as number
    let sum = 0
    for (let entry = this.#starts[from] as number; entry < end; entry += 1) {
      if (this.#ids[entry] === to) sum += this.#weights[entry] as number
    }
    return sum * this.#scaleOf(from)
  }

  #scaleOf(item: number): number {
    return this.#scales === undefined ? 1 : (this.#scales[item] as number)
  }
}

function evenStarts(entries: number, perItem = 0): Int32Array {
  const count = checkShape('item weights', entries, perItem)
  return Int32Array.from({ length: count + 1 }, (_, row) => row * perItem)
}

function checkStarts(starts: Int32Array, entries: number): Int32Array {
  let fits = starts.length > 0 && starts[0] === 0 && starts.at(-1) === entries
  for (let row = 1; row < starts.length; row += 1) fits &&= (starts[row] as number) >= (starts[row - 1] as number)
  if (fits) return starts.slice()
  throw artefactError(`The rows of the item weights do not begin at 0, go up and end at ${entries}. Check the starts.`)
}
