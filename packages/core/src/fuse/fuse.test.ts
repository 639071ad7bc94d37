import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, gaussian } from '../random.js'
import { FUSION_METHODS, fuse } from './fuse.js'
import { mediaGates } from './gate.js'
import type { FusionInput } from './media.js'

interface World {
  /** `[media][items][dimensions]`, unit length; the first `events` items are the history. Undefined: missing. */
  readonly vectors: readonly (readonly (readonly number[] | undefined)[])[]
  readonly events: number
  readonly weights?: readonly number[]
}

const anyWorld: fc.Arbitrary<World> = fc
  .tuple(fc.integer(), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 0.3))
  .map(([seed, media, events, missing]) => {
    const random = createRandom(seed)
    const vectors = Array.from({ length: media }, () =>
      Array.from({ length: events + 12 }, () => (random() < missing ? undefined : unit(random))),
    )
    return { vectors, events, weights: Array.from({ length: media }, () => random()) }
  })

function unit(random: () => number, towards: readonly number[] = [0, 0, 0, 0]): number[] {
  const raw = towards.map((value) => value + gaussian(random))
  const length = Math.hypot(...raw)
  return raw.map((value) => value / length)
}

function cosineOf(a: readonly number[] | undefined, b: readonly number[] | undefined): number {
  return a === undefined || b === undefined ? 0 : a.reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0)
}

function inputOf({ vectors, events, weights = [] }: World): FusionInput {
  const candidates = (vectors[0]?.length ?? 0) - events
  return {
    candidates,
    eventWeights: Float64Array.from({ length: events }, (_, h) => 1 / (h + 1)),
    media: vectors.map((items, m) => ({
      weight: weights[m] ?? 1,
      known: Uint8Array.from({ length: candidates }, (_, j) => (items[events + j] === undefined ? 0 : 1)),
      knownEvents: Uint8Array.from({ length: events }, (_, h) => (items[h] === undefined ? 0 : 1)),
      cosines: (h) => Float64Array.from({ length: candidates }, (_, j) => cosineOf(items[h], items[events + j])),
      between: (h, other) => cosineOf(items[h], items[other]),
    })),
  }
}

describe.each(FUSION_METHODS)('%s fusion', (method) => {
  it('tells what each medium gave to every score, whatever is missing', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const { scores, contributions } = fuse(method, inputOf(world))
        scores.forEach((score, j) => {
          const sum = contributions.reduce((total, values) => total + (values[j] ?? Number.NaN), 0)
          expect(Math.abs(sum - score)).toBeLessThan(1e-9)
          expect(Number.isFinite(score)).toBe(true)
        })
      }),
    )
  })

  it('puts what is like the likes before what is not, in one medium and in three', () => {
    const random = createRandom(3)
    for (const media of [1, 3]) {
      const direction = [4, 0, 0, 0]
      const vectors = Array.from({ length: media }, () =>
        Array.from({ length: 25 }, (_, k) => unit(random, k < 10 ? direction : [0, 0, 0, 0])),
      )
      const { scores } = fuse(method, inputOf({ vectors, events: 5 }))
      const liked = [...scores.slice(0, 5)]
      const others = [...scores.slice(5)].sort((a, b) => b - a)
      expect(Math.min(...liked)).toBeGreaterThan(others[3] ?? Infinity)
    }
  })
})

describe('early fusion', () => {
  it('is the cosine of the vectors side by side', () => {
    fc.assert(
      fc.property(anyWorld, ({ vectors, events }) => {
        const sideBySide = (item: number) => {
          const joined = vectors.flatMap((items) => items[item] ?? [0, 0, 0, 0])
          const length = Math.hypot(...joined) || 1
          return joined.map((value) => value / length)
        }
        const input = inputOf({ vectors, events })
        const { scores } = fuse('early', input)
        scores.forEach((score, j) => {
          let expected = 0
          for (let h = 0; h < events; h += 1) {
            const cosine = cosineOf(sideBySide(h), sideBySide(events + j))
            expected += (input.eventWeights[h] ?? 0) * Math.max(0, cosine) ** 2
          }
          expect(score).toBeCloseTo(expected, 9)
        })
      }),
    )
  })
})

describe('by ranks', () => {
  it('is worked out by hand', () => {
    const vectors = [
      [
        [1, 0],
        [1, 0],
        [0.6, 0.8],
        [0, 1],
      ],
      [[1, 0], [0, 1], [1, 0], undefined],
    ]
    const rrf = fuse('rrf', inputOf({ vectors, events: 1 }))
    const half = (rank: number) => 0.5 / (60 + rank)
    expect(rrf.scores[0]).toBeCloseTo(half(1) + half(2), 12)
    expect(rrf.scores[1]).toBeCloseTo(half(2) + half(1), 12)
    expect(rrf.scores[2]).toBeCloseTo(half(3) + (half(1) + half(2)) / 2, 12)
    const vote = fuse('vote', inputOf({ vectors, events: 1 }))
    expect([...vote.scores]).toEqual([0.5 + 0, 0.25 + 0.5, 0 + 0.25])
  })
})

describe('the gate', () => {
  it('opens for the medium that holds the likes together, the more the more likes there are', () => {
    const random = createRandom(9)
    const world = (events: number): World => ({
      events,
      vectors: [
        Array.from({ length: 60 + events }, () => unit(random)),
        Array.from({ length: 60 + events }, (_, k) => unit(random, k < events ? [5, 0, 0, 0] : [0, 0, 0, 0])),
      ],
    })
    expect(mediaGates(inputOf(world(1)))).toEqual([0.5, 0.5])
    const [three = 0, ten = 0] = [3, 10].map((events) => mediaGates(inputOf(world(events)))[1])
    expect(three).toBeGreaterThan(0.55)
    expect(ten).toBeGreaterThan(three)
    expect(mediaGates(inputOf(world(10)), { sharpness: 0 })).toEqual([0.5, 0.5])
  })

  it('tells one medium apart from chance only', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        const gates = mediaGates(inputOf(world))
        expect(gates.reduce((sum, gate) => sum + gate, 0)).toBeCloseTo(1, 9)
        expect(gates.every((gate) => gate >= 0)).toBe(true)
      }),
    )
  })
})
