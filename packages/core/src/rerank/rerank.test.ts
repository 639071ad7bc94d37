import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { greedyDpp } from './greedy-dpp.js'
import { MMR_WINDOW, MmrSequence, redundancyWeight } from './mmr.js'

/** Things on a line: near ones are similar. */
const anyThings = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(9)), {
  minLength: 1,
  maxLength: 25,
})

function setUp(things: readonly (readonly [number, number])[]) {
  const scores = Float64Array.from(things, ([score]) => score)
  const similarity = (a: number, b: number) => 1 - Math.abs((things[a]?.[1] ?? 0) - (things[b]?.[1] ?? 0)) / 9
  const order = Int32Array.from(things, (_, k) => k).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
  const similarTo = (a: number) => (b: number) => similarity(a, b)
  return { scores, similarity, similarTo, order }
}

function drain(sequence: MmrSequence, mayAppear?: (position: number) => boolean): number[] {
  const all: number[] = []
  for (let next = sequence.next(mayAppear); next !== undefined; next = sequence.next(mayAppear)) all.push(next)
  return all
}

describe('MMR', () => {
  it('is the textbook greedy choice, for any scores and any diversity', () => {
    fc.assert(
      fc.property(anyThings, fc.double({ min: 0, max: 1, noNaN: true }), (things, diversity) => {
        const input = setUp(things)
        expect(drain(new MmrSequence({ ...input, diversity }))).toEqual(naiveMmr(input, diversity))
      }),
    )
  })

  it('gives every position once, best first without diversity', () => {
    fc.assert(
      fc.property(anyThings, (things) => {
        const input = setUp(things)
        expect(drain(new MmrSequence({ ...input, diversity: 0 }))).toEqual([...input.order])
      }),
    )
  })

  it('goes on past its window without repeats or gaps', () => {
    const count = MMR_WINDOW * 2 + 7
    const input = setUp(Array.from({ length: count }, (_, k) => [Math.sin(k), k % 10] as const))
    const all = drain(new MmrSequence({ ...input, diversity: 0.5 }))
    expect([...all].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k))
  })

  it('opens with what it is told to, and passes over what may not appear', () => {
    const input = setUp([
      [1, 0],
      [0.9, 0],
      [0.8, 9],
      [0.1, 5],
    ])
    expect(drain(new MmrSequence({ ...input, diversity: 0.3, first: [3] }))[0]).toBe(3)
    const without = drain(
      new MmrSequence({ ...input, diversity: 0.3, first: [3] }),
      (position) => position !== 3 && position !== 1,
    )
    expect(without.sort()).toEqual([0, 2])
  })

  it('puts the different before the redundant once diversity asks for it', () => {
    const input = setUp([
      [1, 0],
      [0.95, 0],
      [0.9, 9],
      [0, 5],
    ])
    expect(drain(new MmrSequence({ ...input, diversity: 0 })).slice(0, 2)).toEqual([0, 1])
    expect(drain(new MmrSequence({ ...input, diversity: 0.3 })).slice(0, 2)).toEqual([0, 2])
    expect(redundancyWeight(0.3)).toBeLessThan(0.2)
  })
})

describe('greedy DPP', () => {
  it('takes the best of each kind before any second of a kind', () => {
    const kinds = ['a', 'a', 'b', 'b', 'c']
    const quality = [1, 2, 3, 1, 1]
    const similarity = (a: number, b: number) => (a === b ? 1 : kinds[a] === kinds[b] ? 0.99 : 0)
    const picked = greedyDpp(
      { count: 5, quality: (k) => quality[k] ?? 0, similarTo: (a) => (b) => similarity(a, b) },
      3,
    )
    expect(picked).toEqual([2, 1, 4])
  })

  it('chooses each time what adds most volume, measured by determinants', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })), {
          minLength: 1,
          maxLength: 6,
        }),
        (things) => {
          const similarity = (a: number, b: number) =>
            Math.exp(-Math.abs((things[a]?.[1] ?? 0) - (things[b]?.[1] ?? 0)))
          const entry = (a: number, b: number) => (things[a]?.[0] ?? 0) * similarity(a, b) * (things[b]?.[0] ?? 0)
          const picked = greedyDpp(
            { count: things.length, quality: (k) => things[k]?.[0] ?? 0, similarTo: (a) => (b) => similarity(a, b) },
            4,
          )
          for (let step = 1; step <= picked.length; step += 1) {
            const before = picked.slice(0, step - 1)
            const volume = (k: number) => determinant([...before, k].map((a) => [...before, k].map((b) => entry(a, b))))
            const rest = things.map((_, k) => k).filter((k) => !before.includes(k))
            const best = Math.max(...rest.map(volume))
            expect(volume(picked[step - 1] ?? -1)).toBeGreaterThanOrEqual(best * (1 - 1e-6) - 1e-9)
          }
        },
      ),
    )
  })

  it('stops where nothing new is left', () => {
    expect(greedyDpp({ count: 3, quality: () => 1, similarTo: () => () => 1 }, 3)).toEqual([0])
    expect(greedyDpp({ count: 0, quality: () => 1, similarTo: () => () => 1 }, 3)).toEqual([])
  })
})

type Things = ReturnType<typeof setUp>

function naiveMmr({ scores, similarity, order }: Things, diversity: number): number[] {
  const weight = redundancyWeight(diversity)
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)]
  const left = [...order]
  const placed: number[] = []
  while (left.length > 0) {
    const value = (k: number) => {
      const relevance = highest > lowest ? ((scores[k] ?? 0) - lowest) / (highest - lowest) : 0
      return (1 - weight) * relevance - weight * Math.max(0, ...placed.map((other) => similarity(k, other)))
    }
    const best = left.reduce((winner, k) => (value(k) > value(winner) ? k : winner))
    left.splice(left.indexOf(best), 1)
    placed.push(best)
  }
  return placed
}

function determinant(matrix: number[][]): number {
  if (matrix.length === 0) return 1
  const [first = [], ...rest] = matrix
  return first.reduce((sum, value, column) => {
    const minor = rest.map((row) => row.filter((_, k) => k !== column))
    return sum + (column % 2 === 0 ? 1 : -1) * value * determinant(minor)
  }, 0)
}
