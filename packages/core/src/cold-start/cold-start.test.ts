import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomArtefacts } from '../testing/random-artefacts.js'
import { blendNewItem } from './new-item.js'
import { HALF_SEGMENT, withSegment } from './segment-prior.js'
import { spreadPicks } from './spread-picks.js'

const GROUPS = 5
/** Items of a group are alike; popularity falls with the index, and so does not follow the groups. */
const world = {
  popularity: Float64Array.from({ length: 100 }, (_, k) => Math.log(200 - k)),
  allowed: new Uint8Array(100).fill(1),
  similarTo: (item: number) => (other: number) => (item === other ? 1 : item % GROUPS === other % GROUPS ? 0.9 : 0),
}

describe('picks for a new person', () => {
  it('cover every group before any twice, popular items only', () => {
    const picks = spreadPicks({ ...world, pool: 40 }, 10)
    expect(new Set(picks.slice(0, GROUPS).map((item) => item % GROUPS)).size).toBe(GROUPS)
    expect(new Set(picks.slice(GROUPS).map((item) => item % GROUPS)).size).toBe(GROUPS)
    expect(Math.max(...picks)).toBeLessThan(40)
    expect(picks[0]).toBe(0)
  })

  it('follow popularity the more it is given force', () => {
    const strong = spreadPicks({ ...world, pool: 40, force: 50 }, 10)
    expect(strong).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('are as many different allowed items as asked for, or all there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 100, maxLength: 100, max: 1 }), fc.nat(120), (allowed, limit) => {
        const picks = spreadPicks({ ...world, allowed, pool: 30 }, limit)
        expect(new Set(picks).size).toBe(
          Math.min(
            limit,
            allowed.reduce((sum, flag) => sum + flag, 0),
          ),
        )
        expect(picks.every((item) => allowed[item] === 1)).toBe(true)
      }),
    )
  })
})

describe('a segment', () => {
  const { shipped } = randomArtefacts(6)
  const factorMean = shipped.factorMean.map((value) => value + 1)
  const logPopularity = shipped.logPopularity.map((value, k) => (k === 3 ? 5 * value + 1 : value))

  it('moves prior and popularity by how many people it is of', () => {
    const half = withSegment(shipped, { people: HALF_SEGMENT, factorMean, logPopularity })
    half.factorMean?.forEach((value, d) => {
      expect(value).toBeCloseTo((shipped.factorMean[d] ?? 0) + 0.5, 6)
    })
    const place = (artefacts: typeof half) => (artefacts.logPopularity?.[3] ?? 0) / (artefacts.logPopularity?.[4] ?? 1)
    const most = withSegment(shipped, { people: 1e9, factorMean, logPopularity })
    expect(place(half)).toBeGreaterThan(place(shipped))
    expect(place(most)).toBeGreaterThan(place(half))
    expect(half.factors).toBe(shipped.factors)
  })

  it('changes nothing where it has no figures, and must fit', () => {
    expect(withSegment(shipped, { people: 100 })).toEqual(shipped)
    expect(() => withSegment(shipped, { people: 1, factorMean: new Float64Array(2) })).toThrowError(
      expect.objectContaining({ code: 'catalogue-invalid' }),
    )
  })
})

describe('an item few have met', () => {
  it('moves from its content to what was learnt', () => {
    const out = new Float32Array(2)
    blendNewItem([1, 0], [0, 1], 0, out)
    expect([...out]).toEqual([1, 0])
    blendNewItem([1, 0], [0, 1], 5, out)
    expect([...out]).toEqual([0.5, 0.5])
    blendNewItem([1, 0], [0, 1], 1e12, out)
    expect(out[1]).toBeCloseTo(1, 6)
  })
})
