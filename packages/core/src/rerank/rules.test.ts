import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LocavoreError } from '../errors.js'
import { candidatesOf, type Thing } from '../testing/rerank-candidates.js'
import type { Modality } from '../types.js'
import { checkSteps } from './check-steps.js'
import { type Reranked, rerank } from './rerank.js'
import type { RerankStep } from './step.js'

const anyThings: fc.Arbitrary<Thing[]> = fc.array(
  fc.record({
    score: fc.integer({ min: -20, max: 20 }).map((value) => value / 8),
    at: fc.nat(9),
    maker: fc.constantFrom('a', 'a', 'b', 'c', 'd'),
    media: fc.subarray<Modality>(['text', 'image', 'audio']),
    shown: fc.nat(6),
    addedAt: fc.nat(1_000_000),
  }),
  { minLength: 1, maxLength: 25 },
)

const anyMiddle: fc.Arbitrary<RerankStep> = fc.oneof(
  fc.record({
    kind: fc.constant('boost' as const),
    filter: fc.constant({ maker: 'b' }),
    by: fc.integer({ min: -2, max: 2 }),
  }),
  fc.record({ kind: fc.constant('freshness' as const) }),
  fc.record({ kind: fc.constant('fatigue' as const), hideAfter: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant('rotation' as const), seed: fc.integer() }),
  fc.record({ kind: fc.constant('relevance-floor' as const), least: fc.integer({ min: -3, max: 1 }) }),
  fc.record({ kind: fc.constant('near-duplicates' as const), from: fc.double({ min: 0.6, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('mmr' as const), diversity: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('dpp' as const), places: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant('calibration' as const), attribute: fc.constant('maker') }),
)

const anyCap: fc.Arbitrary<RerankStep> = fc.record(
  {
    kind: fc.constant('cap' as const),
    attribute: fc.constant('maker'),
    most: fc.integer({ min: 0, max: 4 }),
    places: fc.integer({ min: 1, max: 20 }),
  },
  { requiredKeys: ['kind', 'attribute', 'most'] },
)

const anySoft: fc.Arbitrary<RerankStep> = fc.oneof(
  fc.record({
    kind: fc.constant('modality-mix' as const),
    shares: fc.record({ image: fc.record({ least: fc.constantFrom(0, 0.2, 0.5) }) }),
    places: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    kind: fc.constant('exposure' as const),
    attribute: fc.constant('maker'),
    bounds: fc.record({ c: fc.record({ least: fc.constantFrom(0, 0.1, 0.3), most: fc.constantFrom(0.4, 1) }) }),
    places: fc.integer({ min: 1, max: 12 }),
  }),
)

const anyPins: fc.Arbitrary<RerankStep[]> = fc
  .uniqueArray(fc.tuple(fc.nat(24), fc.nat(15)), { selector: ([item]) => item, maxLength: 3 })
  .map((pins) =>
    pins
      .filter(([, place], k) => pins.findIndex(([, other]) => other === place) === k)
      .map(([item, place]) => ({ kind: 'pin' as const, itemId: `i${item}`, place })),
  )

const anySteps = fc
  .tuple(anyPins, fc.array(anyMiddle, { maxLength: 4 }), fc.array(fc.oneof(anyCap, anySoft), { maxLength: 3 }))
  .map(([pins, middle, bounds]) => [...pins, ...middle, ...bounds])

/** Undefined where pins alone exceed a cap, which is refused. */
function tryRerank(things: readonly Thing[], steps: readonly RerankStep[]): Reranked | undefined {
  try {
    return rerank(candidatesOf(things), checkSteps(steps))
  } catch (error) {
    expect(error).toBeInstanceOf(LocavoreError)
    expect(error).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('pins exceed the cap') })
    return undefined
  }
}

const orderOf = (list: Reranked) => [...list.order]
const runs = { numRuns: 400 }

describe('any steps in any lawful order', () => {
  it('never exceed a cap, whatever pins and bounds stand beside it', () => {
    fc.assert(
      fc.property(anyThings, anySteps, (things, steps) => {
        const list = tryRerank(things, steps)
        if (list === undefined) return
        for (const step of steps) {
          if (step.kind !== 'cap') continue
          const within = [...list.order].slice(0, step.places ?? Infinity)
          for (const maker of 'abcd') {
            const count = within.filter((j) => things[j]?.maker === maker).length
            expect(count).toBeLessThanOrEqual(step.most)
          }
        }
      }),
      runs,
    )
  })

  it('honour pins: at the place asked for, or last where the list is shorter; or say that the item may not appear', () => {
    fc.assert(
      fc.property(anyThings, anySteps, (things, steps) => {
        const list = tryRerank(things, steps)
        if (list === undefined) return
        const pins = steps.filter((step) => step.kind === 'pin')
        pins.forEach(({ itemId, place }, number) => {
          const j = Number(itemId.slice(1))
          if (j >= things.length) {
            expect(list.reports[number]?.unmet).toEqual([expect.stringContaining(itemId)])
            return
          }
          const at = list.order.indexOf(j)
          if (place < list.order.length - pins.length) expect(at).toBe(place)
          else expect(at).toBeGreaterThanOrEqual(list.order.length - pins.length)
        })
      }),
      runs,
    )
  })

  it('explain themselves: every effect begins where the last ended, and all values add up', () => {
    fc.assert(
      fc.property(anyThings, anySteps, (things, steps) => {
        const list = tryRerank(things, steps)
        if (list === undefined) return
        expect(new Set(list.order).size).toBe(list.order.length)
        expect(list.reports.map(({ kind }) => kind)).toEqual(steps.map(({ kind }) => kind))
        const byScore = Array.from(things.keys()).sort(
          (a, b) => (things[b]?.score ?? 0) - (things[a]?.score ?? 0) || a - b,
        )
        things.forEach(({ score }, j) => {
          const effects = list.effects(j)
          let place: number | undefined = byScore.indexOf(j)
          let value = score
          for (const effect of effects) {
            expect(effect.from).toBe(place)
            place = effect.to
            value += effect.value
          }
          expect(place ?? -1).toBe(list.order.indexOf(j))
          expect(Math.abs(value - (list.adjusted[j] ?? Number.NaN))).toBeLessThan(1e-9)
        })
      }),
      runs,
    )
  })

  it('show nothing below a relevance floor but pins, and tell of every bound that was not kept', () => {
    fc.assert(
      fc.property(anyThings, anySteps, (things, steps) => {
        const list = tryRerank(things, steps)
        if (list === undefined) return
        steps.forEach((step, number) => {
          if (step.kind !== 'modality-mix' || number !== steps.length - 1 || list.order.length < (step.places ?? 20))
            return
          const wanted = Math.ceil((step.shares.image?.least ?? 0) * (step.places ?? 20) - 1e-9)
          const first = [...list.order].slice(0, step.places)
          const found = first.filter((j) => things[j]?.media.includes('image')).length
          if (list.reports[number]?.unmet.length === 0) expect(found).toBeGreaterThanOrEqual(wanted)
        })
        const pinned = new Set(steps.flatMap((step) => (step.kind === 'pin' ? [Number(step.itemId.slice(1))] : [])))
        const last = steps.findLastIndex(
          ({ kind }) => kind === 'boost' || kind === 'freshness' || kind === 'fatigue' || kind === 'rotation',
        )
        steps.forEach((step, number) => {
          if (step.kind !== 'relevance-floor' || number < last) return
          for (const j of list.order) {
            if (!pinned.has(j)) expect(list.adjusted[j]).toBeGreaterThanOrEqual(step.least)
          }
        })
      }),
      runs,
    )
  })
})

describe('for any candidates', () => {
  it('let only items within the band take turns, another turn for another seed', () => {
    fc.assert(
      fc.property(anyThings, fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (things, seed, band) => {
        const order = orderOf(rerank(candidatesOf(things), [{ kind: 'rotation', seed, band }]))
        order.forEach((above, place) => {
          for (const below of order.slice(place + 1)) {
            expect((things[below]?.score ?? 0) - (things[above]?.score ?? 0)).toBeLessThanOrEqual(band)
          }
        })
      }),
    )
  })

  it('leave no two items as near as that, and of two the better placed', () => {
    fc.assert(
      fc.property(anyThings, fc.double({ min: 0, max: 1, noNaN: true }), (things, from) => {
        const candidates = candidatesOf(things)
        const list = orderOf(rerank(candidates, [{ kind: 'near-duplicates', from }]))
        list.forEach((a, place) => {
          for (const b of list.slice(place + 1)) expect(candidates.similarTo(a)(b)).toBeLessThan(from)
        })
        for (const left of things.keys()) {
          if (list.includes(left)) continue
          const better = list.filter((j) => (things[j]?.score ?? 0) >= (things[left]?.score ?? 0))
          expect(better.some((j) => candidates.similarTo(j)(left) >= from)).toBe(true)
        }
      }),
    )
  })
})

const things = (makers: string, media: readonly Thing['media'][] = []): Thing[] =>
  [...makers].map((maker, k) => ({ score: -k, at: k, maker, media: media[k] ?? ['text'], shown: 0 }))
const makersOf = (list: Reranked, of: readonly Thing[]) => [...list.order].map((j) => of[j]?.maker).join('')

describe('caps', () => {
  it('defer what is too much behind their window, and leave it out of a whole list', () => {
    const all = things('aaaabbc')
    const cap = { kind: 'cap', attribute: 'maker', most: 2 } as const
    expect(makersOf(rerank(candidatesOf(all), [{ ...cap, places: 4 }]), all)).toBe('aabbaac')
    expect(makersOf(rerank(candidatesOf(all), [cap]), all)).toBe('aabbc')
  })

  it('end the list where nothing else is left', () => {
    const all = things('aaaab')
    const list = rerank(candidatesOf(all), [{ kind: 'cap', attribute: 'maker', most: 1, places: 4 }])
    expect(makersOf(list, all)).toBe('ab')
    expect(list.reports[0]).toMatchObject({ kind: 'cap', removed: 3 })
  })

  it('refuse pins that exceed them', () => {
    const pins = [0, 1].map((k) => ({ kind: 'pin', itemId: `i${k}`, place: k }) as const)
    const cap = { kind: 'cap', attribute: 'maker', most: 1 } as const
    expect(() => rerank(candidatesOf(things('aab')), [...pins, cap])).toThrow(
      /pins exceed the cap on maker a with "i1"/,
    )
  })
})

describe('shares', () => {
  it('of media are kept wherever enough items have the medium, moving as little as that takes', () => {
    const all = things('aaaaaaaa', [[], [], [], [], [], ['image'], ['image'], ['text', 'image']])
    const mix = { kind: 'modality-mix', shares: { image: { least: 0.5 } }, places: 4 } as const
    expect([...rerank(candidatesOf(all), [mix]).order]).toEqual([0, 1, 5, 6, 2, 3, 4, 7])
    const most = { kind: 'modality-mix', shares: { image: { most: 0 } }, places: 8 } as const
    expect(rerank(candidatesOf(all), [most]).reports[0]?.unmet).toEqual(['more than asked of image'])
    const sound = { kind: 'modality-mix', shares: { audio: { least: 0.25 } }, places: 4 } as const
    const list = rerank(candidatesOf(all), [sound])
    expect(list.reports[0]?.unmet).toEqual(['too few of audio'])
    expect([...list.order]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('of attention are kept for every provider that has items enough', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 40, maxLength: 60 }),
        fc.constantFrom(0.05, 0.1, 0.2),
        (makers, least) => {
          const all = things(`${makers.join('')}aaaaaaaaaabbbbbbbbbbcccccccccc`)
          const bounds = { a: { least }, b: { least }, c: { least } }
          const list = rerank(candidatesOf(all), [{ kind: 'exposure', attribute: 'maker', bounds, places: 10 }])
          const worth = (place: number) => 1 / Math.log2(place + 2)
          const total = Array.from({ length: 10 }, (_, place) => worth(place)).reduce((sum, value) => sum + value)
          for (const maker of 'abc') {
            const had = makersOf(list, all)
              .slice(0, 10)
              .split('')
              .reduce((sum, each, place) => sum + (each === maker ? worth(place) : 0), 0)
            expect(had / total).toBeGreaterThanOrEqual(least - 1e-9)
          }
          expect(list.reports[0]?.unmet).toEqual([])
        },
      ),
    )
  })

  it('of attention hold a provider back', () => {
    const all = things('aaaaaaaaabbbbbbbbb')
    const step = { kind: 'exposure', attribute: 'maker', bounds: {}, others: { most: 0.65 }, places: 6 } as const
    const list = rerank(candidatesOf(all), [step])
    expect(makersOf(list, all).slice(0, 6)).not.toBe('aaaaaa')
    expect(list.reports[0]?.unmet).toEqual([])
  })
})

describe('the door', () => {
  it('refuses what cannot be meant', () => {
    const refuse = (steps: unknown, message: RegExp) => expect(() => checkSteps(steps as RerankStep[])).toThrow(message)
    refuse([{ kind: 'shuffle' }], /Step 1 of the re-ranking is "shuffle"; known are pin, boost/)
    refuse([{ kind: 'mmr', diverse: 1 }], /Step 1 of the re-ranking \(mmr\) has no option "diverse"/)
    refuse([{ kind: 'mmr', diversity: 2 }], /diversity 2; it must be a number from 0 to 1/)
    refuse([{ kind: 'cap', attribute: 'maker' }], /lacks most/)
    refuse([{ kind: 'cap', attribute: 'maker', most: 1 }, { kind: 'mmr' }], /\(mmr\) stands too late/)
    refuse([{ kind: 'mmr' }, { kind: 'pin', itemId: 'a', place: 0 }], /\(pin\) stands too late/)
    refuse([{ kind: 'exposure', attribute: 'maker', bounds: { a: { least: 0.5, most: 0.2 } } }], /"a" by 0.5 to 0.2/)
    const pins = ['a', 'b'].map((itemId) => ({ kind: 'pin', itemId, place: 3 }))
    refuse(pins, /a second time/)
  })
})
