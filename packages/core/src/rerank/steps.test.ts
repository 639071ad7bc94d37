import { describe, expect, it } from 'vitest'
import { labelShares, miscalibration } from '../metrics/beyond-accuracy.js'
import { intraListDiversity } from '../metrics/list-quality.js'
import { candidatesOf, type Thing } from '../testing/rerank-candidates.js'
import { checkSteps } from './check-steps.js'
import { greedyDpp } from './greedy-dpp.js'
import { type Reranked, rerank } from './rerank.js'
import type { RerankStep } from './step.js'

const thing = (score: number, more: Partial<Thing> = {}): Thing => ({
  score,
  at: 0,
  maker: 'a',
  media: ['text'],
  shown: 0,
  ...more,
})
const places = (list: Reranked) => [...list.order]
const DAY = 24 * 3_600_000

describe('steps that add to the score', () => {
  it('boost what the filter lets through, by exactly as much as was asked', () => {
    const candidates = candidatesOf([thing(3), thing(2, { maker: 'b' }), thing(1)])
    const list = rerank(candidates, [{ kind: 'boost', filter: { maker: 'b' }, by: 1.5 }])
    expect(places(list)).toEqual([1, 0, 2])
    expect([...list.adjusted]).toEqual([3, 3.5, 1])
    expect(list.effects(1)).toEqual([{ kind: 'boost', from: 1, to: 0, value: 1.5 }])
  })

  it('favour what is new by the standardised half-life, and say nothing about what has no age', () => {
    const things = [thing(1), thing(1, { addedAt: 10 * DAY }), thing(1, { addedAt: 3 * DAY })]
    const list = rerank(candidatesOf(things, 10 * DAY), [{ kind: 'freshness', weight: 0.1, halfLife: 7 * DAY }])
    expect(places(list)).toEqual([1, 0, 2])
    // Ages 0 and one half-life: 1 and 0.5, which are one deviation above and below their mean.
    expect(list.adjusted[1]).toBeCloseTo(1.1, 12)
    expect(list.adjusted[2]).toBeCloseTo(0.9, 12)
    expect(list.adjusted[0]).toBe(1)
  })

  it('tire of what was shown in vain, and hide it in the end', () => {
    const candidates = candidatesOf([thing(1, { shown: 3 }), thing(0.8), thing(9, { shown: 5 })])
    const list = rerank(candidates, [{ kind: 'fatigue' }])
    expect(places(list)).toEqual([1, 0])
    expect(list.adjusted[0]).toBeCloseTo(0.7, 12)
    expect(list.effects(2)).toEqual([{ kind: 'fatigue', from: 0, to: undefined, value: -0.5 }])
  })

  it('let items take turns, another turn for another seed', () => {
    const equal = candidatesOf(Array.from({ length: 30 }, () => thing(1)))
    const turn = (seed: number) => places(rerank(equal, [{ kind: 'rotation', seed }]))
    expect(turn(1)).toEqual(turn(1))
    expect(turn(1)).not.toEqual(turn(2))
  })
})

describe('steps that leave out', () => {
  it('give an honest short list under a relevance floor, and an empty one where nothing is good enough', () => {
    const candidates = candidatesOf([thing(2), thing(0.4), thing(0.5), thing(-1)])
    expect(places(rerank(candidates, [{ kind: 'relevance-floor', least: 0.5 }]))).toEqual([0, 2])
    expect(places(rerank(candidates, [{ kind: 'relevance-floor', least: 3 }]))).toEqual([])
    expect(rerank(candidates, [{ kind: 'relevance-floor', least: 0.5 }]).reports[0]?.removed).toBe(2)
  })
})

describe('steps that arrange', () => {
  it('keep every item and vary the first places more', () => {
    const things = Array.from({ length: 60 }, (_, k) => thing(60 - k, { at: Math.floor(k / 6) }))
    const candidates = candidatesOf(things)
    const variety = (list: number[]) => intraListDiversity(list.slice(0, 10), (a, b) => candidates.similarTo(a)(b))
    const plain = places(rerank(candidates, []))
    for (const step of [
      { kind: 'mmr', diversity: 0.6 },
      { kind: 'dpp', force: 1 },
    ] as const) {
      const list = places(rerank(candidates, [step]))
      expect([...list].sort((a, b) => a - b)).toEqual(plain)
      expect(variety(list)).toBeGreaterThan(variety(plain) + 0.02)
    }
  })

  it('run the process over e^(3 relevance), as it was measured', () => {
    const things = Array.from({ length: 30 }, (_, k) => thing(30 - k, { at: ((k * 7) % 30) / 3 }))
    const candidates = candidatesOf(things)
    const quality = (k: number) => Math.exp((3 * ((things[k]?.score ?? 0) - 1)) / 29)
    const chosen = greedyDpp({ count: 30, quality, similarTo: candidates.similarTo }, 8)
    expect(places(rerank(candidates, [{ kind: 'dpp', places: 8 }])).slice(0, 8)).toEqual(chosen)
  })

  it('bring the shares of the list towards those of the history, the more the stronger', () => {
    const things = Array.from({ length: 60 }, (_, k) => thing(60 - k, { maker: k < 30 ? 'a' : 'bcd'.charAt(k % 3) }))
    const wanted = new Map(Object.entries({ a: 0.25, b: 0.25, c: 0.25, d: 0.25 }))
    const candidates = { ...candidatesOf(things), wantedShares: () => wanted }
    const divergence = (strength: number) => {
      const list = places(rerank(candidates, [{ kind: 'calibration', attribute: 'maker', strength }]))
      return miscalibration(
        wanted,
        labelShares(list.slice(0, 20), (j) => [things[j]?.maker ?? '']),
      )
    }
    expect(divergence(0)).toBeGreaterThan(1)
    expect(divergence(0.5)).toBeLessThan(divergence(0.2))
    expect(divergence(1)).toBeCloseTo(0, 12)
  })

  it('build on each other: a second step starts from the order of the first', () => {
    const things = Array.from({ length: 40 }, (_, k) => thing(40 - k, { at: Math.floor(k / 10) }))
    const varied = rerank(candidatesOf(things), [{ kind: 'mmr', diversity: 0.6 }])
    const twice = rerank(candidatesOf(things), [
      { kind: 'mmr', diversity: 0.6 },
      { kind: 'mmr', diversity: 0 },
    ])
    expect(places(twice)).toEqual(places(varied))
    expect(twice.reports[1]?.moved).toBe(0)
  })
})

describe('a step that explores', () => {
  const things = Array.from({ length: 40 }, (_, k) => thing(40 - k, { maker: k % 2 === 0 ? 'a' : 'b' }))

  it('deals its places and no others, keeps pins where they are, and tells the chance of each', () => {
    const list = rerank(candidatesOf(things), [
      { kind: 'pin', itemId: 'i39', place: 4 },
      { kind: 'explore', every: 5, places: 20, pool: 8, seed: 3 },
    ])
    expect(places(list)[4]).toBe(39)
    // Of the middle places 2, 7, 12 and 17 each was dealt one of eight with an even chance.
    const dealt = [2, 7, 12, 17].map((place) => places(list)[place] ?? -1)
    expect([...list.explored].sort()).toEqual(dealt.map((j) => [j, 1 / 8]).sort())
    const others = places(list).filter((j) => !dealt.includes(j) && j !== 39)
    expect(others).toEqual([...others].sort((a, b) => a - b))
    expect(list.reports[1]).toMatchObject({ kind: 'explore', removed: 0 })
  })

  it('is the same for the same seed, and another for another', () => {
    const at = (seed: number) => places(rerank(candidatesOf(things), [{ kind: 'explore', seed }]))
    expect(at(1)).toEqual(at(1))
    expect(new Set([1, 2, 3, 4].map((seed) => at(seed).join())).size).toBeGreaterThan(1)
  })

  it('asks for the chances of what waits, and a bound behind it still holds', () => {
    const asked: number[] = []
    const candidates = {
      ...candidatesOf(things),
      propensities: (eligible: Int32Array) => {
        asked.push(eligible.length)
        // Only the last that may be dealt has a chance.
        return Float64Array.from(eligible, (_, k) => (k === eligible.length - 1 ? 1 : 0))
      },
    }
    const list = rerank(candidates, [
      { kind: 'explore', every: 10, places: 10, pool: 30, seed: 1 },
      { kind: 'cap', attribute: 'maker', most: 5, places: 10 },
    ])
    expect(asked).toEqual([30])
    expect([...list.explored]).toEqual([[33, 1]])
    expect(list.effects(33)[0]).toMatchObject({ kind: 'explore', from: 33, to: 4 })
    const first = places(list).slice(0, 10)
    expect(first.filter((j) => j % 2 === 0)).toHaveLength(5)
  })
})

describe('the door', () => {
  it.each([
    [[null], /step 1 of the re-ranking must be an object/i],
    [[{ kind: 'constructor' }], /known are pin/],
    [[{ kind: 'explore' }], /lacks seed/],
    [[{ kind: 'explore', seed: 1, every: 1 }], /from 2 to 100/],
    [[{ kind: 'mmr', valueOf: 1 }], /no option "valueOf"/],
    [[{ kind: 'modality-mix', shares: { imgae: { least: 0.2 } } }], /no medium; there are text/],
  ])('refuses %j', (steps, message) => {
    expect(() => checkSteps(steps as unknown as RerankStep[])).toThrow(message)
  })
})
