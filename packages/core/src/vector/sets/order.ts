import { countUp } from './touch.js'

/**
 * Places of the values, the largest value first, of equal ones the earlier place. A merge sort: a comparison that is part of
 * the loop costs a fraction of one that `sort` has to call.
 */
export function descendingOrder(values: ArrayLike<number>): Int32Array {
  const { length } = values
  let from = countUp(length)
  let to = new Int32Array(length)
  for (let width = 1; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) merge(values, from, to, start, width)
    ;[from, to] = [to, from]
  }
  return from
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
