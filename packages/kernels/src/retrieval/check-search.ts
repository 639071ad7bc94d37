import { LocavoreError, type SearchOptions } from '@locavore/core'

export const MOST_RESULTS = 65_536
const KNOWN = ['k', 'allowed', 'method', 'missChance']
const DEFAULT_MISS_CHANCE = 0.001

export interface CheckedSearch {
  readonly k: number
  readonly allowed: Uint32Array | undefined
  readonly method: SearchOptions['method']
  readonly missChance: number
}

/** @throws `unknown-option`, `invalid-argument` */
export function checkSearch(options: SearchOptions, count: number): CheckedSearch {
  for (const name of Object.keys(options))
    if (!KNOWN.includes(name))
      throw new LocavoreError(
        'unknown-option',
        `A search has no option ${JSON.stringify(name)}; it knows ${KNOWN.join(', ')}.`,
      )
  const { k, allowed, method, missChance = DEFAULT_MISS_CHANCE } = options
  if (!Number.isInteger(k) || k < 1 || k > MOST_RESULTS)
    throw new LocavoreError('invalid-argument', `A search needs a k of 1 to ${MOST_RESULTS}, not ${k}.`)
  if (allowed !== undefined && !(allowed instanceof Uint32Array && allowed.length * 32 >= count))
    throw new LocavoreError(
      'invalid-argument',
      `The filter of a search over ${count} rows must be a Uint32Array of ${Math.ceil(count / 32)} words or more.`,
    )
  if (method !== undefined && method !== 'codes' && method !== 'signs')
    throw new LocavoreError('invalid-argument', `A search goes by "codes" or "signs", not ${JSON.stringify(method)}.`)
  if (!(missChance > 0 && missChance < 1))
    throw new LocavoreError('invalid-argument', `missChance must lie between 0 and 1, not be ${missChance}.`)
  return { k, allowed, method, missChance }
}

/** @throws `invalid-vector` */
export function checkCodes(codes: Int8Array): void {
  if (codes.includes(-128))
    throw new LocavoreError('invalid-vector', 'A row holds the code -128; codes lie in [-127, 127]. Quantise it again.')
}

/** Rows below `count` that a bitmap lets through. */
export function countAllowed(allowed: Uint32Array, count: number): number {
  let total = 0
  const whole = count >> 5
  for (let w = 0; w < whole; w += 1) total += ones(allowed[w] as number)
  return count & 31 ? total + ones((allowed[whole] as number) & ((1 << (count & 31)) - 1)) : total
}

function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
