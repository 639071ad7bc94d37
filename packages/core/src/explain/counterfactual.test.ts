import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counterfactual, type RankedAgain } from './counterfactual.js'

/** Items score the sum of what the events give them; `limit` of them are shown. */
interface Sums {
  readonly gives: readonly (readonly number[])[]
  readonly limit: number
}

const anySums: fc.Arbitrary<Sums> = fc.integer({ min: 2, max: 7 }).chain((items) =>
  fc.record({
    gives: fc.array(fc.array(fc.integer({ min: -2, max: 6 }), { minLength: items, maxLength: items }), {
      minLength: 1,
      maxLength: 6,
    }),
    limit: fc.integer({ min: 1, max: 3 }),
  }),
)

/** Events are numbered from 1; item k starts with k tenths, as if others liked it. */
function rankWithout({ gives, limit }: Sums, item: number) {
  return (removed: ReadonlySet<number>): RankedAgain => {
    const left = gives.map((row, k) => ({ row, sequence: k + 1 })).filter(({ sequence }) => !removed.has(sequence))
    const count = gives[0]?.length ?? 0
    const scores = Array.from({ length: count }, (_, i) => left.reduce((sum, { row }) => sum + (row[i] ?? 0), i / 10))
    const itemIds = scores
      .map((score, i) => ({ score, id: String(i) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ id }) => id)
    const history = left.map(({ row, sequence }) => ({ sequence, value: row[item] ?? 0 }))
    return { itemIds, history: itemIds.includes(String(item)) ? history : [] }
  }
}

/** Smallest size of any set of events without which the item is gone; Infinity if there is none. */
function smallestByTrying(sums: Sums, item: number): number {
  const rank = rankWithout(sums, item)
  let smallest = Infinity
  for (let mask = 1; mask < 2 ** sums.gives.length; mask += 1) {
    const removed = new Set(sums.gives.flatMap((_, k) => ((mask >> k) & 1 ? [k + 1] : [])))
    if (!rank(removed).itemIds.includes(String(item))) smallest = Math.min(smallest, removed.size)
  }
  return smallest
}

describe('a counterfactual', () => {
  it('is true: without these events the item is gone, and with any one of them back it is there', () => {
    fc.assert(
      fc.property(anySums, (sums) => {
        const item = Number(rankWithout(sums, 0)(new Set()).itemIds[0])
        const rank = rankWithout(sums, item)
        const found = counterfactual({ itemId: String(item), rankWithout: rank })
        if (!found.found) return
        const itemIds = rank(new Set(found.sequences)).itemIds
        expect(itemIds).not.toContain(String(item))
        expect(found.itemIds).toEqual(itemIds)
        expect(found.exhausted).toBe(false)
        for (const back of found.sequences) {
          if (found.sequences.length === 1) break
          const fewer = new Set(found.sequences.filter((sequence) => sequence !== back))
          expect(rank(fewer).itemIds).toContain(String(item))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is as small as any in nearly every case, against trying all sets', () => {
    let [compared, smallest, missed] = [0, 0, 0]
    fc.assert(
      fc.property(anySums, (sums) => {
        const item = Number(rankWithout(sums, 0)(new Set()).itemIds[0])
        const least = smallestByTrying(sums, item)
        const found = counterfactual({ itemId: String(item), rankWithout: rankWithout(sums, item) })
        if (!found.found) {
          if (Number.isFinite(least)) missed += 1
          return
        }
        compared += 1
        if (found.sequences.length === least) smallest += 1
        expect(found.sequences.length).toBeGreaterThanOrEqual(least)
      }),
      { numRuns: 500, seed: 7 },
    )
    expect(compared).toBeGreaterThan(200)
    expect(smallest / compared).toBeGreaterThan(0.95)
    expect(missed / compared).toBeLessThan(0.05)
  })

  it('is none where the events are not what put the item there', () => {
    const sums = { gives: [[0, 0, 1]], limit: 2 }
    expect(counterfactual({ itemId: '1', rankWithout: rankWithout(sums, 1) })).toMatchObject({
      found: false,
      exhausted: false,
    })
    expect(() => counterfactual({ itemId: '0', rankWithout: rankWithout(sums, 0) })).toThrow(/not in this list/)
  })

  it('stops at the rankings it may spend, and says so', () => {
    const gives = Array.from({ length: 40 }, () => [0, 1])
    const rank = rankWithout({ gives, limit: 1 }, 1)
    const found = counterfactual({ itemId: '1', rankWithout: rank, mostRankings: 20 })
    expect(found).toEqual({ found: false, rankings: 20, exhausted: true })
  })
})
