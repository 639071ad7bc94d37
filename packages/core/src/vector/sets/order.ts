import { Room } from './room.js'
import { countUp } from './touch.js'

/** Upper halves of float64 numbers are sorted by digits of this many bits, the lowest first. */
const DIGIT_BITS = 11
const DIGITS = 1 << DIGIT_BITS
/** Fewer than this are merged in less time than it takes to clear the counts of digits. */
const FEWEST_FOR_DIGITS = 256

/**
 * Places of the values, the largest value first, of equal ones the earlier place. Many are sorted by the upper halves of
 * their bits, which takes no comparison at all, and those that these cannot tell apart are merged.
 */
export function descendingOrder(values: ArrayLike<number>): Int32Array {
  const { length } = values
  const order = countUp(length)
  if (length < FEWEST_FOR_DIGITS) return sortPart(values, order, 0, length)
  const keys = descendingKeys(values)
  const sorted = byDigits(keys, order)
  for (let start = 0, end = 0; start < length; start = end) {
    const key = keys[sorted[start] as number]
    for (end = start + 1; end < length && keys[sorted[end] as number] === key; end += 1) {
      // The end of those with the same key.
    }
    if (end - start > 1) sortPart(values, sorted, start, end)
  }
  return sorted
}

const roomForNumbers = new Room((length) => new Float64Array(length))
const roomForKeys = new Room((length) => new Uint32Array(length))

/** `[values]`: the smaller, the larger the value; equal where only lower bits differ. */
function descendingKeys(values: ArrayLike<number>): Uint32Array {
  const numbers = roomForNumbers.of(values.length)
  // Adding 0 makes one number of both zeros.
  for (let place = 0; place < numbers.length; place += 1) numbers[place] = (values[place] as number) + 0
  const halves = new Int32Array(numbers.buffer)
  const keys = roomForKeys.of(numbers.length)
  for (let place = 0; place < keys.length; place += 1) {
    const upper = halves[2 * place + UPPER] as number
    // Positive numbers grow with their bits, and come first; negative ones fall.
    keys[place] = upper < 0 ? upper : ~upper & 0x7fffffff
  }
  return keys
}

/** Which half of a number the upper one is. */
const UPPER = new Int32Array(new Float64Array([1]).buffer)[1] === 0 ? 0 : 1

const roomForStarts = new Room((length) => new Int32Array(length))

/** The places in `order`, sorted by their keys without changing the order of equal ones. */
function byDigits(keys: Uint32Array, order: Int32Array<ArrayBuffer>): Int32Array {
  const { length } = keys
  let from = order
  let to = new Int32Array(length)
  const starts = roomForStarts.of(DIGITS)
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    starts.fill(0)
    for (let k = 0; k < length; k += 1) {
      const digit = ((keys[k] as number) >>> shift) & (DIGITS - 1)
      starts[digit] = (starts[digit] as number) + 1
    }
    let before = 0
    for (let digit = 0; digit < DIGITS; digit += 1) {
      const count = starts[digit] as number
      starts[digit] = before
      before += count
    }
    for (let k = 0; k < length; k += 1) {
      const place = from[k] as number
      const digit = ((keys[place] as number) >>> shift) & (DIGITS - 1)
      to[starts[digit] as number] = place
      starts[digit] = (starts[digit] as number) + 1
    }
    ;[from, to] = [to, from]
  }
  return from
}

/**
 * Sorts a part of `order` by merging: a comparison that is part of the loop costs a fraction of one that `sort` has to call.
 * @returns `order`
 */
function sortPart(values: ArrayLike<number>, order: Int32Array, first: number, end: number): Int32Array {
  let from = order.slice(first, end)
  let to = new Int32Array(from.length)
  for (let width = 1; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) merge(values, from, to, start, width)
    ;[from, to] = [to, from]
  }
  order.set(from, first)
  return order
}

function merge(values: ArrayLike<number>, from: Int32Array, to: Int32Array, start: number, width: number): void {
  const middle = Math.min(start + width, from.length)
  const end = Math.min(start + 2 * width, from.length)
  let left = start
  let right = middle
  for (let at = start; at < end; at += 1) {
    const takesLeft =
      right >= end ||
      (left < middle && (values[from[left] as number] as number) >= (values[from[right] as number] as number))
    to[at] = takesLeft ? (from[left] as number) : (from[right] as number)
    if (takesLeft) left += 1
    else right += 1
  }
}
