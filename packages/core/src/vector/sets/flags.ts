/** How many flags of 0 and 1 are set. */
export function countOf(flags: Uint8Array): number {
  const fours = inFours(flags)
  let count = 0
  // A byte holds up to 255 sums of flags, four of which are added side by side.
  for (let start = 0; start < fours.length; start += 255) {
    const end = Math.min(fours.length, start + 255)
    let sums = 0
    for (let word = start; word < end; word += 1) sums += fours[word] as number
    count += (sums & 255) + ((sums >>> 8) & 255) + ((sums >>> 16) & 255) + (sums >>> 24)
  }
  for (let index = 4 * fours.length; index < flags.length; index += 1) count += flags[index] as number
  return count
}

/** Indexes of the flags that are set, ascending. */
export function indexesOf(flags: Uint8Array): Int32Array {
  const fours = inFours(flags)
  const indexes = new Int32Array(countOf(flags))
  let next = 0
  const take = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) {
      if (flags[index] !== 1) continue
      indexes[next] = index
      next += 1
    }
  }
  for (let word = 0; word < fours.length; word += 1) if (fours[word] !== 0) take(4 * word, 4 * word + 4)
  take(4 * fours.length, flags.length)
  return indexes
}

/** The flags four at a time, as far as they go; none where they do not begin at a word. */
export function inFours(flags: Uint8Array): Uint32Array {
  const begins = flags.byteOffset % 4 === 0
  return new Uint32Array(flags.buffer, begins ? flags.byteOffset : 0, begins ? flags.length >> 2 : 0)
}
