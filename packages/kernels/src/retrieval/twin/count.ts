import { GROUP_LINES, SINGLE_LINES } from '../memory/frame.js'
import type { MemoryViews } from '../memory/kernel-functions.js'

/** Words of 32 rows in a plane. */
export const PLANE_WORDS = 4

/** See assembly/retrieval/count.ts. Every address is in words; each call counts the 32 rows of one word of a plane. */
export function countLines(
  { int32, uint32 }: MemoryViews,
  block: number,
  list: number,
  groups: number,
  planes: number,
  last: number,
): void {
  let ones = int32[planes] as number
  let twos = int32[planes + PLANE_WORDS] as number
  for (let group = 0; group < groups; group += 1) {
    const start = list + group * GROUP_LINES
    for (let pair = 0; pair < SINGLE_LINES / 2; pair += 1) {
      const a = int32[block + ((uint32[start + 2 * pair] as number) >> 2)] as number
      const b = int32[block + ((uint32[start + 2 * pair + 1] as number) >> 2)] as number
      const double = int32[block + ((uint32[start + SINGLE_LINES + pair] as number) >> 2)] as number
      const two = (a & b) | ((a ^ b) & ones)
      ones ^= a ^ b
      let more = (two & double) | ((two ^ double) & twos)
      twos ^= two ^ double
      for (let plane = planes + 2 * PLANE_WORDS; plane <= last && more !== 0; plane += PLANE_WORDS) {
        const bits = int32[plane] as number
        int32[plane] = bits ^ more
        more &= bits
      }
    }
  }
  int32[planes] = ones
  int32[planes + PLANE_WORDS] = twos
}

export function startCount({ int32 }: MemoryViews, planes: number, last: number, value: number): void {
  for (let plane = planes, left = value; plane <= last; plane += PLANE_WORDS, left >>= 1)
    int32.fill(-(left & 1), plane, plane + PLANE_WORDS)
}

export function negateCount({ int32 }: MemoryViews, planes: number, last: number): void {
  for (let word = planes; word < last + PLANE_WORDS; word += 1) int32[word] = ~(int32[word] as number)
}

/** A bit for each of 32 rows whose count is at least `value`. */
export function atLeast({ int32 }: MemoryViews, planes: number, last: number, value: number): number {
  let borrow = 0
  let left = value
  for (let plane = planes; plane < last; plane += PLANE_WORDS, left >>= 1) {
    const missing = ~(int32[plane] as number)
    borrow = left & 1 ? missing | borrow : missing & borrow
  }
  return ~((int32[last] as number) ^ borrow ^ -(left & 1))
}

/** @param row of 128 */
export function countOf({ int32 }: MemoryViews, planes: number, last: number, row: number): number {
  const [word, bit] = [row >> 5, row & 31]
  let value = -(((int32[last + word] as number) >>> bit) & 1)
  for (let plane = last - PLANE_WORDS; plane >= planes; plane -= PLANE_WORDS)
    value = (value << 1) | (((int32[plane + word] as number) >>> bit) & 1)
  return value
}
