import { inFours } from './flags.js'

/** Flags of 0 and 1 as the bitmap that kernels search with: row `i` is bit `i % 32` of word `i >> 5`. */
export function bitmapOf(flags: Uint8Array): Uint32Array {
  const words = new Uint32Array(Math.ceil(flags.length / 32))
  const fours = inFours(flags)
  const whole = fours.length >> 3
  for (let word = 0; word < whole; word += 1) {
    let bits = 0
    for (let k = 0; k < 8; k += 1) bits |= lowBits(fours[8 * word + k] as number) << (4 * k)
    words[word] = bits
  }
  for (let index = 32 * whole; index < flags.length; index += 1) {
    words[index >> 5] = (words[index >> 5] as number) | ((flags[index] as number) << (index & 31))
  }
  return words
}

/** The bitmap of rows, each of an item: row `i` may appear if it has an item, `items[i]` from 0, and this may appear. */
export function bitmapThrough(items: Int32Array, allowed: Uint8Array): Uint32Array {
  const words = new Uint32Array(Math.ceil(items.length / 32))
  for (let word = 0; word < words.length; word += 1) {
    const first = word * 32
    const end = Math.min(items.length, first + 32)
    let bits = 0
    for (let row = first; row < end; row += 1) bits |= (allowed[items[row] as number] ?? 0) << (row - first)
    words[word] = bits
  }
  return words
}

/** Sets the bits of some indexes. @returns how many were not set before */
export function setBits(words: Uint32Array, indexes: ArrayLike<number>): number {
  let added = 0
  for (let k = 0; k < indexes.length; k += 1) {
    const index = indexes[k] as number
    const word = words[index >> 5] as number
    const bit = 1 << (index & 31)
    if ((word & bit) !== 0) continue
    words[index >> 5] = word | bit
    added += 1
  }
  return added
}

/** Indexes of the bits that are set, ascending. @param count how many these are */
export function indexesOfBits(words: Uint32Array, count: number): Int32Array {
  const indexes = new Int32Array(count)
  let next = 0
  for (let word = 0; word < words.length; word += 1) {
    // The lowest bit that is left, and then without it.
    for (let bits = words[word] as number; bits !== 0; bits &= bits - 1) {
      indexes[next] = 32 * word + 31 - Math.clz32(bits & -bits)
      next += 1
    }
  }
  return indexes
}

/** The lowest bits of four bytes, side by side: one multiplication moves all four to the top, where none meets another. */
function lowBits(bytes: number): number {
  return Math.imul(bytes, 0x10204080) >>> 28
}
