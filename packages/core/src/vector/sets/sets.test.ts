import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitmapOf, bitmapThrough, indexesOfBits, setBits } from './bitmap.js'
import { countOf, indexesOf } from './flags.js'
import { descendingOrder } from './order.js'
import { settle, settledBitmap, settledCount, settleWithout } from './settled.js'
import { SparseSums } from './sparse-sums.js'

/** Flags at any place of a buffer, of lengths on and beside every word. */
const anyFlags = fc
  .record({ bits: fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 150 }), offset: fc.nat(5) })
  .map(({ bits, offset }) => {
    const flags = new Uint8Array(bits.length + offset).subarray(offset)
    flags.set(bits)
    return flags
  })

describe('flags', () => {
  it('are counted and found as one would one by one', () => {
    fc.assert(
      fc.property(anyFlags, (flags) => {
        const expected = [...flags.keys()].filter((index) => flags[index] === 1)
        expect(countOf(flags)).toBe(expected.length)
        expect([...indexesOf(flags)]).toEqual(expected)
        const bits = bitmapOf(flags)
        expect([...flags.keys()].filter((k) => ((bits[k >> 5] ?? 0) >>> (k & 31)) & 1)).toEqual(expected)
        expect(bits).toHaveLength(Math.ceil(flags.length / 32))
      }),
    )
  })

  it('are counted where there are more than a byte can hold of', () => {
    expect(countOf(new Uint8Array(100_003).fill(1))).toBe(100_003)
    expect(indexesOf(new Uint8Array(5_001).fill(1))[5_000]).toBe(5_000)
  })

  it('become a bitmap of rows through the item of each', () => {
    const anyRows = anyFlags.chain((flags) =>
      fc.tuple(fc.constant(flags), fc.array(fc.integer({ min: -1, max: flags.length - 1 }), { maxLength: 100 })),
    )
    fc.assert(
      fc.property(anyRows, ([flags, items]) => {
        const open = Uint8Array.from(items, (item) => (item < 0 ? 0 : (flags[item] ?? 0)))
        expect(bitmapThrough(Int32Array.from(items), flags)).toEqual(bitmapOf(open))
      }),
    )
  })
})

describe('bits', () => {
  it('are set once each, and found in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(299), { maxLength: 400 }), (indexes) => {
        const words = new Uint32Array(10)
        const count = setBits(words, indexes)
        expect([...indexesOfBits(words, count)]).toEqual([...new Set(indexes)].sort((a, b) => a - b))
      }),
    )
  })
})

describe('settled flags', () => {
  it('are those that are left, counted and packed, and the first stay as they were', () => {
    fc.assert(
      fc.property(anyFlags, fc.array(fc.integer({ min: -1, max: 160 }), { maxLength: 40 }), (flags, out) => {
        const before = flags.slice()
        const left = settleWithout(settle(flags), out)
        const expected = before.map((flag, index) => (out.includes(index) ? 0 : flag))
        expect(left.flags).toEqual(expected)
        expect(left.count).toBe(countOf(expected))
        expect(left.bitmap).toEqual(bitmapOf(expected))
        expect(settledCount(left.flags)).toBe(left.count)
        expect(settledBitmap(left.flags)).toBe(left.bitmap)
        expect(flags).toEqual(before)
        expect(settle(flags).bitmap).toEqual(bitmapOf(before))
      }),
    )
  })
})

describe('descendingOrder', () => {
  it('is the order that sort gives of many, of every size and sign, and of some that hardly differ', () => {
    const close = fc.integer({ min: 0, max: 8 }).map((steps) => 1 + steps * Number.EPSILON)
    const anyValue = fc.oneof(
      close,
      fc.double({ noNaN: true }),
      fc.constantFrom(0, -0, Number.MIN_VALUE, -Number.MIN_VALUE),
    )
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 250, maxLength: 600 }), (values) => {
        const expected = [...values.keys()].sort((a, b) => compare(values[b] ?? 0, values[a] ?? 0) || a - b)
        expect([...descendingOrder(values)]).toEqual(expected)
      }),
    )
  })

  it('is the order that sort gives, ties by place', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 70 }), (values) => {
        const expected = [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
        expect([...descendingOrder(values)]).toEqual(expected)
      }),
    )
  })
})

describe('SparseSums', () => {
  it('adds up like an array, names each place once, and forgets all of it', () => {
    const anyTerms = fc.array(fc.tuple(fc.nat(2_999), fc.integer({ min: -9, max: 9 })), { maxLength: 3_000 })
    const sums = new SparseSums()
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const expected = new Map<number, number>()
        for (const [place, value] of terms) {
          sums.add(place, value)
          expected.set(place, (expected.get(place) ?? 0) + value)
        }
        expect([...sums.places]).toEqual([...expected.keys()])
        expect([...sums.sums]).toEqual([...expected.values()])
        expect(Array.from(sums.places, (place) => sums.slotOf(place))).toEqual([...expected.values()].map((_, k) => k))
        expect(Array.from({ length: 3_000 }, (_, place) => sums.slotOf(place) >= 0)).toEqual(
          Array.from({ length: 3_000 }, (_, place) => expected.has(place)),
        )
        sums.clear()
        expect(sums.places).toHaveLength(0)
      }),
      { numRuns: 30 },
    )
  })
})

/** The difference of infinite numbers is none. */
function compare(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0
}
