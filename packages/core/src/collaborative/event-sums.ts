import type { ItemWeights } from '../artefacts/item-weights.js'
import { Room } from '../vector/sets/room.js'
import { SparseSums } from '../vector/sets/sparse-sums.js'

/** What each event adds to each item, by the item weights: read from the table once, and asked by all parts of a list. */
export class EventSums {
  readonly #sums = new SparseSums()
  /** `[events]`: the events this is of. */
  #items = new Int32Array(0)
  #weights = new Float64Array(0)
  /** `[events + 1]`: entries `starts[k]` up to `starts[k + 1]` are those of event k. */
  #starts = new Int32Array(1)
  /** `[entries]` or longer: where the item of an entry stands in the sums, and what the entry adds. */
  #slots = new Int32Array(0)
  #values = new Float64Array(0)

  /** Rows that something was added to, `[slots]`. Good until it is filled again. */
  get rows(): Int32Array {
    return this.#sums.places
  }

  /** The sums over all events of these rows, `[slots]`. Good until it is filled again. */
  get sums(): Float64Array {
    return this.#sums.sums
  }

  isOf(items: Int32Array, weights: Float64Array): boolean {
    return isSame(this.#items, items) && isSame(this.#weights, weights)
  }

  /** Adds up the rows of these events, in place of those before. An event on an item below 0, or without weight, adds nothing. */
  fill(table: ItemWeights, items: Int32Array, weights: Float64Array): void {
    this.#sums.clear()
    this.#starts = new Int32Array(items.length + 1)
    for (let k = 0; k < items.length; k += 1) {
      const start = this.#starts[k] as number
      const adds = (items[k] as number) >= 0 && weights[k] !== 0
      this.#starts[k + 1] = adds ? this.#readRow(table, items[k] as number, weights[k] as number, start) : start
    }
    this.#items = items.slice()
    this.#weights = weights.slice()
  }

  /**
   * Of some rows, each once or -1: what all events add to each, and what each event adds to them on average.
   * @returns values `[rows]`, means `[events]`
   */
  among(rows: Int32Array): { readonly values: Float64Array; readonly means: Float64Array } {
    const { sums } = this.#sums
    const values = new Float64Array(rows.length)
    const asked = new Uint8Array(sums.length)
    let count = 0
    for (let j = 0; j < rows.length; j += 1) {
      if ((rows[j] as number) < 0) continue
      count += 1
      const slot = this.#sums.slotOf(rows[j] as number)
      if (slot < 0) continue
      values[j] = sums[slot] as number
      asked[slot] = 1
    }
    return { values, means: this.#meansOf(asked, Math.max(1, count)) }
  }

  /** What each event adds to some rows: `[rows][events]`. */
  columns(rows: Int32Array): Float64Array[] {
    const events = this.#starts.length - 1
    const columns = Array.from(rows, () => new Float64Array(events))
    const places = roomForPlaces.of(this.#sums.count).fill(-1)
    for (let m = 0; m < rows.length; m += 1) {
      const slot = (rows[m] as number) < 0 ? -1 : this.#sums.slotOf(rows[m] as number)
      if (slot >= 0) places[slot] = m
    }
    for (let k = 0; k < events; k += 1) {
      const end = this.#starts[k + 1] as number
      for (let entry = this.#starts[k] as number; entry < end; entry += 1) {
        const place = places[this.#slots[entry] as number] as number
        if (place < 0) continue
        const column = columns[place] as Float64Array
        column[k] = (column[k] as number) + (this.#values[entry] as number)
      }
    }
    return columns
  }

  #meansOf(asked: Uint8Array, count: number): Float64Array {
    const means = new Float64Array(this.#starts.length - 1)
    for (let k = 0; k < means.length; k += 1) {
      const end = this.#starts[k + 1] as number
      let sum = 0
      for (let entry = this.#starts[k] as number; entry < end; entry += 1) {
        if (asked[this.#slots[entry] as number] === 1) sum += this.#values[entry] as number
      }
      means[k] = sum / count
    }
    return means
  }

  /** @returns where the entries of the row end */
  #readRow(table: ItemWeights, item: number, weight: number, start: number): number {
    const end = start + table.lengthOf(item)
    this.#reserve(end)
    const [slots, values] = [this.#slots, this.#values]
    table.readRow(item, weight, { ids: slots, values, at: start })
    for (let entry = start; entry < end; entry += 1) {
      slots[entry] = this.#sums.add(slots[entry] as number, values[entry] as number)
    }
    return end
  }

  #reserve(entries: number): void {
    if (entries <= this.#slots.length) return
    const room = 2 * entries
    const [slots, values] = [new Int32Array(room), new Float64Array(room)]
    slots.set(this.#slots)
    values.set(this.#values)
    this.#slots = slots
    this.#values = values
  }
}

const roomForPlaces = new Room((length) => new Int32Array(length))

/** A list asks for its lasting taste and for its session; the next one gets the room of the one before. */
const ROOMS = 2
const rooms = new WeakMap<ItemWeights, readonly EventSums[]>()

/** The sums of some events: those that were asked for last need not be read again. Good until others are asked for. */
export function eventSums(table: ItemWeights, items: Int32Array, weights: Float64Array): EventSums {
  const known = rooms.get(table) ?? []
  const held = known.find((room) => room.isOf(items, weights))
  const room = held ?? (known.length < ROOMS ? new EventSums() : (known.at(-1) ?? new EventSums()))
  if (held === undefined) room.fill(table, items, weights)
  rooms.set(table, [room, ...known.filter((other) => other !== room)])
  return room
}

function isSame(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  if (left.length !== right.length) return false
  for (let k = 0; k < left.length; k += 1) if (left[k] !== right[k]) return false
  return true
}
