import { bitmapOf } from './bitmap.js'
import { countOf } from './flags.js'

/** What follows from flags that nobody writes to any more: worked out once, whoever asks. */
export interface SettledFlags {
  /** 0 or 1 each. */
  readonly flags: Uint8Array
  /** How many are set. */
  readonly count: number
  /** The same, packed: see `bitmapOf`. Not to be written to. */
  readonly bitmap: Uint32Array
}

const settled = new WeakMap<Uint8Array, SettledFlags>()

/** @param flags not to be written to from now on */
export function settle(flags: Uint8Array): SettledFlags {
  const known = settled.get(flags)
  if (known !== undefined) return known
  const made = { flags, count: countOf(flags), bitmap: bitmapOf(flags) }
  settled.set(flags, made)
  return made
}

/** The same flags without some, as a copy; where these are few, that costs little more than the copy. */
export function settleWithout({ flags, count, bitmap }: SettledFlags, indexes: Iterable<number>): SettledFlags {
  const [left, words] = [flags.slice(), bitmap.slice()]
  let taken = 0
  for (const index of indexes) {
    if (left[index] !== 1) continue
    left[index] = 0
    words[index >> 5] = (words[index >> 5] as number) & ~(1 << (index & 31))
    taken += 1
  }
  const made = { flags: left, count: count - taken, bitmap: words }
  settled.set(left, made)
  return made
}

/** How many flags are set: as `countOf`, known where they are settled. */
export function settledCount(flags: Uint8Array): number {
  return settled.get(flags)?.count ?? countOf(flags)
}

/** As `bitmapOf`, known where they are settled. Not to be written to. */
export function settledBitmap(flags: Uint8Array): Uint32Array {
  return settled.get(flags)?.bitmap ?? bitmapOf(flags)
}
